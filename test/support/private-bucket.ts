import { only, type Recorded } from "./recorder";

interface EncryptionRule {
  readonly applyServerSideEncryptionByDefault: { readonly kmsMasterKeyId?: string };
}

interface LifecycleRule {
  readonly expiration?: { readonly days: number };
  readonly noncurrentVersionExpiration: { readonly noncurrentDays: number };
}

/** The arguments that a private bucket was created with, read back from its resources. Absent arguments have no key. */
export function privateBucket(recorded: readonly Recorded[], name: string): Readonly<Record<string, unknown>> {
  const bucket = only(recorded, "aws:s3/bucket:Bucket", name);
  const inputs = (type: string, end: string) => only(recorded, `aws:s3/${type}`, `${name}-${end}`).inputs;
  const { policy } = inputs("bucketPolicy:BucketPolicy", "policy");
  const [encryption] = inputs(
    "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "encryption",
  ).rules as EncryptionRule[];
  const [lifecycle] = inputs("bucketLifecycleConfiguration:BucketLifecycleConfiguration", "lifecycle")
    .rules as LifecycleRule[];
  return JSON.parse(
    JSON.stringify({
      region: bucket.inputs.region,
      bucketName: bucket.inputs.bucket,
      policy,
      encryptionKeyArn: encryption?.applyServerSideEncryptionByDefault.kmsMasterKeyId,
      expireAfterDays: lifecycle?.expiration?.days,
      noncurrentExpireAfterDays: lifecycle?.noncurrentVersionExpiration.noncurrentDays,
      retainOnDelete: bucket.retainOnDelete,
      tags: bucket.inputs.tags,
    }),
  );
}
