import assert from "node:assert/strict";
import { schemaProblems } from "../../../components/schema/vocabulary";
import {
  pulumiBackendUrl,
  pulumiSecretsProvider,
  stateBucket,
  stateKey,
  terraformBackendConfig,
  terraformBackendOptions,
  terraformState,
} from "../../../components/storage/state-bucket";

const bucket = { bucketName: "acme-state", region: "eu-central-1" };
const state = { ...bucket, key: "shop/dev/terraform.tfstate" };

describe("the state of Pulumi", () => {
  it("has the address that pulumi login takes", () => {
    assert.equal(pulumiBackendUrl(bucket), "s3://acme-state?region=eu-central-1&awssdk=v2");
  });

  it("has a secrets provider that names the key by its alias", () => {
    assert.equal(
      pulumiSecretsProvider({ keyAlias: "acme/state", region: "eu-central-1" }),
      "awskms:///alias/acme/state?region=eu-central-1",
    );
  });
});

describe("the state of Terraform", () => {
  it("is locked by a file in the bucket, which encrypts it", () => {
    assert.deepEqual(terraformBackendConfig(state), {
      bucket: "acme-state",
      region: "eu-central-1",
      key: "shop/dev/terraform.tfstate",
      use_lockfile: true,
      encrypt: false,
    });
    assert.equal(
      terraformBackendOptions(state),
      "-backend-config=bucket=acme-state -backend-config=region=eu-central-1 -backend-config=key=shop/dev/terraform.tfstate -backend-config=use_lockfile=true -backend-config=encrypt=false",
    );
  });
});

describe("the place of a state", () => {
  it("is a bucket and its region, and for Terraform a key", () => {
    assert.deepEqual(schemaProblems(stateBucket, bucket), []);
    assert.deepEqual(schemaProblems(terraformState, state), []);
    assert.deepEqual(schemaProblems(terraformState, bucket), [{ path: "key", reason: "is missing: give text" }]);
    assert.deepEqual(schemaProblems(stateBucket, state), [
      { path: "key", reason: "is not known here: allowed are bucketName, region" },
    ]);
  });

  for (const key of ["terraform.tfstate", "_shop/dev-1/v1.2.tfstate", "0", "a".repeat(1000)]) {
    it(`may have the key ${key.slice(0, 30)} of ${key.length} characters`, () => {
      assert.deepEqual(schemaProblems(stateKey, key), []);
    });
  }

  for (const key of [
    "",
    "/shop",
    "shop/",
    "shop//dev",
    "../other/terraform.tfstate",
    "shop/.hidden",
    "-backend=false",
    "shop/-dev",
    "shop dev",
    "shop$(id)",
    "shop;id",
    "shop\ndev",
    "shop*",
    "a".repeat(1001),
  ]) {
    it(`must not have the key ${JSON.stringify(key.slice(0, 30))}`, () => {
      const value = key.length > 1000 ? `"${"a".repeat(76)}...` : JSON.stringify(key);
      const form =
        'give an object key: letters, digits, "_", "." and "-" in parts separated by slashes, such as shop/dev/terraform.tfstate';
      assert.deepEqual(schemaProblems(stateKey, key), [{ path: "", reason: `is ${value}: ${form}` }]);
    });
  }
});
