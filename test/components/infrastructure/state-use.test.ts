import assert from "node:assert/strict";
import { grantStateAccess } from "../../../components/iam/state-access";
import {
  pulumiState,
  stateReservedVariables,
  stateStatements,
  stateVariables,
  terraformState,
} from "../../../components/infrastructure/state-use";
import { china, keyArn, scope } from "../../support/scopes";

const bucket = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state" } as const;
const cloud = {
  backend: "pulumi-cloud",
  accessTokenSecret: "shop/pulumi:write",
  previewAccessTokenSecret: "shop/pulumi-read",
} as const;
const key = "shop/dev/terraform.tfstate";
const pulumi = { tool: "pulumi", stack: "organization/shop/dev" } as const;
const terraform = { tool: "terraform", version: "1.13.5" } as const;

describe("the state that a recipe finds", () => {
  it("is in a bucket of the environment's region", () => {
    const place = { bucketName: "acme-state", region: "cn-north-1" };
    assert.deepEqual(pulumiState(china, bucket), { state: place });
    assert.deepEqual(terraformState(china, { ...bucket, key }), { state: { ...place, key } });
  });

  it("is the recipe's own affair without a bucket, and for Terraform without a key", () => {
    for (const state of [undefined, cloud]) {
      assert.deepEqual(pulumiState(scope, state), {});
      assert.deepEqual(terraformState(scope, state), {});
    }
    assert.deepEqual(terraformState(scope, bucket), {});
  });
});

describe("the variables by which a build finds its state", () => {
  it("are the token of Pulumi Cloud, under the key of its secret", () => {
    assert.deepEqual(stateVariables(cloud), { PULUMI_ACCESS_TOKEN: { secret: "shop/pulumi:write" } });
    assert.deepEqual(stateVariables({ ...cloud, keyArn }), {
      PULUMI_ACCESS_TOKEN: { secret: "shop/pulumi:write", keyArn },
    });
  });

  it("never are the token that writes, for a build that reads", () => {
    const { previewAccessTokenSecret: _, ...writing } = cloud;
    assert.deepEqual(stateVariables(cloud, "read"), { PULUMI_ACCESS_TOKEN: { secret: "shop/pulumi-read" } });
    assert.deepEqual(stateVariables(writing, "read"), {});
  });

  it("are none for a bucket, and for state that nothing is said about", () => {
    assert.deepEqual([stateVariables(bucket), stateVariables(undefined)], [{}, {}]);
  });

  it("are reserved by the state, as far as its settings can be read", () => {
    assert.deepEqual(stateReservedVariables({ backend: "s3" }), ["PULUMI_BACKEND_URL"]);
    assert.deepEqual(stateReservedVariables({ backend: "pulumi-cloud" }), ["PULUMI_ACCESS_TOKEN"]);
    assert.deepEqual([stateReservedVariables({}), stateReservedVariables(undefined)], [[], []]);
  });
});

describe("the statements of a build that uses the state", () => {
  const place = { bucketName: "acme-state", keyAlias: "acme-state" };

  it("are about the one stack or module", () => {
    assert.deepEqual(
      stateStatements(scope, bucket, pulumi, "write"),
      grantStateAccess(scope, { ...place, of: { project: "shop", stack: "dev" } }, "write"),
    );
    assert.deepEqual(
      stateStatements(scope, { ...bucket, key }, terraform, "read"),
      grantStateAccess(scope, { ...place, of: { key } }, "read"),
    );
    assert.notDeepEqual(
      stateStatements(scope, bucket, pulumi, "read"),
      stateStatements(scope, bucket, pulumi, "write"),
    );
  });

  it("are none where the state is not in this account", () => {
    assert.deepEqual(stateStatements(scope, cloud, pulumi, "write"), []);
    assert.deepEqual(stateStatements(scope, undefined, pulumi, "write"), []);
  });
});
