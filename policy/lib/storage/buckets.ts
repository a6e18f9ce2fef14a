import { referrers } from "../facts/links";
import { ofTypes, type StackResource } from "../facts/stack";

/** Type tokens of S3 resources, each with its deprecated twin. */
export const s3Types = {
  bucket: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
  encryption: [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ],
  acl: ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"],
  accessPoint: ["aws:s3/accessPoint:AccessPoint"],
  accessPointPolicy: ["aws:s3control/accessPointPolicy:AccessPointPolicy"],
  object: ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/objectCopy:ObjectCopy"],
  lifecycle: [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
  ],
  logging: ["aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2"],
  objectLock: [
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
  ],
  ownershipControls: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
  policy: ["aws:s3/bucketPolicy:BucketPolicy"],
  publicAccessBlock: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  replication: ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"],
  versioning: ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
} as const;

export function bucketsAmong(resources: readonly StackResource[]): readonly StackResource[] {
  return ofTypes(resources, s3Types.bucket);
}

/** Returns the resources of the given types that configure a bucket. */
export function configuring(
  bucket: StackResource,
  resources: readonly StackResource[],
  types: readonly string[],
): StackResource[] {
  return referrers(ofTypes(resources, types), "bucket", bucket, bucket.props.bucket);
}

const elsewhere = new WeakMap<readonly StackResource[], Map<string, readonly StackResource[]>>();

/** Returns the resources of the given types that configure a bucket which the program does not make. */
export function configuringElsewhere(
  resources: readonly StackResource[],
  types: readonly string[],
): readonly StackResource[] {
  const lists = elsewhere.get(resources) ?? new Map<string, readonly StackResource[]>();
  elsewhere.set(resources, lists);
  const key = types.join(" ");
  const list = lists.get(key) ?? withoutBucket(resources, types);
  lists.set(key, list);
  return list;
}

function withoutBucket(resources: readonly StackResource[], types: readonly string[]): StackResource[] {
  const linked = new Set(bucketsAmong(resources).flatMap((bucket) => configuring(bucket, resources, types)));
  return ofTypes(resources, types).filter((each) => !linked.has(each));
}
