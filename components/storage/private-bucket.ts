import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { sizeProblems } from "../iam/limits";
import { refuse } from "../schema/refuse";

/** @internal */
export interface PrivateBucketArgs {
  region: string;
  /** The physical name: 3 to 63 lower-case letters, digits, hyphens and dots. */
  bucketName: string;
  /** The policy of the bucket, as JSON. */
  policy: string;
  /**
   * The ARN of the customer key that objects are encrypted under.
   * @default - SSE-S3
   */
  encryptionKeyArn?: pulumi.Input<string>;
  /**
   * After how many days an object is deleted.
   * @default - never
   */
  expireAfterDays?: number;
  /** After how many days an object that was deleted or overwritten is gone for good. */
  noncurrentExpireAfterDays: number;
  /** Whether the bucket and everything in it stay when the stack is destroyed; otherwise it is emptied and removed. */
  retainOnDelete: boolean;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * A bucket that only its policy opens: owner enforced, no public access, versioned, encrypted, tidied up.
 *
 * @internal
 */
export class PrivateBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** What must exist before anything is kept in the bucket. */
  readonly policy: s3.BucketPolicy;

  constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`The bucket ${args.bucketName}`, sizeProblems("policy", "bucket policy", args.policy));
    super("aws-pipelines:index:PrivateBucket", name, args, opts);
    const { region, bucketName, encryptionKeyArn, retainOnDelete, tags } = args;
    const child = { parent: this, retainOnDelete: retainOnDelete };

    const { bucket, arn } = new s3.Bucket(
      name,
      { region, bucket: bucketName, forceDestroy: !retainOnDelete, tags },
      child,
    );
    new s3.BucketOwnershipControls(
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
    new s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { region, bucket, rules: [encryptionRule(encryptionKeyArn)] },
      child,
    );
    // Rules about noncurrent versions are refused while a bucket has none.
    new s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { region, bucket, rules: [lifecycleRule(args)] },
      { ...child, dependsOn: versioning },
    );
    // S3 refuses two changes to a bucket's access at the same time.
    this.policy = new s3.BucketPolicy(
      `${name}-policy`,
      { region, bucket, policy: args.policy },
      { ...child, dependsOn: publicAccess },
    );

    this.bucketName = bucket;
    this.bucketArn = arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }
}

function encryptionRule(kmsMasterKeyId: pulumi.Input<string> | undefined) {
  return kmsMasterKeyId === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : // A bucket key spares most calls to KMS, and their price.
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
