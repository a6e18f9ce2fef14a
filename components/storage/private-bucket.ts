import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";
import { noteCreated } from "../aws/created-resources";
import { sizeProblems } from "../iam/limits";
import { refuse } from "../schema/refuse";

/** @internal */
export interface PrivateBucketArgs {
  region: string;
  /** The physical name: 3 to 63 lowercase letters, digits, hyphens and dots. */
  bucketName: string;
  /** The bucket policy, as JSON. */
  policy: string;
  /**
   * The ARN of the customer managed key that encrypts objects.
   * @default - SSE-S3
   */
  encryptionKeyArn?: pulumi.Input<string>;
  /**
   * Days until an object expires.
   * @default - objects never expire
   */
  expireAfterDays?: number;
  /** Days until a noncurrent version of an object expires. */
  noncurrentExpireAfterDays: number;
  /**
   * Days for which S3 locks each version of an object, and whether administrators may lift the lock.
   * @default - no lock
   */
  lock?: { days: number; mode: "COMPLIANCE" | "GOVERNANCE" } | undefined;
  /** Whether `pulumi destroy` retains the bucket and its objects; otherwise it empties and deletes the bucket. */
  retainOnDelete: boolean;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** A private bucket with everything about it. @internal */
export interface PrivateBucket {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** The bucket policy, which must exist before the first object. */
  readonly policy: s3.BucketPolicy;
  /** The bucket, its policy and its settings. */
  readonly resources: readonly pulumi.Resource[];
}

/**
 * Creates a bucket with enforced ownership, blocked public access, versioning, encryption and a lifecycle. They are
 * children of the caller: a component of their own would add one registration for each bucket.
 *
 * @internal
 */
export function createPrivateBucket(
  name: string,
  args: PrivateBucketArgs,
  opts: Pick<pulumi.CustomResourceOptions, "parent" | "protect">,
): PrivateBucket {
  refuse(`The bucket ${args.bucketName}`, sizeProblems("policy", "bucket policy", args.policy));
  noteCreated(`arn:aws:s3:::${args.bucketName}`);
  const { region, bucketName, encryptionKeyArn, lock, retainOnDelete, tags } = args;
  const child = { ...opts, retainOnDelete };

  const made = new s3.Bucket(
    name,
    {
      region,
      bucket: bucketName,
      forceDestroy: !retainOnDelete,
      ...(lock && { objectLockEnabled: true }),
      tags,
    },
    child,
  );
  const { bucket, arn } = made;
  const ownership = new s3.BucketOwnershipControls(
    `${name}-ownership`,
    { region, bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    child,
  );
  const publicAccess = new s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      region,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    child,
  );
  const versioning = new s3.BucketVersioning(
    `${name}-versioning`,
    { region, bucket, versioningConfiguration: { status: "Enabled" } },
    child,
  );
  const encryption = new s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { region, bucket, rules: [encryptionRule(encryptionKeyArn)] },
    child,
  );
  // S3 refuses rules about noncurrent versions before versioning is enabled.
  const versioned = { ...child, dependsOn: versioning };
  const lifecycle = new s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { region, bucket, rules: [lifecycleRule(args)] },
    versioned,
  );
  const locks =
    lock === undefined
      ? []
      : [
          new s3.BucketObjectLockConfiguration(
            `${name}-lock`,
            { region, bucket, rule: { defaultRetention: lock } },
            versioned,
          ),
        ];
  // S3 refuses two concurrent changes to the access settings of a bucket.
  const policy = new s3.BucketPolicy(
    `${name}-policy`,
    { region, bucket, policy: args.policy },
    { ...child, dependsOn: publicAccess },
  );
  return {
    bucketName: bucket,
    bucketArn: arn,
    policy,
    resources: [made, ownership, publicAccess, versioning, encryption, lifecycle, ...locks, policy],
  };
}

function encryptionRule(kmsMasterKeyId: pulumi.Input<string> | undefined) {
  return kmsMasterKeyId === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : // A bucket key saves most calls to KMS, and their price.
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId }, bucketKeyEnabled: true };
}

function lifecycleRule({ expireAfterDays, noncurrentExpireAfterDays }: PrivateBucketArgs) {
  return {
    id: "expire",
    status: "Enabled",
    filter: { prefix: "" },
    ...(expireAfterDays !== undefined && { expiration: { days: expireAfterDays } }),
    noncurrentVersionExpiration: { noncurrentDays: noncurrentExpireAfterDays },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
  };
}
