import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { stateBucketPolicy } from "../../../components/iam/bucket-policy";
import { stateKeyPolicy } from "../../../components/iam/state-access";
import { StateBackend, type StateBackendArgs } from "../../../components/storage/state-backend";
import { privateBucket } from "../../support/private-bucket";
import { counts, only, record, resolved, unknown } from "../../support/recorder";
import { scope } from "../../support/scopes";

const deployer = "arn:aws:iam::111122223333:role/shop-dev-deploy";
const destroyer = "arn:aws:iam::111122223333:role/shop-dev-destroy";
const args = { account: "111122223333", region: "eu-central-1", users: [destroyer, deployer] };
const bucketName = "acme-state-111122223333-eu-central-1";

function build(more: Partial<StateBackendArgs> = {}) {
  return record({ preview: true }, (opts) => new StateBackend("acme-state", { ...args, ...more }, opts));
}

describe("a state backend", () => {
  it("is two private buckets, a key with its alias, and the logging of one bucket to the other", async () => {
    const recorded = await build({ tags: { owner: "acme" } });
    assert.deepEqual(counts(recorded), {
      "aws:kms/key:Key": 1,
      "aws:kms/alias:Alias": 1,
      "aws:s3/bucket:Bucket": 2,
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 2,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 2,
      "aws:s3/bucketVersioning:BucketVersioning": 2,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 2,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 2,
      "aws:s3/bucketPolicy:BucketPolicy": 2,
      "aws:s3/bucketLogging:BucketLogging": 1,
    });
    assert.deepEqual(only(recorded, "aws:kms/key:Key", "acme-state-key").inputs, {
      description: "Encrypts acme-state",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      region: "eu-central-1",
      policy: stateKeyPolicy(scope, [deployer, destroyer]),
      tags: { owner: "acme", "aws-pipelines:gate": "acme-state-111122223333-eu-central-1" },
    });
    assert.deepEqual(only(recorded, "aws:kms/alias:Alias", "acme-state-key-alias").inputs, {
      name: "alias/acme-state",
      region: "eu-central-1",
      targetKeyId: unknown,
    });
    assert.deepEqual(privateBucket(recorded, "acme-state-store"), {
      region: "eu-central-1",
      bucketName,
      policy: stateBucketPolicy(scope, bucketName, [deployer, destroyer]),
      encryptionKeyArn: unknown,
      noncurrentExpireAfterDays: 365,
      retainOnDelete: true,
      tags: { owner: "acme", "aws-pipelines:gate": "acme-state-111122223333-eu-central-1" },
    });
    const logging = only(recorded, "aws:s3/bucketLogging:BucketLogging", "acme-state-logging");
    assert.deepEqual(logging.inputs, {
      region: "eu-central-1",
      bucket: bucketName,
      targetBucket: `${bucketName}-logs`,
      targetPrefix: `${bucketName}/`,
    });
    assert.deepEqual([...new Set(recorded.map(({ parent }) => parent))].sort(), ["acme-state", undefined]);
  });

  it("never lets a state expire, and keeps the ones before it for as long as it is told", async () => {
    const recorded = await build({ noncurrentExpireAfterDays: 90 });
    const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    assert.deepEqual(only(recorded, type, "acme-state-store-lifecycle").inputs.rules, [
      {
        id: "expire",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: 90 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ]);
  });

  it("leaves nothing unknown in a preview but the key that AWS names", async () => {
    const unknowns = (await build())
      .filter(({ type, inputs }) => type.startsWith("aws:") && JSON.stringify(inputs).includes(unknown))
      .map(({ name }) => name);
    assert.deepEqual(unknowns.sort(), ["acme-state-key-alias", "acme-state-store-encryption"]);
  });

  it("lets its users use the key through the account, before they exist, and nobody else", async () => {
    const { policy } = only(await build(), "aws:kms/key:Key", "acme-state-key").inputs;
    const [administer, ...uses] = JSON.parse(String(policy)).Statement;
    assert.equal(administer.Sid, "Administer");
    assert.deepEqual(uses, [
      {
        Sid: "State",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: { ArnEquals: { "aws:PrincipalArn": [deployer, destroyer] } },
      },
    ]);
  });

  it("stays whole when its stack is destroyed", async () => {
    const children = (await build()).filter(({ type }) => type.startsWith("aws:"));
    assert.deepEqual(new Set(children.map(({ retainOnDelete }) => retainOnDelete)), new Set([true]));
    const emptied = children
      .filter(({ type }) => type === "aws:s3/bucket:Bucket")
      .map(({ inputs }) => inputs.forceDestroy);
    assert.deepEqual(emptied, [false, false]);
  });

  it("gives what Pulumi, Terraform and roles are told of it", async () => {
    const made: StateBackend[] = [];
    await record({ preview: false }, (opts) => made.push(new StateBackend("acme-state", args, opts)));
    const [backend] = made;
    assert.ok(backend);
    assert.deepEqual(
      await Promise.all(
        [backend.bucketName, backend.bucketArn, backend.keyArn, backend.keyAlias].map((output) => resolved(output)),
      ),
      [bucketName, "arn:aws:made:::acme-state-store", "arn:aws:made:::acme-state-key", "acme-state"],
    );
    assert.equal(await resolved(backend.backendUrl), `s3://${bucketName}?region=eu-central-1&awssdk=v2`);
    assert.equal(await resolved(backend.secretsProvider), "awskms:///alias/acme-state?region=eu-central-1");
  });

  it("says everything that is wrong with its arguments at once", async () => {
    const wrong = {
      bucketName: "A",
      users: ["*", "arn:aws:iam::999999999999:role/other", "arn:aws:iam::111122223333:role/*"],
      noncurrentExpireAfterDays: 0,
    };
    const user = "give the ARN of a role or a user, arn:aws:iam::<account>:role/<name>, without wildcards";
    await assert.rejects(
      build(wrong),
      new RunError(
        [
          "StateBackend acme-state has 5 problems:",
          '  bucketName: is "A": give 3 to 63 lowercase letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts',
          `  users[0]: is "*": ${user}`,
          `  users[2]: is "arn:aws:iam::111122223333:role/*": ${user}`,
          "  noncurrentExpireAfterDays: is 0: give at least 1",
          "  users[1]: is of account 999999999999: give a role or a user of account 111122223333",
        ].join("\n"),
      ),
    );
    await assert.rejects(build({ users: [] }), /users: is \[\]: give at least 1 entry/);
  });
});
