import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";
import { accessLogBucketName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { logBucketPolicy } from "../iam/bucket-policy";
import { createPrivateBucket, type PrivateBucket, type PrivateBucketArgs } from "./private-bucket";

const accessLogDays = 365;

/** @internal */
export interface AccessLogsArgs
  extends Pick<PrivateBucketArgs, "region" | "bucketName" | "noncurrentExpireAfterDays" | "retainOnDelete" | "tags"> {
  /** The names of the buckets that send their logs. */
  readonly sourceBuckets: readonly string[];
}

/**
 * Creates a bucket for the access logs of other buckets of the account and region.
 *
 * @internal
 */
export function createAccessLogs(
  name: string,
  scope: AwsScope,
  { sourceBuckets, ...args }: AccessLogsArgs,
  opts: Pick<pulumi.CustomResourceOptions, "parent" | "protect">,
): PrivateBucket {
  const policy = logBucketPolicy(scope, args.bucketName, sourceBuckets);
  return createPrivateBucket(name, { ...args, policy, expireAfterDays: accessLogDays }, opts);
}

/**
 * Creates the private bucket of a component, and a second bucket for its access logs unless one is given.
 *
 * @internal
 */
export function createLoggedBucket(
  name: string,
  scope: AwsScope,
  args: PrivateBucketArgs,
  parent: pulumi.Resource,
  givenLogs?: PrivateBucket,
): PrivateBucket {
  const { region, bucketName, noncurrentExpireAfterDays, retainOnDelete, tags } = args;
  const store = createPrivateBucket(`${name}-store`, args, { parent });
  const accessLogs =
    givenLogs ??
    createAccessLogs(
      `${name}-logs`,
      scope,
      {
        region,
        bucketName: accessLogBucketName(bucketName),
        sourceBuckets: [bucketName],
        noncurrentExpireAfterDays,
        retainOnDelete,
        tags,
      },
      { parent },
    );
  new s3.BucketLogging(
    `${name}-logging`,
    { region, bucket: store.bucketName, targetBucket: accessLogs.bucketName, targetPrefix: `${bucketName}/` },
    { parent, retainOnDelete, dependsOn: accessLogs.policy },
  );
  return store;
}
