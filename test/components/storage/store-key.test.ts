import assert from "node:assert/strict";
import { Role } from "@pulumi/aws/iam";
import { ComponentResource, output, RunError } from "@pulumi/pulumi";
import { type KeyUsers, keyPolicy } from "../../../components/iam/key-policy";
import { ArtifactBucket } from "../../../components/storage/artifact-bucket";
import { later, storeKey, withoutNewKey } from "../../../components/storage/store-key";
import { only, record } from "../../support/recorder";
import { keyArn, scope } from "../../support/scopes";

const role = "arn:aws:iam::111122223333:role/shop";
const keyUsers: KeyUsers = {
  roles: { decrypt: [role], encrypt: [], publish: [] },
  logGroups: [],
  imageRepository: false,
};
const { account, region } = scope;
const keyType = "aws:kms/key:Key";

/** Builds a store whose key waits for a role that comes later. */
function build(retainOnDelete = false) {
  return record({ preview: true }, (opts) => {
    const parent = new ComponentResource("test:index:Owner", "owner", {}, opts);
    const roles = later<Role[]>();
    const key = storeKey("Owner shop", scope, keyUsers, roles.promise);
    new ArtifactBucket("shop", { account, region, retainOnDelete, key }, { parent });
    roles.resolve([new Role("maker", { assumeRolePolicy: "{}" }, { parent })]);
  });
}

describe("the key of a store", () => {
  it("has its policy from the beginning and follows its roles, which KMS must find", async () => {
    const recorded = await build();
    const { inputs, dependsOn } = only(recorded, keyType, "shop-key");
    assert.equal(inputs.policy, keyPolicy(scope, keyUsers));
    assert.deepEqual(dependsOn, ["maker"]);
    assert.ok(recorded.every(({ type }) => type !== "aws:kms/keyPolicy:KeyPolicy"));
  });

  it("names roles as principals, so that KMS keeps their ids", () => {
    const [, decrypt] = JSON.parse(storeKey("Owner shop", scope, keyUsers, []).policy).Statement;
    assert.deepEqual([decrypt.Principal, decrypt.Condition], [{ AWS: [role] }, undefined]);
  });

  it("is retained where the store is retained", async () => {
    for (const retainOnDelete of [true, false]) {
      assert.equal(only(await build(retainOnDelete), keyType, "shop-key").retainOnDelete, retainOnDelete);
    }
  });

  it("is refused with a policy that KMS does not take, at the path of the store", () => {
    const decrypt = Array.from({ length: 800 }, (_, index) => `${role}-${index}`);
    const many: KeyUsers = { ...keyUsers, roles: { decrypt, encrypt: [], publish: [] } };
    const { length } = keyPolicy(scope, many);
    const reason = `makes a key policy of ${length} characters, and AWS accepts 32768; grant fewer statements, resources or principals`;
    assert.throws(
      () => storeKey("Owner shop", scope, many, []),
      new RunError(`Owner shop has a problem:\n  artifacts: ${reason}`),
    );
    assert.throws(
      () => storeKey("Owner shop", scope, many, [], "artifacts.us-east-1"),
      new RunError(`Owner shop has a problem:\n  artifacts.us-east-1: ${reason}`),
    );
  });
});

describe("the inputs of a component whose roles a key follows", () => {
  it("have an existing key, and no key of the program, for which the component would wait", () => {
    const inputs = { encryptionKeyArn: output("pending"), region: "x" };
    assert.deepEqual(withoutNewKey({ encryptionKeyArn: keyArn }), { encryptionKeyArn: keyArn });
    assert.deepEqual(withoutNewKey(inputs), { region: "x" });
  });
});
