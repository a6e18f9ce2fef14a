import assert from "node:assert/strict";
import { s3Source, s3SourceAction, s3SourceSchema } from "../../../../components/actions/s3/source";
import { planActionRoles } from "../../../../components/pipelines/plan/action-roles";
import { approvalAction, buckets, context, readPipeline } from "../../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../../support/provider-cases";

const minimal = s3SourceAction({
  name: "Files",
  outputArtifacts: ["source"],
  configuration: { S3Bucket: "shop-sources", S3ObjectKey: "web/site.zip" },
});
const full = {
  ...configured(minimal, { AllowOverrideForS3ObjectKey: true, PollForSourceChanges: false }),
  detectChanges: true,
};
const polled = configured(minimal, { PollForSourceChanges: true });

const bucket = "arn:aws:s3:::shop-sources";
const ours = { StringEquals: { "aws:ResourceAccount": "111122223333" } };
const own = { "aws:ResourceAccount": "111122223333" };
const key = "give the key of one object without * and ?, ${ and #{: the role of the action names it";

function statements(objects: string) {
  return [
    {
      Sid: "SourceBucket",
      Effect: "Allow" as const,
      Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
      Resource: [bucket],
      Condition: ours,
    },
    {
      Sid: "SourceObject",
      Effect: "Allow" as const,
      Action: ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"],
      Resource: [objects],
      Condition: ours,
    },
  ];
}

describeProvider(s3Source, {
  title: "a source in S3",
  minimal: {
    action: minimal,
    configuration: {
      S3Bucket: "shop-sources",
      S3ObjectKey: "web/site.zip",
      AllowOverrideForS3ObjectKey: "false",
      PollForSourceChanges: "false",
    },
    statements: statements(`${bucket}/web/site.zip`),
  },
  full: {
    action: full,
    configuration: {
      S3Bucket: "shop-sources",
      S3ObjectKey: "web/site.zip",
      AllowOverrideForS3ObjectKey: "true",
      PollForSourceChanges: "false",
    },
    statements: statements(`${bucket}/*`),
  },
  required: ["S3Bucket", "S3ObjectKey"],
  refused: [
    [
      "a bucket that is none",
      configured(minimal, { S3Bucket: "Shop" }),
      "configuration.S3Bucket",
      'is "Shop": give 3 to 63 lowercase letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts',
    ],
    ...["web/*", "web/?", `\${aws:username}`, "#{Other.ObjectKey}", "", "k".repeat(1001)].map(
      (given): [string, Record<string, unknown>, string, string] => [
        `the key ${given.slice(0, 20)}`,
        configured(minimal, { S3ObjectKey: given }),
        "configuration.S3ObjectKey",
        given.length > 1000 ? `is "${"k".repeat(76)}...: ${key}` : `is ${JSON.stringify(given)}: ${key}`,
      ],
    ),
    [
      "polling beside an event",
      { ...polled, detectChanges: true },
      "configuration.PollForSourceChanges",
      "is true beside detectChanges true: remove one of them",
    ],
    ["no category", { ...minimal, category: undefined }, "category", "is missing: allowed are Source"],
  ],
  accepted: [
    ["polling by choice", polled],
    ["no detection at all", { ...minimal, detectChanges: false }],
    ["a key of 1000 characters", configured(minimal, { S3ObjectKey: "k".repeat(1000) })],
  ],
  allowed: [
    { action: "s3:GetBucketVersioning", resource: bucket, context: own },
    { action: "s3:GetObjectVersion", resource: `${bucket}/web/site.zip`, context: own },
    { action: "s3:GetObject", resource: `${bucket}/other.zip`, context: own },
  ],
  denied: [
    { action: "s3:GetObject", resource: `${bucket}-2/web/site.zip`, context: own },
    {
      action: "s3:GetObject",
      resource: `${bucket}/web/site.zip`,
      context: { "aws:ResourceAccount": "444455556666" },
    },
    { action: "s3:PutObject", resource: `${bucket}/web/site.zip`, context: own },
    { action: "s3:ListBucket", resource: bucket, context: own },
  ],
});

describe("a source in S3", () => {
  const read = (action: unknown) => s3SourceSchema.parse(action);

  it("is one of AWS's own sources, in the region of its pipeline", () => {
    assert.deepEqual(factsOf(s3Source), {
      provider: "S3",
      owner: "AWS",
      version: "1",
      categories: ["Source"],
      inputArtifacts: { min: 0, max: 0 },
      outputArtifacts: { min: 1, max: 1 },
      outputVariables: ["BucketName", "ETag", "ObjectKey", "VersionId"],
      pipelineTypes: ["V1", "V2"],
      crossRegion: false,
    });
  });

  it("may tag what it writes into the store, because the object brings its tags", () => {
    const definition = {
      stages: [
        { name: "Source", actions: [minimal] },
        { name: "Approve", actions: [approvalAction()] },
      ],
    };
    const [role] = planActionRoles(readPipeline(definition), context, buckets);
    assert.deepEqual(role?.statements[1]?.Action, ["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"]);
  });

  it("is in the account of its role", () => {
    const far = { scope: { ...context.scope, account: "444455556666" }, pipelineName: "shop" };
    assert.deepEqual(
      s3Source.permissions(read(minimal), far).map(({ Condition }) => Condition),
      Array(2).fill({ StringEquals: { "aws:ResourceAccount": "444455556666" } }),
    );
  });

  it("has changed when the object is written", () => {
    assert.deepEqual(s3Source.changeEvent?.(read(minimal), context), {
      source: ["aws.s3"],
      detailType: ["Object Created"],
      detail: { bucket: { name: ["shop-sources"] }, object: { key: ["web/site.zip"] } },
    });
  });

  it("is polled where AWS's own form of a pipeline says nothing, as AWS does", () => {
    assert.deepEqual(s3Source.awsDefaults, { PollForSourceChanges: true });
  });

  it("tells nothing where AWS polls, or nobody should be told", () => {
    assert.equal(s3Source.changeEvent?.(read(polled), context), undefined);
    assert.equal(s3Source.changeEvent?.(read({ ...minimal, detectChanges: false }), context), undefined);
  });

  it("asks the owner of the bucket for versions, and for events where they are needed", () => {
    const notes = (action: unknown) =>
      s3Source.requiredGrants?.(read(action), context, "store").map(({ of, note }) => [of, note]);
    const key = "A customer key that it is encrypted under must let the action's role decrypt.";
    const owner = "the owner of the bucket shop-sources";
    const versions = "The bucket must keep versions";
    assert.deepEqual(notes(minimal), [[owner, `${versions} and send its events to EventBridge. ${key}`]]);
    assert.deepEqual(notes(polled), [[owner, `${versions}. ${key}`]]);
    const far = notes({ ...minimal, roleArn: "arn:aws:iam::444455556666:role/shop-source" });
    assert.deepEqual(
      far?.map(([of]) => of),
      [owner, "account 444455556666"],
    );
  });
});
