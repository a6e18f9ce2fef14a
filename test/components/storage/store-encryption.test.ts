import assert from "node:assert/strict";
import { Role } from "@pulumi/aws/iam";
import { ComponentResource, RunError } from "@pulumi/pulumi";
import { type KeyUsers, keyPolicy, keyPolicyAddition } from "../../../components/iam/key-policy";
import { ArtifactBucket } from "../../../components/storage/artifact-bucket";
import { type StoreKey, type StoreKeyArgs, storeKey } from "../../../components/storage/store-encryption";
import { only, record, resolved } from "../../support/recorder";
import { keyArn, scope } from "../../support/scopes";

const role = "arn:aws:iam::111122223333:role/shop";
const keyUsers: KeyUsers = {
  roles: { decrypt: [role], encrypt: [], publish: [] },
  logGroups: [],
  imageRepository: false,
};
const { account, region } = scope;

/** Builds a store and its key, and attaches the key policy after a role. */
function build(more: Partial<StoreKeyArgs> = {}, see: (key: StoreKey) => void = () => undefined, said: string[] = []) {
  return record(
    { preview: true },
    (opts) => {
      const parent = new ComponentResource("test:index:Owner", "owner", {}, opts);
      const existing = more.existingKeyArn === undefined ? {} : { existingKeyArn: more.existingKeyArn };
      const store = new ArtifactBucket("shop", { account, region, retainOnDelete: false, ...existing }, { parent });
      const key = storeKey(
        "Owner shop",
        "shop",
        scope,
        { store, keyUsers, retainOnDelete: false, ...more },
        { parent },
      );
      see(key);
      const maker = new Role("maker", { assumeRolePolicy: "{}" }, { parent });
      key.attachKeyPolicy([maker]);
    },
    said,
  );
}
const policyType = "aws:kms/keyPolicy:KeyPolicy";

describe("the key of a store", () => {
  it("gets its policy for all its users after their roles, which KMS must find", async () => {
    const policy = only(await build(), policyType, "shop-key-policy");
    assert.equal(policy.inputs.policy, keyPolicy(scope, keyUsers));
    assert.equal(policy.inputs.region, "eu-central-1");
    assert.deepEqual([policy.parent, policy.dependsOn], ["owner", ["maker"]]);
  });

  it("retains its policy where the store is retained: the default one lets administrators decrypt", async () => {
    for (const retainOnDelete of [true, false]) {
      assert.equal(only(await build({ retainOnDelete }), policyType, "shop-key-policy").retainOnDelete, retainOnDelete);
    }
  });

  it("is ready for the resources that use it once it has its policy", async () => {
    const keys: StoreKey[] = [];
    await build({}, (key) => keys.push(key));
    const policy = await keys[0]?.encryption.encryptionKeyPolicy;
    assert.ok(policy);
    assert.match(await resolved(policy.urn), /aws:kms\/keyPolicy:KeyPolicy::shop-key-policy$/);
  });

  it("is refused with a policy that KMS does not take, at the path of the store", async () => {
    const decrypt = Array.from({ length: 800 }, (_, index) => `${role}-${index}`);
    const many: KeyUsers = { ...keyUsers, roles: { decrypt, encrypt: [], publish: [] } };
    const { length } = keyPolicy(scope, many);
    const reason = `makes a key policy of ${length} characters, and AWS accepts 32768; grant fewer statements, resources or principals`;
    await assert.rejects(build({ keyUsers: many }), new RunError(`Owner shop has a problem:\n  artifacts: ${reason}`));
    await assert.rejects(
      build({ keyUsers: many, path: "artifacts.us-east-1" }),
      new RunError(`Owner shop has a problem:\n  artifacts.us-east-1: ${reason}`),
    );
  });
});

describe("an existing key of a store", () => {
  it("is left as it is, and its owner reads the statements to add", async () => {
    const said: string[] = [];
    const recorded = await build({ existingKeyArn: keyArn }, undefined, said);
    assert.deepEqual(
      recorded.filter(({ type }) => type.startsWith("aws:kms/")),
      [],
    );
    assert.deepEqual(said, [
      `Add these statements to the policy of ${keyArn}:\n${JSON.stringify(keyPolicyAddition(scope, keyUsers), undefined, 2)}`,
    ]);
  });

  it("is used by its ARN, and nothing waits for a policy", async () => {
    const keys: StoreKey[] = [];
    await build({ existingKeyArn: keyArn }, (key) => keys.push(key), []);
    assert.deepEqual(keys[0]?.encryption, { encryptionKeyArn: keyArn, encryptionKeyPolicy: undefined });
  });
});
