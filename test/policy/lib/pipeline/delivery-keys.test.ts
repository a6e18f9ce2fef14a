import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import type { StackResource } from "../../../../policy/lib/facts/stack";
import { deliveryKeys } from "../../../../policy/lib/pipeline/delivery-keys";
import { stackResource } from "../../support/stack-resource";

const arn = "arn:aws:kms:eu-west-1:111122223333:key/1111";
const pipelineType = "aws:codepipeline/pipeline:Pipeline";
const projectType = "aws:codebuild/project:Project";
const encryptionType = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const key = stackResource("key", "aws:kms/key:Key", { arn, keyId: "1111" });
const newKey = stackResource("new", "aws:kms/key:Key", { arn: unknownValue, keyId: unknownValue });
const pipeline = (props: Properties = {}, from = {}) => stackResource("pipeline", pipelineType, props, from);
const project = (props: Properties = {}, from = {}) => stackResource("project", projectType, props, from);
const alias = stackResource("alias", "aws:kms/alias:Alias", { name: "alias/shop", targetKeyId: "1111" });
const keyPolicy = (keyId: string) => stackResource("policy", "aws:kms/keyPolicy:KeyPolicy", { keyId });
const logGroup = (name: string) => stackResource("logs", "aws:cloudwatch/logGroup:LogGroup", { name, kmsKeyId: arn });
const topic = stackResource("topic", "aws:sns/topic:Topic", { name: "approvals", kmsMasterKeyId: "alias/shop" });
const store = (id: Value): Properties[] => [{ location: "shop", encryptionKey: { id, type: "KMS" } }];
const approval = (NotificationArn: string) => [
  { name: "Approve", actions: [{ category: "Approval", provider: "Manual", configuration: { NotificationArn } }] },
];
const variable = (value: string) => ({ environmentVariables: [{ name: "KEY", value }] });
const encryption = stackResource("encryption", encryptionType, {
  bucket: "shop",
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: arn } }],
});
const bucket = stackResource("bucket", "aws:s3/bucket:Bucket", { bucket: "shop" });
const repository = stackResource("images", "aws:ecr/repository:Repository", {
  encryptionConfigurations: [{ kmsKey: arn }],
});
const reports = stackResource("reports", "aws:codebuild/reportGroup:ReportGroup", {
  exportConfig: { s3Destination: { encryptionKey: arn } },
});

const cases: readonly (readonly [title: string, stack: readonly StackResource[], ...urns: string[]])[] = [
  ["of the artifacts of a pipeline", [key, pipeline({ artifactStores: store(arn) })], "key"],
  ["of the artifacts, by an alias", [key, alias, pipeline({ artifactStores: store("alias/shop") })], "key"],
  [
    "of the artifacts, by the resource that the name comes from",
    [newKey, key, pipeline({ artifactStores: store(unknownValue) }, { artifactStores: ["new"] })],
    "new",
  ],
  [
    "of the bucket of artifacts",
    [key, bucket, encryption, pipeline({ artifactStores: [{ location: "shop" }] })],
    "key",
  ],
  ["of a build", [key, project({ encryptionKey: arn })], "key"],
  ["of a build that signs", [key, alias, project({ environment: variable("awskms:///alias/shop") })], "key"],
  ["of images", [key, repository, project()], "key"],
  ["of reports", [key, reports, project()], "key"],
  ["of logs by the name of their group", [key, logGroup("/aws/codebuild/shop"), project()], "key"],
  [
    "of logs that a project names",
    [key, logGroup("shop"), project({ logsConfig: { cloudwatchLogs: { groupName: "shop" } } })],
    "key",
  ],
  [
    "of the topic of an approval",
    [key, alias, topic, pipeline({ stages: approval("arn:aws:sns:eu-west-1:111122223333:approvals") })],
    "key",
  ],
  ["with their policies", [key, keyPolicy("1111"), pipeline({ artifactStores: store(arn) })], "key", "policy"],
  [
    "that the program does not make, by their policies",
    [keyPolicy(arn), pipeline({ artifactStores: store(arn) })],
    "policy",
  ],
  [
    "and no key of a bucket without artifacts",
    [key, bucket, encryption, pipeline({ artifactStores: [{ location: "it" }] })],
  ],
  ["and no key of other logs", [key, logGroup("shop"), project()]],
  ["and no key of another topic", [key, alias, topic, pipeline({ stages: approval("arn:aws:sns:eu-west-1:1:else") })]],
  [
    "and no other key",
    [key, keyPolicy("1111"), project({ encryptionKey: "arn:aws:kms:eu-west-1:111122223333:key/2" })],
  ],
  ["and none of a program without a pipeline or a build", [key, alias, repository, logGroup("/aws/codebuild/shop")]],
];

describe("the keys of a delivery are those", () => {
  for (const [title, stack, ...urns] of cases) {
    it(title, () =>
      assert.deepEqual(
        deliveryKeys(stack).map(({ urn }) => urn),
        urns,
      ),
    );
  }
});
