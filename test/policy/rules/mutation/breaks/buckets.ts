import { arn, documentOf, onlyTls, resource } from "../program/resource";
import { type Breaks, on, without } from "./break";

const name = "shop-artifacts";
const bucketArn = `arn:aws:s3:::${name}`;
const tls = onlyTls("s3:*", [bucketArn, `${bucketArn}/*`]);
const bucket = `s3/bucket:Bucket ${name}`;
const encryption = `s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration ${name}`;
const policy = `s3/bucketPolicy:BucketPolicy ${name}`;
const key = "kms/key:Key artifacts";
const keyPolicy = "kms/keyPolicy:KeyPolicy artifacts";
const topic = "sns/topic:Topic approvals";
const topicPolicy = "sns/topicPolicy:TopicPolicy approvals";
const topicArn = arn("sns", "shop-approvals");
const neighbour = "arn:aws:iam::210987654321:role/reader";

function bucketPolicyWith(statement: object) {
  return { policy: documentOf(tls, { Effect: "Allow", Resource: `${bucketArn}/*`, ...statement }) };
}

function topicPolicyWith(statement: object) {
  const tlsOnly = onlyTls("sns:Publish", topicArn);
  return { policy: documentOf(tlsOnly, { Effect: "Allow", Action: "sns:Publish", Resource: topicArn, ...statement }) };
}

export const bucketBreaks: Breaks = {
  "kms-account-use": on(keyPolicy, {
    policy: documentOf({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
      Resource: "*",
    }),
  }),
  "kms-deletion-window": on(key, { deletionWindowInDays: 7 }),
  "kms-description": on(key, { description: undefined }),
  "kms-enabled": on(key, { isEnabled: false }),
  "kms-no-lockout-bypass": on(key, { bypassPolicyLockoutSafetyCheck: true }),
  "kms-no-public-principal": on(keyPolicy, {
    policy: documentOf({ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" }),
  }),
  "kms-policy-explicit": without(keyPolicy),
  "kms-rotation": on(key, { enableKeyRotation: false }),
  "kms-service-principal-scoped": on(keyPolicy, {
    policy: documentOf({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "kms:Decrypt",
      Resource: "*",
    }),
  }),
  "resources-judged": { with: resource("jobs", "dynamodb/table:Table", { name: "jobs" }) },
  "protect-stateful": { on: `aws:${bucket}`, unprotected: true },
  "resource-policy-no-allow-notprincipal": on(topicPolicy, {
    policy: documentOf(onlyTls("sns:Publish", topicArn), {
      Effect: "Allow",
      NotPrincipal: { AWS: neighbour },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    }),
  }),
  "s3-access-logging": without(`s3/bucketLogging:BucketLogging ${name}`),
  "s3-acl-disabled": on(`s3/bucketOwnershipControls:BucketOwnershipControls ${name}`, {
    "rule.objectOwnership": "ObjectWriter",
  }),
  "s3-bucket-key": on(encryption, { "rules[0].bucketKeyEnabled": false }),
  "s3-cmk": on(encryption, { "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId": undefined }),
  "s3-has-public-access-block": without(`s3/bucketPublicAccessBlock:BucketPublicAccessBlock ${name}`),
  "s3-kms-encryption": on(encryption, { "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm": "AES256" }),
  "s3-lifecycle": without(`s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration ${name}`),
  "s3-no-force-destroy": on(bucket, { forceDestroy: true }),
  "s3-no-public-acl": on(`s3/bucketAcl:BucketAcl ${name}`, { acl: "public-read" }),
  "s3-no-public-policy": on(policy, bucketPolicyWith({ Principal: "*", Action: "s3:GetObject" })),
  "s3-object-lock": without(`s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration ${name}`),
  "s3-policy-cross-account-scoped": on(
    policy,
    bucketPolicyWith({ Principal: { AWS: neighbour }, Action: "s3:PutObjectAcl" }),
  ),
  "s3-policy-no-wildcard-action": on(
    policy,
    bucketPolicyWith({ Principal: { AWS: "arn:aws:iam::123456789012:role/shop-image" }, Action: "s3:*" }),
  ),
  "s3-public-access-block-complete": on(`s3/bucketPublicAccessBlock:BucketPublicAccessBlock ${name}`, {
    ignorePublicAcls: false,
  }),
  "s3-replication": without(`s3/bucketReplicationConfig:BucketReplicationConfig ${name}`),
  "s3-tls-only": on(policy, { policy: documentOf({ ...tls, Resource: `${bucketArn}/*` }) }),
  "s3-versioning": on(`s3/bucketVersioning:BucketVersioning ${name}`, {
    "versioningConfiguration.status": "Suspended",
  }),
  "sns-cmk": on(topic, { kmsMasterKeyId: "alias/aws/sns" }),
  "sns-cross-account-scoped": on(topicPolicy, topicPolicyWith({ Principal: { AWS: neighbour } })),
  "sns-encrypted": on(topic, { kmsMasterKeyId: undefined }),
  "sns-no-http-subscription": on("sns/topicSubscription:TopicSubscription approvals", { protocol: "http" }),
  "sns-no-public-policy": on(topicPolicy, topicPolicyWith({ Principal: "*" })),
  "sns-tls-only": on(topicPolicy, {
    policy: documentOf({ Effect: "Allow", Principal: { AWS: topicArn }, Action: "sns:Publish", Resource: topicArn }),
  }),
  "sqs-encrypted": on("sqs/queue:Queue lost", { kmsMasterKeyId: undefined }),
  "sqs-no-public-policy": on("sqs/queuePolicy:QueuePolicy lost", {
    policy: documentOf({
      Effect: "Allow",
      Principal: "*",
      Action: "sqs:SendMessage",
      Resource: arn("sqs", "shop-lost"),
    }),
  }),
};
