import { accountRootArn, anyKeyArn, bucketArn, objectArn } from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { keyPolicyWith } from "./key-policy";
import { allowStatement, type Conditions, policyDocument, type Statement } from "./statement";

/** A bucket, and the key that encrypts its objects, by names that are known beforehand. */
export interface KeyedBucket {
  readonly scope: AwsScope;
  readonly bucketName: string;
  /** The ARN of an existing key, or the alias of a new one, without `alias/`. */
  readonly key: { readonly arn: string } | { readonly alias: string };
}

/** Actions on the key of the replica. */
const encryption = ["kms:Encrypt", "kms:GenerateDataKey"];
const replication = ["s3:ReplicateObject", "s3:ReplicateTags"];

/**
 * The trust of a replication role. AWS documents no condition for it, so it names the service alone.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export const replicationTrust = policyDocument([
  { Sid: "Service", Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
]);

/**
 * Lets a role replicate the objects of a bucket. It replicates no deletion: a replica outlives a deleted state.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function replicateObjects(source: KeyedBucket, replica: KeyedBucket): Statement[] {
  const owned = ({ scope }: KeyedBucket): Conditions => ({ StringEquals: { "aws:ResourceAccount": scope.account } });
  return [
    allowStatement({
      sid: "ReplicatedBucket",
      actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      resources: [bucketArn(source.scope, source.bucketName)],
      conditions: owned(source),
    }),
    allowStatement({
      sid: "ReplicatedObjects",
      actions: ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
      resources: [objectArn(source.scope, source.bucketName)],
      conditions: owned(source),
    }),
    allowStatement({
      sid: "Replicas",
      actions: replication,
      resources: [objectArn(replica.scope, replica.bucketName)],
      conditions: owned(replica),
    }),
    useThroughS3("DecryptObjects", ["kms:Decrypt"], source),
    useThroughS3("EncryptReplicas", encryption, replica),
  ];
}

/** A new key has a known alias and an unknown ARN. */
function useThroughS3(sid: string, actions: readonly string[], { scope, key }: KeyedBucket): Statement {
  const throughS3: Conditions = { StringEquals: { "kms:ViaService": regionalService(scope, "s3") } };
  return "arn" in key
    ? allowStatement({ sid, actions, resources: [key.arn], conditions: throughS3 })
    : allowStatement({
        sid,
        actions,
        resources: [anyKeyArn(scope)],
        conditions: { ...throughS3, "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${key.alias}` } },
      });
}

/** Lets the replication role decrypt with the key of the replicated bucket, through S3. The role need not exist yet. */
export function decryptForReplication(scope: AwsScope, roleArn: string): Statement {
  return byRole("Replication", ["kms:Decrypt"], "*", scope, roleArn, {
    "kms:ViaService": regionalService(scope, "s3"),
  });
}

/** The policy of the key of a replica: the replication role encrypts, and users of the states decrypt. */
export function replicaKeyPolicy(scope: AwsScope, roleArn: string, users: readonly string[]): string {
  return keyPolicyWith(scope, [
    encryptReplicas(scope, scope, roleArn),
    {
      Sid: "Recovery",
      Effect: "Allow",
      Principal: { AWS: accountRootArn(scope) },
      Action: ["kms:Decrypt"],
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": [...new Set(users)].sort() } },
    },
  ]);
}

function encryptReplicas(owner: AwsScope, replica: AwsScope, roleArn: string): Statement {
  return byRole("Replication", encryption, "*", owner, roleArn, {
    "kms:ViaService": regionalService(replica, "s3"),
  });
}

/** The statements that owners of an existing replica bucket and its key add to their policies. */
export function replicaOwnerStatements(
  source: AwsScope,
  { scope, bucketName }: KeyedBucket,
  roleArn: string,
): { readonly bucket: Statement[]; readonly key: Statement[] } {
  return {
    bucket: [byRole("Replication", replication, objectArn(scope, bucketName), source, roleArn)],
    key: [encryptReplicas(source, scope, roleArn)],
  };
}

function byRole(
  sid: string,
  actions: readonly string[],
  resource: string,
  account: AwsScope,
  roleArn: string,
  equals?: Readonly<Record<string, string>>,
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: accountRootArn(account) },
    Action: [...actions],
    Resource: resource,
    Condition: { ArnEquals: { "aws:PrincipalArn": roleArn }, ...(equals && { StringEquals: { ...equals } }) },
  };
}
