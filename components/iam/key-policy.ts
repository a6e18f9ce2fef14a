import { accountOf, accountRootArn, bucketArn, logGroupArn, objectArn, topicArn } from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { type KeyUse, keyActions, signingAlgorithm } from "./key-use";
import { policyDocument, type Statement } from "./statement";
import type { TopicPublisher } from "./topic-policy";

/** The users of a key, by purpose. */
export interface KeyUsers {
  /** ARNs of the roles that use the key, by use. Roles of other accounts also need the key in their own documents. */
  readonly roles: {
    /** The roles that read what is encrypted under the key. */
    readonly decrypt: readonly string[];
    /** The roles that write under the key. */
    readonly encrypt: readonly string[];
    /** The roles that publish to topics under the key. */
    readonly publish: readonly string[];
  };
  /**
   * ARNs of roles that only read, and that may not exist yet. Roles of other accounts also need the key in their own
   * documents.
   * @default - none
   */
  readonly readers?: readonly string[];
  /** ARNs of the log groups under the key. */
  readonly logGroups: readonly string[];
  /** Whether an ECR repository is encrypted under the key. */
  readonly imageRepository: boolean;
  /** Services that publish to topics under the key. */
  readonly publishers?: TopicPublishers | undefined;
}

/** Services and roles that publish to encrypted topics, and the ARNs of the topics. */
export interface TopicPublishers {
  /** Service principals that publish. */
  readonly services: readonly TopicPublisher["service"][];
  /**
   * ARNs of roles of this account, which may not exist yet.
   * @default - none
   */
  readonly roleArns?: readonly string[];
  /** ARNs of the topics. */
  readonly topicArns: readonly string[];
}

// The actions that manage a key, and none that uses it for data. The account's administrators manage the key, but no
// IAM policy alone lets anybody decrypt.
const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/**
 * The policy of a key that a component creates: administrators manage the key, and each user has the actions of its
 * use. Roles of other accounts may be created later: KMS refuses principals that do not exist.
 */
export function keyPolicy(scope: AwsScope, users: KeyUsers): string {
  const roles = rolesUse(users).flatMap((statement) => ownAndOthers(scope, statement));
  return keyPolicyWith(scope, [...roles, ...readersUse(scope, users), ...servicesUse(scope, users)]);
}

/** Names the roles of the key's account as principals, and compares those of other accounts. */
function ownAndOthers(scope: AwsScope, statement: RoleStatement): Statement[] {
  const isOwn = (arn: string) => (accountOf(arn) ?? scope.account) === scope.account;
  const own = statement.Principal.AWS.filter(isOwn);
  const others = statement.Principal.AWS.filter((arn) => !isOwn(arn));
  return [
    ...(own.length === 0 ? [] : [{ ...statement, Principal: { AWS: own } }]),
    ...(others.length === 0
      ? []
      : [throughAccount(scope, { ...statement, Sid: `${statement.Sid}Elsewhere`, Principal: { AWS: others } })]),
  ];
}

/** The policy of a key that administrators manage, with further statements for its users. */
export function keyPolicyWith(scope: AwsScope, uses: readonly Statement[]): string {
  return policyDocument([administer(scope), ...uses]);
}

/**
 * The statements that the owner of an existing key must add to its policy before the first deployment. KMS refuses
 * roles that do not exist yet, so the statements name the account and compare the principal; the roles' own documents
 * name the key.
 */
export function keyPolicyAddition(scope: AwsScope, users: KeyUsers): Statement[] {
  const roles = rolesUse(users).map((statement) => throughAccount(scope, statement));
  return [...roles, ...readersUse(scope, users), ...servicesUse(scope, users)];
}

