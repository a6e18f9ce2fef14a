import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { createPromotion, shareImages } from "../../../components/delivery/create-promotion";
import { planDelivery } from "../../../components/delivery/plan";
import { ImageRepository } from "../../../components/registries/image-repository";
import { deliverySettings, readSettings } from "../../support/delivery-settings";
import { counts, only, type Recorded, record } from "../../support/recorder";
import { keyArn, scope } from "../../support/scopes";

const elsewhere = { account: "222233334444", region: "eu-central-1" };
const to = [{ environment: "prod", ...elsewhere }];
const from = { environment: "staging", ...elsewhere };
const breakGlass = { notify: ["a@acme.example"], principals: ["arn:aws:iam::111122223333:role/leads"] };

function planOf(promote: object) {
  const settings = readSettings(deliverySettings({ promote, test: { commands: ["npm test"] } }));
  return planDelivery(scope, "shop-here", settings).promotion ?? assert.fail();
}

class Owner extends pulumi.ComponentResource {
  constructor(opts: pulumi.ComponentResourceOptions) {
    super("test:index:Owner", "owner", {}, opts);
  }
}

function create(promote: object, said: string[] = [], existing = false): Promise<Recorded[]> {
  return record(
    { preview: true },
    (opts) => {
      const owner = new Owner(opts);
      const plan = planOf(promote);
      createPromotion("shop-here", { scope, plan, accessLogs: undefined, protect: false, tags: {} }, owner);
      const repository = existing
        ? undefined
        : new ImageRepository("shop-here-images", { repositoryName: "shop-here", encryptionKeyArn: keyArn }, opts);
      shareImages("shop-here", scope, plan.repositoryPolicy, repository, "shop-here", owner);
    },
    said,
  );
}

function storesIn(recorded: readonly Recorded[]): number {
  return recorded.filter(({ type }) => type === "aws-pipelines:index:ReleaseStore").length;
}

describe("the resources of a promotion", () => {
  it("are a release store and a policy of the registry on the side that sends", async () => {
    const recorded = await create({ to });
    assert.deepEqual([storesIn(recorded), counts(recorded)["aws:iam/role:Role"]], [1, undefined]);
    const { repository, policy } = only(
      recorded,
      "aws:ecr/repositoryPolicy:RepositoryPolicy",
      "shop-here-images-policy",
    ).inputs;
    assert.equal(repository, "shop-here");
    assert.equal(policy, planOf({ to }).repositoryPolicy);
  });

  it("are a key that signs as well, with its alias, where images are signed", async () => {
    const recorded = await create({ to, signature: true });
    const name = "shop-here-image-signature";
    const { keyUsage, customerMasterKeySpec, enableKeyRotation, policy, description } = only(
      recorded,
      "aws:kms/key:Key",
      `${name}-key`,
    ).inputs;
    assert.deepEqual([keyUsage, customerMasterKeySpec, enableKeyRotation], ["SIGN_VERIFY", "ECC_NIST_P256", false]);
    assert.equal(policy, planOf({ to, signature: true }).signingKey?.policy);
    assert.equal(description, "Signs images of shop-here");
    assert.equal(only(recorded, "aws:kms/alias:Alias", `${name}-key-alias`).inputs.name, `alias/${name}`);
    assert.equal(
      counts(await create({ from, signature: true }))["aws:kms/key:Key"],
      counts(await create({ from }))["aws:kms/key:Key"],
    );
  });

  it("are printed statements for an existing registry, whose owner keeps its policy", async () => {
    const said: string[] = [];
    const recorded = await create({ to }, said, true);
    assert.equal(counts(recorded)["aws:ecr/repositoryPolicy:RepositoryPolicy"], undefined);
    assert.match(said.join("\n"), /^Add these statements to the policy of the repository shop-here:\n\[/);
  });

  it("are the start role on the side that receives from another account", async () => {
    const recorded = await create({ from });
    assert.equal(storesIn(recorded), 0);
    const { name, assumeRolePolicy } = only(recorded, "aws:iam/role:Role", "shop-here-start-role").inputs;
    assert.equal(name, planOf({ from }).startRole?.roleName);
    assert.equal(assumeRolePolicy, planOf({ from }).startRole?.trust);
    assert.equal(counts(recorded)["aws:ecr/repositoryPolicy:RepositoryPolicy"], undefined);
  });

  it("are grants and a store for break-glass starts", async () => {
    const recorded = await create({ from, breakGlass });
    assert.equal(storesIn(recorded), 1);
    const { role } = only(recorded, "aws:iam/rolePolicy:RolePolicy", "shop-here-break-glass-approver-leads").inputs;
    assert.equal(role, "leads");
  });
});
