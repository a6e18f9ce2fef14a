import assert from "node:assert/strict";
import { AuditTrail, type AuditTrailArgs } from "../../../components/notifications/audit-trail";
import { only, record } from "../../support/recorder";

const account = "111122223333";
const args: AuditTrailArgs = {
  account,
  region: "eu-central-1",
  pipelineNames: ["shop"],
  bucketNames: ["shop-artifacts"],
  administratorArns: [`arn:aws:iam::${account}:role/security`],
  topicArns: [`arn:aws:sns:eu-central-1:${account}:security`],
};

describe("AuditTrail", () => {
  it("validates its files, covers all regions, and locks them in a bucket that outlives its stack", async () => {
    const said: string[] = [];
    const recorded = await record({ preview: true }, (opts) => new AuditTrail("audit", args, opts), said);
    const trail = only(recorded, "aws:cloudtrail/trail:Trail", "audit-trail");
    const { enableLogFileValidation, isMultiRegionTrail, includeGlobalServiceEvents, insightSelectors } = trail.inputs;
    assert.deepEqual(
      [enableLogFileValidation, isMultiRegionTrail, includeGlobalServiceEvents, insightSelectors],
      [true, true, true, undefined],
    );
    assert.deepEqual(trail.dependsOn, ["audit-store-policy"]);
    const bucket = only(recorded, "aws:s3/bucket:Bucket", "audit-store");
    assert.deepEqual(
      [bucket.inputs.objectLockEnabled, bucket.inputs.forceDestroy, bucket.retainOnDelete, bucket.inputs.bucket],
      [true, false, true, `audit-${account}-eu-central-1`],
    );
    const lock = only(
      recorded,
      "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      "audit-store-lock",
    );
    assert.deepEqual(lock.inputs.rule, { defaultRetention: { days: 365, mode: "GOVERNANCE" } });
    assert.match(said.join("\n"), /Add to the policy of arn:aws:sns:eu-central-1:111122223333:security:/);
  });

  it("tells each topic of each rule, and keeps undelivered events", async () => {
    const queue = `arn:aws:sqs:eu-central-1:${account}:undelivered`;
    const keyArns = [`arn:aws:kms:eu-central-1:${account}:key/1`];
    const more = { ...args, keyArns, insights: true, lockMode: "COMPLIANCE" as const, deadLetterQueue: queue };
    const recorded = await record({ preview: true }, (opts) => new AuditTrail("audit", more, opts), []);
    const target = only(recorded, "aws:cloudwatch/eventTarget:EventTarget", "audit-approvals-security").inputs;
    assert.deepEqual(
      [target.arn, target.deadLetterConfig, target.roleArn],
      [args.topicArns[0], { arn: queue }, undefined],
    );
    const keys = only(recorded, "aws:cloudwatch/eventRule:EventRule", "audit-keys");
    assert.equal(keys.inputs.state, "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    assert.deepEqual(keys.dependsOn, ["audit-trail"]);
    assert.equal(only(recorded, "aws:cloudwatch/eventRule:EventRule", "audit-runs").inputs.state, undefined);
    const trail = only(recorded, "aws:cloudtrail/trail:Trail", "audit-trail").inputs;
    assert.deepEqual(trail.insightSelectors, [
      { insightType: "ApiCallRateInsight" },
      { insightType: "ApiErrorRateInsight" },
    ]);
  });

  it("refuses wrong arguments, all at once", async () => {
    const wrong = { ...args, pipelineNames: [], retentionInDays: 0, topicArns: ["x"] };
    await assert.rejects(
      record({ preview: true }, (opts) => new AuditTrail("audit", wrong, opts)),
      (error: Error) => {
        assert.match(error.message, /^AuditTrail audit has 3 problems:\n/);
        assert.match(error.message, /pipelineNames: is \[\]: give at least 1 entry/);
        assert.match(error.message, /retentionInDays: is 0: give at least 1/);
        return true;
      },
    );
    const elsewhere = { ...args, topicArns: [`arn:aws:sns:us-east-1:${account}:security`] };
    await assert.rejects(
      record({ preview: true }, (opts) => new AuditTrail("audit", elsewhere, opts)),
      /topicArns\[0\]: is ".*": give one of account 111122223333 in eu-central-1/,
    );
  });
});
