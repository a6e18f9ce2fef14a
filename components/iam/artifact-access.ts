import { bucketArn, objectArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/** What somebody does with the artifacts in a store. */
export interface ArtifactUse {
  readonly read: boolean;
  readonly write: boolean;
  /** Whether what is written may carry tags, as objects of an S3 source do. */
  readonly tagged?: boolean;
}

/** What S3 is asked for: of the bucket by everybody, and of its objects by those who read, write and tag. */
export const artifactActions = {
  look: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
  read: ["s3:GetObject", "s3:GetObjectVersion"],
  write: ["s3:PutObject", "s3:PutObjectAcl"],
  tag: ["s3:PutObjectTagging"],
} as const;

/**
 * The reads and writes of CodePipeline artifacts in a bucket, or several, of this account. AWS's own service role also
 * holds the tagging actions, which only tagged source objects need, so they are left to the actions that have such
 * objects.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
 */
export function artifactAccess(scope: AwsScope, bucketName: string | readonly string[], use: ArtifactUse): Statement[] {
  if (!use.read && !use.write) {
    return [];
  }
  const conditions = { StringEquals: { "aws:ResourceAccount": scope.account } };
  const buckets = [bucketName].flat();
  const read = use.read ? artifactActions.read : [];
  const write = use.write ? artifactActions.write : [];
  const tags = use.write && use.tagged ? artifactActions.tag : [];
  return [
    allowStatement({
      sid: "ArtifactStore",
      actions: artifactActions.look,
      resources: buckets.map((bucket) => bucketArn(scope, bucket)),
      conditions,
    }),
    allowStatement({
      sid: "Artifacts",
      actions: [...read, ...write, ...tags],
      resources: buckets.map((bucket) => objectArn(scope, bucket)),
      conditions,
    }),
  ];
}