/**
 * The policy of the key of one artifact bucket whose users are unknown: the key is as open as the bucket. A principal of
 * this account that may read or write the objects may use the key through S3, as with the key `aws/s3` of AWS. Log groups
 * of builds and topics of approvals may use the key too.
 *
 * @param others - ARNs of roles of other accounts that the bucket policy allows
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function bucketKeyPolicy(scope: AwsScope, bucketName: string, others: readonly string[] = []): string {
  const objects = [bucketArn(scope, bucketName), objectArn(scope, bucketName)];
  return keyPolicyWith(scope, [
    throughService(scope, "ThroughArtifactBucket", "s3", { "kms:EncryptionContext:aws:s3:arn": objects }, "encrypt"),
    throughService(
      scope,
      "ThroughTopics",
      "sns",
      { "kms:EncryptionContext:aws:sns:topicArn": [topicArn(scope, "*")] },
      "publish",
    ),
    {
      ...logsUse(scope, []),
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": buildLogGroups(scope) } },
    },
    ...(others.length === 0 ? [] : [throughAccount(scope, useBy("OtherAccounts", others, "encrypt"))]),
  ]);
}

/** The log groups of CodeBuild and of CodePipeline's own compute. */
function buildLogGroups(scope: AwsScope): string[] {
  return ["codebuild", "codepipeline"].map((service) => logGroupArn(scope, `/aws/${service}/*`));
}

/** Lets every principal of the account use the key through a service that authorizes the principal itself. */
function throughService(
  scope: AwsScope,
  sid: string,
  service: string,
  encryptionContext: Readonly<Record<string, string[]>>,
  use: KeyUse,
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: keyActions(use),
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": scope.account, "kms:ViaService": regionalService(scope, service) },
      StringLike: encryptionContext,
    },
  };
}

/**
 * The policy of a key that exists before the roles that use it. KMS refuses principals that do not exist, so the
 * statements compare the caller instead.
 */
export function keyPolicyOfFutureUsers(scope: AwsScope, users: KeyUsers): string {
  const roles = rolesUse(users).map((statement) => ofCallers(scope, statement));
  return keyPolicyWith(scope, [...roles, ...readersUse(scope, users), ...servicesUse(scope, users)]);
}

/**
 * The policy of a key that signs images: one build signs, and other builds verify, in any account. The roles may not
 * exist yet. Administrators read the public key, for others that verify.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-signing-algorithm
 */
export function signingKeyPolicy(
  scope: AwsScope,
  { signers, verifiers }: { readonly signers: readonly string[]; readonly verifiers: readonly string[] },
): string {
  const users = (sid: string, roles: readonly string[], action: string[]) =>
    ofCallers(
      scope,
      { Sid: sid, Effect: "Allow", Principal: { AWS: [...roles] }, Action: action, Resource: "*" },
      { "kms:MessageType": ["RAW"], "kms:SigningAlgorithm": [signingAlgorithm] },
    );
  const { Action, ...administrators } = administer(scope);
  return policyDocument([
    { ...administrators, Action: [...[Action].flat(), "kms:GetPublicKey"].sort() },
    // A build that signs first looks for a signature that the key verifies.
    users("Sign", signers, ["kms:Sign", "kms:Verify"]),
    users("Verify", verifiers, ["kms:Verify"]),
  ]);
}

/**
 * Allows callers with the role, without naming it as a principal.
 *
 * @param context - further keys that the request must have
 */
function ofCallers(
  scope: AwsScope,
  statement: RoleStatement,
  context: Readonly<Record<string, string[]>> = {},
): Statement {
  const { AWS: roleArns } = statement.Principal;
  const accounts = accountsOf(scope, roleArns);
  return {
    ...statement,
    Principal: { AWS: "*" },
    Condition: {
      StringEquals: { "kms:CallerAccount": accounts.length === 1 ? (accounts[0] ?? []) : accounts, ...context },
      ArnEquals: { "aws:PrincipalArn": roleArns },
    },
  };
}

/** Names the accounts of roles that may not exist yet, and compares the principal. */
function throughAccount(scope: AwsScope, statement: RoleStatement): Statement {
  return {
    ...statement,
    Principal: { AWS: rootsOf(scope, statement.Principal.AWS) },
    Condition: { ArnEquals: { "aws:PrincipalArn": statement.Principal.AWS } },
  };
}

function readersUse(scope: AwsScope, { readers = [] }: KeyUsers): Statement[] {
  return readers.length === 0 ? [] : [ofCallers(scope, useBy("ArtifactReaders", readers, "decrypt"))];
}

/** The accounts of the roles, as principals. */
function rootsOf(scope: AwsScope, roleArns: readonly string[]): string | string[] {
  const roots = accountsOf(scope, roleArns).map((account) => accountRootArn({ ...scope, account }));
  return roots.length === 1 ? (roots[0] ?? []) : roots;
}

