import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";

export interface SiteBucketSettings {
  readonly bucketName: string;
  /** The bucket for access logs. */
  readonly logBucketName: string;
  /** The CloudFront distribution that may read the site. */
  readonly distributionArn: string;
}

/** Creates a private bucket. Its policy allows one distribution; the pipeline writes with its action role. */
export function createSiteBucket(
  name: string,
  {
    bucketName,
    logBucketName,
    distributionArn,
    encryptionKeyArn,
  }: SiteBucketSettings & { readonly encryptionKeyArn: string },
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
  // Noncurrent versions allow a rollback.
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
  const byKey = { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryptionKeyArn };
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
    // S3 refuses two concurrent changes to the access settings of a bucket.
    { ...opts, dependsOn: publicAccess },
  );
  return site;
}

// The ARN is unknown on the first preview, the name is known: policies can judge this document.
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
