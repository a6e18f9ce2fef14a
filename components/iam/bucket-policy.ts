import { accountOf, accountRootArn, anyKeyArn, bucketArn, objectArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { artifactActions } from "./artifact-access";
import { policyDocument, type Statement } from "./statement";

/** The ARNs of roles of other accounts that use a bucket, by use. */
export interface OtherAccountRoles {
  /** The roles that read objects. */
  readonly read: readonly string[];
  /** The roles that write objects. */
  readonly write: readonly string[];
  /** The roles that write objects with tags, as an S3 source does. */
  readonly tag: readonly string[];
}

/** Actions that write an object: S3 writes a replica without s3:PutObject. */
const writes = ["s3:PutObject", "s3:ReplicateObject"];
const deletions = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ReplicateDelete"];

/**
 * The policy of an artifact bucket: TLS only, and every upload names one of our keys. It lets roles of other accounts
 * in, whose own documents are not enough.
 *
 * S3 compares the header with key ARNs only. The ARN of a key of the same program is unknown beforehand, so the policy
 * compares with the keys of this account and region. Default encryption and the key policy do the rest.
 *
 * @param keyArn - the ARN of an existing key; none for a key that the same program creates
 * @param writers - ARNs of the roles that write artifacts, if they are known: nobody else may write
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
 */
export function artifactBucketPolicy(
  scope: AwsScope,
  bucketName: string,
  keyArn?: string,
  others: OtherAccountRoles = { read: [], write: [], tag: [] },
  writers?: readonly string[],
): string {
  return policyDocument([
    tlsOnly(scope, bucketName),
    noAccessPoints(scope, bucketName),
    // The source that a later stage deploys and the plan that approvers read lie here.
    ...(writers === undefined
      ? []
      : [denyToOthers(scope, bucketName, "WritersOnly", writes, [...writers, ...others.write])]),
    denyUploads(scope, bucketName, "EncryptedUploadsOnly", {
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
    }),
    // An absent header counts as different: SSE-KMS without a key would use the account's aws/s3 key.
    denyUploads(scope, bucketName, "OwnKeyOnly", {
      [keyArn ? "StringNotEquals" : "StringNotLike"]: {
        "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn ?? anyKeyArn(scope),
      },
    }),
    ...allowOtherAccounts(scope, bucketName, others),
  ]);
}

/**
 * The statements of a bucket policy that let roles of other accounts use the artifacts; none without such roles. S3
 * refuses principals that do not exist, so the statements name the accounts and compare the principal.
 */
export function allowOtherAccounts(scope: AwsScope, bucketName: string, others: OtherAccountRoles): Statement[] {
  const objects = objectArn(scope, bucketName);
  const all = [...new Set([...others.read, ...others.write])];
  const allow = (sid: string, roles: readonly string[], actions: readonly string[], resource: string) =>
    allowRoles(scope, sid, roles, actions, resource);
  return [
    ...allow("OtherAccounts", all, artifactActions.look, bucketArn(scope, bucketName)),
    ...allow("OtherAccountsRead", others.read, artifactActions.read, objects),
    ...allow("OtherAccountsWrite", others.write, ["s3:PutObject"], objects),
    // CodePipeline sends this ACL from another account. The bucket owner owns every object, so S3 takes no other ACL.
    ...allow("OtherAccountsAcl", others.write, ["s3:PutObjectAcl"], objects).map(withOwnerAcl),
    ...allow("OtherAccountsTag", others.tag, artifactActions.tag, objects),
  ];
}

/**
 * The policy of a state bucket: TLS only, and no upload with an encryption header, so that the bucket's own key
 * encrypts everything. A required header would lock out Pulumi and the locks of some OpenTofu versions, which send
 * none. Only users of the state write and delete objects, whatever other roles of the account are granted.
 *
 * @param users - ARNs of roles and users of the account
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export function stateBucketPolicy(scope: AwsScope, bucketName: string, users: readonly string[]): string {
  return policyDocument([
    tlsOnly(scope, bucketName),
    noAccessPoints(scope, bucketName),
    denyToOthers(scope, bucketName, "UsersOnly", [...writes, ...deletions], users),
    ...ownKeyWithoutHeaders(scope, bucketName),
  ]);
}

/** Refuses uploads with an encryption header, so that the bucket's own key encrypts everything. */
function ownKeyWithoutHeaders(scope: AwsScope, bucketName: string): Statement[] {
  const refuse = (sid: string, header: string) =>
    denyUploads(scope, bucketName, sid, { Null: { [`s3:x-amz-server-side-encryption${header}`]: "false" } });
  return [
    refuse("NoOtherAlgorithm", ""),
    refuse("NoOtherKey", "-aws-kms-key-id"),
    refuse("NoCustomerProvidedKey", "-customer-algorithm"),
  ];
}

/**
 * The policy of a release store: TLS only, and only the builds that record releases write, whatever other roles of the
 * account are granted. Roles of other accounts read the records.
 *
 * @param writers - ARNs of the roles of builds that record releases
 * @param readers - ARNs of the roles of other accounts that verify releases, which may not exist yet
 */
export function releaseBucketPolicy(
  scope: AwsScope,
  bucketName: string,
  writers: readonly string[],
  readers: readonly string[],
): string {
  return policyDocument([
    tlsOnly(scope, bucketName),
    noAccessPoints(scope, bucketName),
    denyToOthers(scope, bucketName, "RecordersOnly", writes, writers),
    ...ownKeyWithoutHeaders(scope, bucketName),
    ...allowRoles(scope, "Receivers", readers, ["s3:GetObject"], objectArn(scope, bucketName)),
  ]);
}

/**
 * The policy of a bucket of replicas: TLS only, and nobody but the replication role changes an object.
 *
 * @param roleArn - the ARN of the replication role
 */
export function replicaBucketPolicy(scope: AwsScope, bucketName: string, roleArn: string): string {
  return policyDocument([
    tlsOnly(scope, bucketName),
    noAccessPoints(scope, bucketName),
    denyToOthers(scope, bucketName, "ReplicationOnly", [...writes, ...deletions], [roleArn]),
  ]);
}

/** Actions that change the protection of a bucket. */
const bucketChanges = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
];

