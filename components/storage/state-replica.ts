import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { bucketArn, roleArn } from "../aws/arn";
import { bucketNameOf, keyAlias } from "../aws/physical-name";
import { replicationRoleName } from "../aws/role-names";
import { type AwsScope, withoutRoles } from "../aws/scope";
import { replicaBucketPolicy } from "../iam/bucket-policy";
import {
  type KeyedBucket,
  replicaKeyPolicy,
  replicaOwnerStatements,
  replicateObjects,
  replicationTrust,
} from "../iam/replication";
import { createRole } from "../iam/role";
import { rolePolicies } from "../iam/role-policies";
import { createKey } from "./key";
import { createLoggedBucket } from "./logged-bucket";
import type { PrivateBucket } from "./private-bucket";
import type { StateReplication } from "./state-backend-args";

/** Plan of the replication of a state bucket. */
interface ReplicaPlan {
  readonly roleName: string;
  readonly roleArn: string;
  readonly source: KeyedBucket;
  readonly replica: KeyedBucket;
  /** The ARN of the key of an existing bucket. */
  readonly existingKeyArn: string | undefined;
}

/** Plans the replication of a state bucket: every name is known beforehand. */
export function planReplica(
  scope: AwsScope,
  name: string,
  bucketName: string,
  { account = scope.account, region, existingBucketName, existingKeyArn }: StateReplication,
): ReplicaPlan {
  const place = { ...scope, account, region };
  const roleName = replicationRoleName(bucketName, scope.region);
  return {
    roleName,
    roleArn: roleArn(scope, roleName),
    source: { scope, bucketName, key: { alias: keyAlias(name) } },
    replica: {
      scope: place,
      bucketName: existingBucketName ?? bucketNameOf(`${name}-replica`, account, region),
      key: existingKeyArn === undefined ? { alias: keyAlias(`${name}-replica`) } : { arn: existingKeyArn },
    },
    existingKeyArn,
  };
}

/** @internal */
export interface ReplicaArgs {
  readonly store: PrivateBucket;
  readonly users: readonly string[];
  readonly noncurrentExpireAfterDays: number;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Replicates the objects of a state bucket: creates the role, and the other bucket with its key unless it exists.
 *
 * @internal
 */
export function createReplica(
  name: string,
  plan: ReplicaPlan,
  { store, users, noncurrentExpireAfterDays, tags }: ReplicaArgs,
  parent: pulumi.Resource,
): void {
  const { source, replica, existingKeyArn } = plan;
  const { region } = source.scope;
  const { role, ready } = createRole(
    `${name}-replication-role`,
    {
      roleName: plan.roleName,
      description: `Replicates the objects of ${source.bucketName}`,
      trust: replicationTrust,
      policies: rolePolicies(replicateObjects(source, replica), source.scope.managedPoliciesOnly),
      settings: source.scope,
      tags,
    },
    { parent },
  );
  let replicaKmsKeyId: pulumi.Input<string>;
  const exists: pulumi.Resource[] = [];
  if (existingKeyArn === undefined) {
    const place = withoutRoles(replica.scope);
    const policy = replicaKeyPolicy(place, plan.roleArn, users);
    const key = createKey(`${name}-replica`, { region: place.region, policy, tags }, { parent, retainOnDelete: true });
    const bucket = createLoggedBucket(
      `${name}-replica`,
      place,
      {
        region: place.region,
        bucketName: replica.bucketName,
        policy: replicaBucketPolicy(place, replica.bucketName, plan.roleArn),
        encryptionKeyArn: key.arn,
        noncurrentExpireAfterDays,
        retainOnDelete: true,
        tags,
      },
      parent,
    );
    replicaKmsKeyId = key.arn;
    exists.push(...bucket.resources);
  } else {
    replicaKmsKeyId = existingKeyArn;
    const { bucket, key } = replicaOwnerStatements(source.scope, replica, plan.roleArn);
    const shown = (statements: readonly object[]) => JSON.stringify(statements, undefined, 2);
    pulumi.log.info(
      `The bucket ${replica.bucketName} needs versioning, BucketOwnerEnforced, and these statements in its policy:\n${shown(bucket)}\nThe policy of ${existingKeyArn} needs:\n${shown(key)}`,
      parent,
    );
  }
  new s3.BucketReplicationConfig(
    `${name}-replication`,
    {
      region,
      bucket: store.bucketName,
      role: role.arn,
      rules: [
        {
          id: "replica",
          status: "Enabled",
          priority: 1,
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Disabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: bucketArn(replica.scope, replica.bucketName),
            ...(replica.scope.account !== source.scope.account && { account: replica.scope.account }),
            encryptionConfiguration: { replicaKmsKeyId },
          },
        },
      ],
    },
    { parent, retainOnDelete: true, dependsOn: [...ready, ...store.resources, ...exists] },
  );
}
