import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";

export interface SiteBucketSettings {
  readonly bucketName: string;
  /** Where S3 writes who asked for what. */
  readonly logBucketName: string;
  /** The distribution of CloudFront that alone may read. */
  readonly distributionArn: string;
}

/** A bucket that nobody reaches but the pipeline, by its role, and one distribution, by the policy. */
export function createSiteBucket(
  name: string,
  { bucketName, logBucketName, distributionArn, keyArn }: SiteBucketSettings & { readonly keyArn: string },
  opts: pulumi.CustomResourceOptions,
): s3.Bucket {
  const site = new s3.Bucket(name, { bucket: bucketName }, opts);
  const { bucket } = site;
  new s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  const publicAccess = new s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    opts,
  );
  // Every deployment overwrites the last one: its versions are the way back.
  const versioning = new s3.BucketVersioning(
    `${name}-versioning`,
    { bucket, versioningConfiguration: { status: "Enabled" } },
    opts,
  );
  new s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      bucket,
      rules: [
        { id: "expire", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays: 30 } },
        { id: "abort", status: "Enabled", filter: {}, abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
      ],
    },
    { ...opts, dependsOn: versioning },
  );
  const byKey = { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn };
  new s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket, rules: [{ applyServerSideEncryptionByDefault: byKey, bucketKeyEnabled: true }] },
    opts,
  );
  new s3.BucketLogging(
    `${name}-logging`,
    { bucket, targetBucket: logBucketName, targetPrefix: `${bucketName}/` },
    opts,
  );
  new s3.BucketPolicy(
    `${name}-policy`,
    { bucket, policy: sitePolicy(bucketName, distributionArn) },
    // S3 refuses two changes to a bucket's access at the same time.
    { ...opts, dependsOn: publicAccess },
  );
  return site;
}

// The bucket has no arn yet on the first preview. Its name is known, so the policy is, and the pack can judge it.
function sitePolicy(bucketName: string, distributionArn: string): string {
  const objects = `arn:aws:s3:::${bucketName}/*`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ServeSite",
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: objects,
        Condition: { StringEquals: { "aws:SourceArn": distributionArn } },
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucketName}`, objects],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
