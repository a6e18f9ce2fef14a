import assert from "node:assert/strict";
import {
  decryptForReplication,
  type KeyedBucket,
  replicaKeyPolicy,
  replicaOwnerStatements,
  replicateObjects,
  replicationTrust,
} from "../../../components/iam/replication";
import { scope } from "../../support/scopes";

const source: KeyedBucket = { scope, bucketName: "acme-state", key: { alias: "acme-state" } };
const west = { ...scope, region: "eu-west-1" };
const replica: KeyedBucket = { scope: west, bucketName: "acme-replica", key: { alias: "acme-replica" } };
const elsewhere = { ...west, account: "222233334444" };
const existing = "arn:aws:kms:eu-west-1:222233334444:key/k";
const role = "arn:aws:iam::111122223333:role/acme-state+replication+eu-central-1";

describe("the role of a replication", () => {
  it("reads versions of one bucket, writes replicas to the other, and replicates no deletion", () => {
    assert.deepEqual(
      replicateObjects(source, replica).map(({ Sid, Action, Resource, Condition }) => [
        Sid,
        Action,
        Resource,
        Condition,
      ]),
      [
        [
          "ReplicatedBucket",
          ["s3:GetReplicationConfiguration", "s3:ListBucket"],
          ["arn:aws:s3:::acme-state"],
          { StringEquals: { "aws:ResourceAccount": "111122223333" } },
        ],
        [
          "ReplicatedObjects",
          ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
          ["arn:aws:s3:::acme-state/*"],
          { StringEquals: { "aws:ResourceAccount": "111122223333" } },
        ],
        [
          "Replicas",
          ["s3:ReplicateObject", "s3:ReplicateTags"],
          ["arn:aws:s3:::acme-replica/*"],
          { StringEquals: { "aws:ResourceAccount": "111122223333" } },
        ],
        [
          "DecryptObjects",
          ["kms:Decrypt"],
          ["arn:aws:kms:eu-central-1:111122223333:key/*"],
          {
            StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
            "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-state" },
          },
        ],
        [
          "EncryptReplicas",
          ["kms:Encrypt", "kms:GenerateDataKey"],
          ["arn:aws:kms:eu-west-1:111122223333:key/*"],
          {
            StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
            "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-replica" },
          },
        ],
      ],
    );
  });

  it("names an existing key and its account in full", () => {
    const [, , replicas, , encrypt] = replicateObjects(source, {
      scope: elsewhere,
      bucketName: "theirs",
      key: { arn: existing },
    });
    assert.deepEqual(replicas?.Condition, { StringEquals: { "aws:ResourceAccount": "222233334444" } });
    assert.deepEqual(
      [encrypt?.Resource, encrypt?.Condition],
      [[existing], { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }],
    );
  });

  it("is trusted by S3", () => {
    assert.deepEqual(JSON.parse(replicationTrust).Statement[0].Principal, { Service: "s3.amazonaws.com" });
  });
});

describe("the policies of a replication", () => {
  const condition = (region: string) => ({
    ArnEquals: { "aws:PrincipalArn": role },
    StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
  });

  it("let the role decrypt with one key and encrypt with the other, through S3 alone, and users read replicas", () => {
    assert.deepEqual(decryptForReplication(scope, role).Condition, condition("eu-central-1"));
    const [, encrypt, recovery] = JSON.parse(
      replicaKeyPolicy(west, role, ["arn:aws:iam::111122223333:role/b"]),
    ).Statement;
    assert.deepEqual(
      [encrypt.Action, encrypt.Condition],
      [["kms:Encrypt", "kms:GenerateDataKey"], condition("eu-west-1")],
    );
    assert.deepEqual(
      [recovery.Action, recovery.Condition],
      [["kms:Decrypt"], { ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/b"] } }],
    );
  });

  it("of another account let in the role of this one, which need not exist yet", () => {
    const { bucket, key } = replicaOwnerStatements(
      scope,
      { scope: elsewhere, bucketName: "theirs", key: { arn: existing } },
      role,
    );
    assert.deepEqual(bucket, [
      {
        Sid: "Replication",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
        Resource: "arn:aws:s3:::theirs/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": role } },
      },
    ]);
    assert.deepEqual(
      key.map(({ Principal, Condition }) => [Principal, Condition]),
      [[{ AWS: "arn:aws:iam::111122223333:root" }, condition("eu-west-1")]],
    );
  });
});
