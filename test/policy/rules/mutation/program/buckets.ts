import { arn, documentOf, forService, keyArn, onlyTls, type ProgramResource, resource } from "./resource";

/** A bucket with all that configures it; `V2` is the deprecated twin of the types. */
function bucketWith(name: string, twin: "" | "V2", logs: string | undefined): ProgramResource[] {
  const bucket = name;
  const bucketArn = `arn:aws:s3:::${name}`;
  const type = (base: string) => `s3/${base.charAt(0).toLowerCase()}${base.slice(1)}${twin}:${base}${twin}`;
  const algorithm =
    logs === undefined ? { sseAlgorithm: "AES256" } : { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn };
  return [
    resource(
      name,
      type("Bucket"),
      { bucket, forceDestroy: false, objectLockEnabled: logs === undefined ? true : undefined },
      { protect: true },
    ),
    resource(name, type("BucketServerSideEncryptionConfiguration"), {
      bucket,
      rules: [{ applyServerSideEncryptionByDefault: algorithm, bucketKeyEnabled: true }],
    }),
    resource(name, type("BucketVersioning"), { bucket, versioningConfiguration: { status: "Enabled" } }),
    resource(name, type("BucketLifecycleConfiguration"), {
      bucket,
      rules: [
        {
          id: "tidy",
          status: "Enabled",
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
        },
      ],
    }),
    ...(logs === undefined
      ? []
      : [
          resource(name, type("BucketLogging"), { bucket, targetBucket: logs, targetPrefix: name }),
          resource(name, type("BucketObjectLockConfiguration"), {
            bucket,
            rule: { defaultRetention: { mode: "GOVERNANCE", days: 7 } },
          }),
        ]),
    resource(name, "s3/bucketReplicationConfig:BucketReplicationConfig", {
      bucket,
      rules: [{ id: "copy", status: "Enabled", destination: { bucket: "arn:aws:s3:::elsewhere" } }],
    }),
    resource(name, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    resource(name, "s3/bucketOwnershipControls:BucketOwnershipControls", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    }),
    resource(name, "s3/bucketPolicy:BucketPolicy", {
      bucket,
      policy: documentOf(onlyTls("s3:*", [bucketArn, `${bucketArn}/*`]), {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::210987654321:role/reader" },
        Action: "s3:GetObject",
        Resource: `${bucketArn}/*`,
      }),
    }),
    resource(name, type("BucketAcl"), { bucket, acl: "private" }),
  ];
}

/** Buckets, and the keys they are under. */
export const buckets = [
  ...bucketWith("shop-artifacts", "", "shop-logs"),
  ...bucketWith("shop-archive", "V2", "shop-logs"),
  ...bucketWith("shop-logs", "", undefined),
  resource(
    "artifacts",
    "kms/key:Key",
    {
      description: "what the shop builds and deploys",
      enableKeyRotation: true,
      isEnabled: true,
      deletionWindowInDays: 30,
      bypassPolicyLockoutSafetyCheck: false,
    },
    { protect: true },
  ),
  resource(
    "artifacts",
    "kms/keyPolicy:KeyPolicy",
    {
      keyId: "11111111-2222-3333-4444-555555555555",
      bypassPolicyLockoutSafetyCheck: false,
      policy: documentOf(
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: ["kms:DescribeKey", "kms:PutKeyPolicy"],
          Resource: "*",
        },
        forService("events", "kms:GenerateDataKey", "*"),
      ),
    },
    { from: { keyId: ["aws:kms/key:Key artifacts"] } },
  ),
  resource("artifacts", "kms/alias:Alias", { name: "alias/shop", targetKeyId: keyArn }),
  resource("deploy", "kms/grant:Grant", {
    keyId: keyArn,
    granteePrincipal: "arn:aws:iam::123456789012:role/deploy",
    operations: ["Decrypt"],
  }),
  ...["externalKey:ExternalKey", "replicaKey:ReplicaKey", "replicaExternalKey:ReplicaExternalKey"].map((type) =>
    resource("elsewhere", `kms/${type}`, {
      policy: documentOf({
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      }),
    }),
  ),
  resource("account", "s3/accountPublicAccessBlock:AccountPublicAccessBlock", {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  }),
  resource("reports", "s3/accessPoint:AccessPoint", {
    bucket: "shop-artifacts",
    name: "reports",
    publicAccessBlockConfiguration: { blockPublicPolicy: true },
  }),
  resource("reports", "s3control/accessPointPolicy:AccessPointPolicy", {
    accessPointArn: arn("s3", "accesspoint/reports"),
    policy: documentOf({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:role/reports" },
      Action: "s3:GetObject",
      Resource: arn("s3", "accesspoint/reports/object/*"),
    }),
  }),
  ...["bucketObject:BucketObject", "bucketObjectv2:BucketObjectv2", "objectCopy:ObjectCopy"].map((type) =>
    resource("readme", `s3/${type}`, { bucket: "shop-artifacts", key: "readme", acl: "private" }),
  ),
  ...["lb/loadBalancer:LoadBalancer", "alb/loadBalancer:LoadBalancer", "elb/loadBalancer:LoadBalancer"].map((type) =>
    resource("web", type, { name: "web", accessLogs: { bucket: "shop-logs", enabled: true } }),
  ),
  resource("approvals", "sns/topic:Topic", { name: "shop-approvals", kmsMasterKeyId: keyArn }),
  resource("approvals", "sns/topicPolicy:TopicPolicy", {
    arn: arn("sns", "shop-approvals"),
    policy: documentOf(
      forService("codestar-notifications", "sns:Publish", arn("sns", "shop-approvals")),
      onlyTls("sns:Publish", arn("sns", "shop-approvals")),
    ),
  }),
  resource("approvals", "sns/topicSubscription:TopicSubscription", {
    topic: arn("sns", "shop-approvals"),
    protocol: "https",
    endpoint: "https://chat.example.com/hook",
  }),
  resource("lost", "sqs/queue:Queue", { name: "shop-lost", kmsMasterKeyId: keyArn, sqsManagedSseEnabled: undefined }),
  resource("lost", "sqs/queuePolicy:QueuePolicy", {
    queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/shop-lost",
    policy: documentOf(forService("events", "sqs:SendMessage", arn("sqs", "shop-lost"))),
  }),
];
