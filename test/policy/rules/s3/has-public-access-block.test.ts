import assert from "node:assert/strict";
import { s3HasPublicAccessBlock as rule } from "../../../../policy/rules/s3/has-public-access-block";
import { block, bucket } from "../../../fixtures/policy/stack";
import { judgeStack, mandatory, notApplicable, type StackEntry, unknownText } from "../../support/judging";

const refused = [mandatory("bucket should have a BucketPublicAccessBlock: add one for it", "artifacts")];

function itJudgesStack(title: string, stack: readonly StackEntry[], expected: unknown) {
  it(title, () => assert.deepEqual(judgeStack(rule, stack), expected));
}

describe("s3-has-public-access-block", () => {
  itJudgesStack("accepts a bucket whose block names it", [bucket, block], []);
  itJudgesStack(
    "accepts a block whose bucket is an output of it",
    [
      { ...bucket, props: { bucket: unknownText } },
      { ...block, props: { bucket: unknownText }, dependsOn: ["artifacts"], from: { bucket: ["artifacts"] } },
    ],
    [],
  );
  itJudgesStack(
    "accepts a block that depends on it where origins of properties are not told",
    [
      { ...bucket, props: { bucket: unknownText } },
      { ...block, props: { bucket: unknownText }, dependsOn: ["artifacts"] },
    ],
    [],
  );
  itJudgesStack(
    "accepts a block whose bucket is the id of a bucket with a known name",
    [bucket, { ...block, props: { bucket: unknownText }, from: { bucket: ["artifacts"] } }],
    [],
  );
  itJudgesStack(
    "refuses a block for a bucket that is not known and comes from nowhere in the stack",
    [
      { ...bucket, props: { bucket: unknownText } },
      { ...block, props: { bucket: unknownText } },
    ],
    refused,
  );
  itJudgesStack("refuses a bucket without a block", [bucket], refused);
  itJudgesStack(
    "refuses a block of another bucket, though it waits for this one",
    [bucket, { ...block, props: { bucket: "shop-dev-logs" }, dependsOn: ["artifacts"] }],
    refused,
  );
  itJudgesStack(
    "refuses a block whose bucket is an output of another, though it waits for this one",
    [
      bucket,
      { ...bucket, name: "logs", props: { bucket: unknownText } },
      { ...block, props: { bucket: unknownText }, dependsOn: ["artifacts", "logs"], from: { bucket: ["logs"] } },
    ],
    refused,
  );
  itJudgesStack("judges the deprecated twin too", [{ ...bucket, type: "aws:s3/bucketV2:BucketV2" }], refused);
  itJudgesStack(
    "has nothing to say about a stack without buckets",
    [{ ...bucket, type: "aws:kms/key:Key" }],
    notApplicable,
  );
  itJudgesStack("accepts a block for a bucket that is made elsewhere", [block], []);
  itJudgesStack(
    "does not link two resources that both leave the name out",
    [
      { ...bucket, props: {} },
      { ...block, props: {} },
    ],
    refused,
  );
});