/**
 * The policy of a bucket for the files of one trail. It requires TLS, lets CloudTrail alone write files, and lets
 * nobody delete one. Administrators alone change the protection of the bucket.
 *
 * @param administrators - ARNs of the roles and users that deploy and administer the bucket
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailBucketPolicy(
  scope: AwsScope,
  bucketName: string,
  trail: string,
  administrators: readonly string[],
): string {
  const bucket = bucketArn(scope, bucketName);
  const objects = objectArn(scope, bucketName);
  const everybody = { Effect: "Deny" as const, Principal: "*" as const };
  const cloudTrail = { Effect: "Allow" as const, Principal: { Service: "cloudtrail.amazonaws.com" } };
  const ofTrail = { "aws:SourceArn": trail };
  return policyDocument([
    tlsOnly(scope, bucketName),
    noAccessPoints(scope, bucketName),
    // Services have a principal of their own: no role forges a record.
    denyUploads(scope, bucketName, "ServicesOnly", { Bool: { "aws:PrincipalIsAWSService": "false" } }),
    { Sid: "KeepFiles", ...everybody, Action: deletions, Resource: objects },
    {
      Sid: "AdministratorsOnly",
      ...everybody,
      Action: bucketChanges,
      Resource: [bucket, objects],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": [...new Set(administrators)].sort() } },
    },
    {
      Sid: "TrailChecks",
      ...cloudTrail,
      Action: "s3:GetBucketAcl",
      Resource: bucket,
      Condition: { StringEquals: ofTrail },
    },
    {
      Sid: "TrailWrites",
      ...cloudTrail,
      Action: "s3:PutObject",
      Resource: objectArn(scope, bucketName).replace(/\*$/, `AWSLogs/${scope.account}/*`),
      Condition: { StringEquals: { ...ofTrail, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ]);
}

/**
 * The policy of a bucket for the access logs of other buckets. It requires no encryption header: the log delivery
 * sends none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function logBucketPolicy(scope: AwsScope, bucketName: string, sourceBuckets: readonly string[]): string {
  const sources = sourceBuckets.map((source) => bucketArn(scope, source));
  return policyDocument([
    tlsOnly(scope, bucketName),
    noAccessPoints(scope, bucketName),
    // Services have a principal of their own: no role forges a record.
    denyUploads(scope, bucketName, "ServicesOnly", { Bool: { "aws:PrincipalIsAWSService": "false" } }),
    {
      Sid: "AccessLogDelivery",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: objectArn(scope, bucketName),
      Condition: {
        StringEquals: { "aws:SourceAccount": scope.account },
        ArnEquals: { "aws:SourceArn": sources },
      },
    },
  ]);
}

function tlsOnly(scope: AwsScope, bucketName: string): Statement {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn(scope, bucketName), objectArn(scope, bucketName)],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * Denies requests through an access point, whose own ARN no statement about the bucket covers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
function noAccessPoints(scope: AwsScope, bucketName: string): Statement {
  return {
    Sid: "NoAccessPoints",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn(scope, bucketName), objectArn(scope, bucketName)],
    Condition: { Null: { "s3:DataAccessPointArn": "false" } },
  };
}

/** Denies actions on the objects of a bucket to every principal but some, which need not exist yet. */
function denyToOthers(
  scope: AwsScope,
  bucketName: string,
  sid: string,
  actions: readonly string[],
  principals: readonly string[],
): Statement {
  return {
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: [...actions],
    Resource: objectArn(scope, bucketName),
    Condition: { ArnNotEquals: { "aws:PrincipalArn": [...new Set(principals)].sort() } },
  };
}

function allowRoles(
  scope: AwsScope,
  sid: string,
  roles: readonly string[],
  actions: readonly string[],
  resource: string,
): Statement[] {
  return throughAccounts(scope, sid, roles, actions).map(({ Condition: condition, ...statement }) => ({
    ...statement,
    Resource: resource,
    ...(condition && { Condition: condition }),
  }));
}

/**
 * The statement of a resource's policy for roles that may not exist yet: it names their accounts and compares the
 * principal. None without roles.
 */
export function throughAccounts(
  scope: AwsScope,
  sid: string,
  roles: readonly string[],
  actions: readonly string[],
): Statement[] {
  const accounts = [...new Set(roles.map((arn) => accountOf(arn) ?? scope.account))];
  return roles.length === 0
    ? []
    : [
        {
          Sid: sid,
          Effect: "Allow",
          Principal: { AWS: accounts.map((account) => accountRootArn({ ...scope, account })) },
          Action: [...actions],
          Condition: { ArnEquals: { "aws:PrincipalArn": [...roles] } },
        },
      ];
}

/** The ACL that gives the bucket owner control of an object. */
function withOwnerAcl(statement: Statement): Statement {
  const acl = { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } };
  return { ...statement, Condition: { ...statement.Condition, ...acl } };
}

function denyUploads(
  scope: AwsScope,
  bucketName: string,
  sid: string,
  condition: NonNullable<Statement["Condition"]>,
): Statement {
  return {
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: writes,
    Resource: objectArn(scope, bucketName),
    Condition: condition,
  };
}
