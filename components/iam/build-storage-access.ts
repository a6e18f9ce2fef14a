import { bucketArn, objectArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { artifactActions } from "./artifact-access";
import { allowStatement, type Statement } from "./statement";

/** A part of a bucket: the keys that start with a prefix and a slash. */
export interface BucketPart {
  readonly bucket: string;
  readonly prefix: string;
}

/** The uses that a build makes of buckets outside a pipeline. */
const uses = {
  /** Restores and saves its cache. Fallback keys are prefixes, so a build also lists. */
  cache: { sid: "Cache", actions: [...artifactActions.read, "s3:PutObject"], lists: true },
  logs: { sid: "LogFiles", actions: ["s3:PutObject"], lists: false },
  reports: { sid: "ReportFiles", actions: ["s3:PutObject"], lists: false },
  artifacts: { sid: "BuildArtifacts", actions: ["s3:PutObject"], lists: false },
} as const;

/**
 * Lets a build use a part of a bucket of its account: CodeBuild looks at the bucket, and reads or writes objects below
 * the prefix.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 */
export function useBucketPart(
  scope: AwsScope,
  use: keyof typeof uses,
  { bucket, prefix }: BucketPart,
): readonly Statement[] {
  const { sid, actions, lists } = uses[use];
  const own = { "aws:ResourceAccount": scope.account };
  return [
    lookAt(scope, `${sid}Bucket`, [bucket]),
    ...(lists
      ? [
          allowStatement({
            sid: `${sid}List`,
            actions: ["s3:ListBucket"],
            resources: [bucketArn(scope, bucket)],
            conditions: { StringEquals: own, StringLike: { "s3:prefix": [prefix, `${prefix}/*`] } },
          }),
        ]
      : []),
    allowStatement({
      sid,
      actions,
      resources: [objectArn(scope, bucket, `${prefix}/*`)],
      conditions: { StringEquals: own },
    }),
  ];
}

/**
 * Lets a build read its source from one object of a bucket.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 */
export function readSourceObject(scope: AwsScope, bucket: string, key: string): readonly Statement[] {
  return [
    lookAt(scope, "SourceBucket", [bucket]),
    allowStatement({
      sid: "SourceObject",
      actions: artifactActions.read,
      resources: [objectArn(scope, bucket, key)],
      conditions: { StringEquals: { "aws:ResourceAccount": scope.account } },
    }),
  ];
}

function lookAt(scope: AwsScope, sid: string, buckets: readonly string[]): Statement {
  return allowStatement({
    sid,
    actions: artifactActions.look,
    resources: buckets.map((bucket) => bucketArn(scope, bucket)),
    conditions: { StringEquals: { "aws:ResourceAccount": scope.account } },
  });
}
