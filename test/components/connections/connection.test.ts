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

  it("says that a host which is made must be set up first, and where the console of the partition is", async () => {
    const [said = ""] = await saidBy(() => build({ ...installed, region: "us-gov-east-1", endpoint }));
    assert.match(
      said,
      /Open https:\/\/console\.amazonaws-us-gov\.com\/codesuite\/settings\/connections\?region=us-gov-east-1\. On the tab Hosts, set up its host\. Choose the connection/,
    );
  });

  it("says where the console of the European Sovereign Cloud is", async () => {
    const [said = ""] = await saidBy(() => build({ ...args, region: "eusc-de-east-1" }));
    assert.match(
      said,
      /Open https:\/\/console\.amazonaws-eusc\.eu\/codesuite\/settings\/connections\?region=eusc-de-east-1\. Choose the connection/,
    );
  });

  const refused: [what: string, args: ConnectionArgs, problems: string[]][] = [
    [
      "a long name",
      { ...args, connectionName: "c".repeat(33) },
      [`connectionName: is "${"c".repeat(33)}": give at most 32 characters`],
    ],
    [
      "what is only for self-managed providers, all at once",
      { ...args, endpoint, existingHostArn: "arn", vpc },
      ["endpoint", "existingHostArn", "vpc"].map(
        (path) =>
          `${path}: is only for self-managed providers, GitHubEnterpriseServer and GitLabSelfManaged: remove it`,
      ),
    ],
    ["no server", installed, ["endpoint: is missing: give the address of the server, or existingHostArn"]],
    [
      "two servers",
      { ...installed, endpoint, existingHostArn: "arn" },
      ["existingHostArn: is given with endpoint, which creates a host: remove one of the two"],
    ],
    [
      "a VPC for a host that exists",
      { ...installed, existingHostArn: "arn", vpc },
      ["vpc: is only for a new host: give endpoint, or remove vpc"],
    ],
    [
      "a server without TLS",
      { ...installed, endpoint: "http://git.acme.example" },
      ['endpoint: is "http://git.acme.example": give an https address of at most 512 characters'],
    ],
    ["no region", { ...args, region: "Frankfurt" }, ['region: is "Frankfurt": give a region, such as eu-central-1']],
  ];
  for (const [what, given, problems] of refused) {
    it(`refuses ${what}`, async () => {
      const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
      const text = [`Connection shop has ${count}:`, ...problems.map((problem) => `  ${problem}`)].join("\n");
      await assert.rejects(build(given), new RunError(text));
    });
  }

  it("refuses a provider that AWS or its Pulumi provider does not know", async () => {
    const unknownProvider: ConnectionArgs = JSON.parse('{"region":"eu-central-1","providerType":"Gitea"}');
    await assert.rejects(
      build(unknownProvider),
      /providerType: is "Gitea": allowed are AzureDevOps, Bitbucket, GitHub, /,
    );
  });
});
