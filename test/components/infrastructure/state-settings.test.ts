import assert from "node:assert/strict";
import { findStateLocation, stateProblems, stateSchema } from "../../../components/infrastructure/state-settings";
import { schemaProblems } from "../../../components/schema/vocabulary";

const bucket = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state" } as const;
const cloud = { backend: "pulumi-cloud", accessTokenSecret: "shop/pulumi:token" } as const;
const pulumi = { tool: "pulumi", stack: "organization/shop/dev" } as const;
const terraform = { tool: "terraform", version: "1.10.0" } as const;
const key = "shop/dev/terraform.tfstate";
const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-1234-4321-9876-0123456789ab";

describe("The settings of where state is kept", () => {
  it("know a bucket and Pulumi Cloud", () => {
    for (const state of [bucket, { ...bucket, key }, cloud, { ...cloud, keyArn }]) {
      assert.deepEqual(schemaProblems(stateSchema, state), []);
    }
  });

  const refused = [
    [{ backend: "gcs" }, 'backend: is "gcs": allowed are s3, pulumi-cloud'],
    [{ backend: "s3", keyAlias: "k" }, "bucketName: is missing: give text"],
    [
      { ...bucket, keyAlias: "alias/acme-state" },
      'keyAlias: is "alias/acme-state": give the alias of a customer key, without alias/: letters, digits, slashes, underscores and hyphens',
    ],
    [
      { ...bucket, keyAlias: "*" },
      'keyAlias: is "*": give the alias of a customer key, without alias/: letters, digits, slashes, underscores and hyphens',
    ],
    [
      { ...bucket, key: "../other" },
      'key: is "../other": give an object key: letters, digits, "_", "." and "-" in parts separated by slashes, such as shop/dev/terraform.tfstate',
    ],
    [
      { ...bucket, accessTokenSecret: "x" },
      "accessTokenSecret: is not known here: allowed are backend, bucketName, keyAlias, key",
    ],
    [{ ...cloud, accessTokenSecret: "*" }, 'accessTokenSecret: is "*": give the name or the ARN of a secret'],
  ] as const;
  for (const [state, message] of refused) {
    it(`refuse ${JSON.stringify(state)}`, () => {
      assert.deepEqual(
        schemaProblems(stateSchema, state).map(({ path, reason }) => `${path}: ${reason}`),
        [message],
      );
    });
  }

  it("fit whose state it is", () => {
    assert.deepEqual(stateProblems(bucket, pulumi, "deploy"), []);
    assert.deepEqual(stateProblems({ ...bucket, key }, terraform, "deploy"), []);
    assert.deepEqual(stateProblems(cloud, { ...pulumi, stack: "acme/shop/dev" }, "deploy"), []);
  });

  it("are refused where they do not fit, with what to write instead", () => {
    assert.deepEqual(stateProblems(cloud, terraform, "deploy"), [
      { path: "state.backend", reason: 'is "pulumi-cloud", which keeps no state of Terraform: give s3' },
    ]);
    assert.deepEqual(stateProblems(bucket, { ...terraform, version: "1.9.8" }, "deploy"), [
      {
        path: "state.key",
        reason: "is missing: give the key of the object, such as shop/dev/terraform.tfstate",
      },
      {
        path: "deploy.version",
        reason: 'is "1.9.8", which is too old to lock state in a bucket: give 1.10.0 or newer',
      },
    ]);
    for (const stack of ["dev", "acme/shop/dev", "organization/dev"]) {
      assert.deepEqual(stateProblems({ ...bucket, key: "x" }, { tool: "pulumi", stack }, "deploy"), [
        { path: "state.key", reason: 'is "x", and Pulumi names its objects itself: leave it out' },
        {
          path: "deploy.stack",
          reason: `is "${stack}": for state in a bucket give organization/<project>/<stack>, with the word organization as it stands`,
        },
      ]);
    }
  });

  it("say where the state is: of one stack or one module, and nowhere here for Pulumi Cloud", () => {
    const names = { bucketName: "acme-state", keyAlias: "acme-state" };
    assert.deepEqual(findStateLocation(bucket, pulumi), { ...names, of: { project: "shop", stack: "dev" } });
    assert.deepEqual(findStateLocation({ ...bucket, key }, terraform), { ...names, of: { key } });
    assert.equal(findStateLocation(cloud, pulumi), undefined);
    assert.equal(findStateLocation(bucket, terraform), undefined);
    assert.equal(findStateLocation(bucket, { tool: "pulumi", stack: "dev" }), undefined);
  });
});
