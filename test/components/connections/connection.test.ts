import assert from "node:assert/strict";
import { log, output, RunError } from "@pulumi/pulumi";
import { Connection, type ConnectionArgs } from "../../../components/connections/connection";
import { ConnectionProvider } from "../../../components/connections/connection-args";
import { counts, only, record, resolved, unknown } from "../../support/recorder";

const args: ConnectionArgs = { region: "eu-central-1", providerType: ConnectionProvider.GitHub };
const installed: ConnectionArgs = { region: "eu-central-1", providerType: ConnectionProvider.GitLabSelfManaged };
const endpoint = "https://git.acme.example";
const vpc = { vpcId: "vpc-01234567", subnetIds: ["subnet-01234567"], securityGroupIds: ["sg-01234567"] };

const build = (given: ConnectionArgs) => record({ preview: true }, (opts) => new Connection("shop", given, opts));

/** Collects the messages that components log. */
async function saidBy(make: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = [];
  const { info } = log;
  Object.assign(log, { info: async (message: string) => void said.push(message) });
  try {
    await make();
  } finally {
    Object.assign(log, { info });
  }
  return said;
}

describe("a connection", () => {
  for (const provider of ["AzureDevOps", "Bitbucket", "GitHub", "GitLab"] as const) {
    it(`goes to ${provider} without a host`, async () => {
      const recorded = await build({ ...args, providerType: provider, tags: { owner: "acme" } });
      assert.deepEqual(counts(recorded), { "aws:codeconnections/connection:Connection": 1 });
      const { inputs, parent } = only(recorded, "aws:codeconnections/connection:Connection", "shop");
      assert.deepEqual(inputs, { name: "shop", providerType: provider, tags: { owner: "acme" } });
      assert.equal(parent, "shop");
    });
  }

  for (const provider of ["GitHubEnterpriseServer", "GitLabSelfManaged"] as const) {
    it(`goes to ${provider} by a host that is made, in its VPC`, async () => {
      const recorded = await build({ ...args, providerType: provider, endpoint, vpc, connectionName: "acme-git" });
      assert.deepEqual(only(recorded, "aws:codeconnections/host:Host", "shop-host").inputs, {
        name: "acme-git",
        providerType: provider,
        providerEndpoint: endpoint,
        vpcConfiguration: vpc,
      });
      assert.deepEqual(only(recorded, "aws:codeconnections/connection:Connection", "shop").inputs, {
        name: "acme-git",
        hostArn: unknown,
      });
    });
  }

  it("goes by a host that exists already, and makes none", async () => {
    const existingHostArn = output("arn:aws:codeconnections:eu-central-1:111122223333:host/acme-1a2b3c4d");
    const recorded = await build({ ...installed, existingHostArn });
    assert.deepEqual(counts(recorded), { "aws:codeconnections/connection:Connection": 1 });
    assert.deepEqual(only(recorded, "aws:codeconnections/connection:Connection", "shop").inputs, {
      name: "shop",
      hostArn: "arn:aws:codeconnections:eu-central-1:111122223333:host/acme-1a2b3c4d",
    });
  });

  it("has an ARN for the settings, and says that of its host", async () => {
    const made: Connection[] = [];
    await record({ preview: false }, (opts) => {
      made.push(new Connection("shop", args, opts), new Connection("own", { ...installed, endpoint }, opts));
    });
    const [shop, own] = made;
    assert.ok(shop && own);
    assert.equal(await resolved(shop.connectionArn), "arn:aws:made:::shop");
    assert.equal(await resolved(shop.hostArn), "");
    assert.equal(await resolved(own.hostArn), "arn:aws:made:::own-host");
  });

  it("prints the manual steps, the console page and the use of the ARN", async () => {
    assert.deepEqual(await saidBy(() => build(args)), [
      "The new connection shop to GitHub is PENDING: a person must complete it before a pipeline can use it. Open https://console.aws.amazon.com/codesuite/settings/connections?region=eu-central-1. Choose the connection, then Update pending connection. Then set its ARN as the ConnectionArn of source actions.",
    ]);
  });

  it("is refused with every problem of its arguments at once", async () => {
    await assert.rejects(
      build({ ...args, region: "Frankfurt", existingHostArn: "arn", vpc }),
      new RunError(
        [
          "Connection shop has 3 problems:",
          '  region: is "Frankfurt": give a region, such as eu-central-1',
          "  existingHostArn: is only for self-managed providers, GitHubEnterpriseServer and GitLabSelfManaged: remove it",
          "  vpc: is only for self-managed providers, GitHubEnterpriseServer and GitLabSelfManaged: remove it",
        ].join("\n"),
      ),
    );
  });
});