function accountsOf(scope: AwsScope, roleArns: readonly string[]): string[] {
  return [...new Set(roleArns.map((arn) => accountOf(arn) ?? scope.account))];
}

function administer(scope: AwsScope): Statement {
  return {
    Sid: "Administer",
    Effect: "Allow",
    Principal: { AWS: accountRootArn(scope) },
    Action: administration,
    Resource: "*",
  };
}

const sids: Readonly<Record<KeyUse, string>> = { decrypt: "Decrypt", encrypt: "Encrypt", publish: "Publish" };

interface RoleStatement extends Statement {
  readonly Principal: { readonly AWS: string[] };
}

function rolesUse({ roles }: KeyUsers): RoleStatement[] {
  return (["decrypt", "encrypt", "publish"] as const)
    .filter((use) => roles[use].length > 0)
    .map((use) => useBy(sids[use], roles[use], use));
}

function useBy(sid: string, roles: readonly string[], use: KeyUse): RoleStatement {
  return { Sid: sid, Effect: "Allow", Principal: { AWS: [...roles] }, Action: keyActions(use), Resource: "*" };
}

function servicesUse(scope: AwsScope, { logGroups, imageRepository, publishers }: KeyUsers): Statement[] {
  return [
    ...(logGroups.length > 0 ? [logsUse(scope, logGroups)] : []),
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
    ...(imageRepository ? [grantsThrough(scope, "ImageRepository", "ecr")] : []),
    ...(publishers ? publishersUse(scope, publishers) : []),
  ];
}

/**
 * Lets services and roles publish to encrypted topics. SNS sends the ARN of the topic as the encryption context; AWS supports neither
 * `aws:SourceAccount` nor `aws:SourceArn` here for EventBridge.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function publishersUse(
  scope: AwsScope,
  { services, roleArns = [], topicArns }: TopicPublishers,
): readonly Statement[] {
  const context = { "kms:EncryptionContext:aws:sns:topicArn": [...topicArns] };
  const ofServices: Statement = {
    Sid: "Topics",
    Effect: "Allow",
    Principal: { Service: services.map((service) => `${service}.amazonaws.com`) },
    Action: keyActions("publish"),
    Resource: "*",
    Condition: { StringEquals: context },
  };
  return [
    ...(services.length > 0 ? [ofServices] : []),
    ...(roleArns.length > 0 ? [ofCallers(scope, useBy("TopicRoles", roleArns, "publish"), context)] : []),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
export function logsUse(scope: AwsScope, logGroups: readonly string[]): Statement {
  return {
    Sid: "LogGroups",
    Effect: "Allow",
    Principal: { Service: regionalService(scope, "logs") },
    Action: keyActions("encrypt"),
    Resource: "*",
    Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": [...logGroups] } },
  };
}

/** Lets a service create grants in the name of the caller who creates its resource. */
export function grantsThrough(scope: AwsScope, sid: string, service: string): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: accountRootArn(scope) },
    Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
    Resource: "*",
    Condition: {
      StringEquals: {
        "kms:CallerAccount": scope.account,
        "kms:ViaService": regionalService(scope, service),
      },
    },
  };
}

/**
 * Lets CloudTrail encrypt the files of one trail, and readers decrypt them through S3. KMS refuses readers that do not exist
 * as principals, so the statement compares them.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function trailUse(scope: AwsScope, trail: string, readers: readonly string[]): readonly Statement[] {
  const cloudTrail = { Effect: "Allow" as const, Principal: { Service: "cloudtrail.amazonaws.com" }, Resource: "*" };
  const ofTrail = { StringEquals: { "aws:SourceArn": trail } };
  return [
    {
      Sid: "TrailEncrypts",
      ...cloudTrail,
      // AWS's page writes kms:GenerateDataKey*.
      Action: ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
      Condition: ofTrail,
    },
    { Sid: "TrailReadsKey", ...cloudTrail, Action: "kms:DescribeKey", Condition: ofTrail },
    {
      Sid: "Readers",
      Effect: "Allow",
      Principal: { AWS: accountRootArn(scope) },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": [...new Set(readers)].sort() },
        StringEquals: { "kms:ViaService": regionalService(scope, "s3") },
      },
    },
  ];
}
