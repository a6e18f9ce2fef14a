import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";
import { accessLogBucketName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { logBucketPolicy } from "../iam/bucket-policy";
import { PrivateBucket, type PrivateBucketArgs } from "./private-bucket";

const accessLogDays = 365;

/**
 * Creates the private bucket of a component, and a second bucket for its access logs.
 *
 * @internal
 */
export function createLoggedBucket(
  name: string,
  scope: AwsScope,
  args: PrivateBucketArgs,
  parent: pulumi.Resource,
): PrivateBucket {
  const { bucketName, noncurrentExpireAfterDays, retainOnDelete, tags } = args;
  const logBucketName = accessLogBucketName(bucketName);
  const store = new PrivateBucket(`${name}-store`, args, { parent });
  const accessLogs = new PrivateBucket(
    `${name}-logs`,
    {
      region: args.region,
      bucketName: logBucketName,
      policy: logBucketPolicy(scope, logBucketName, bucketName),
      expireAfterDays: accessLogDays,
      noncurrentExpireAfterDays,
      retainOnDelete,
      tags,
    },
    { parent },
  );
  new s3.BucketLogging(
    `${name}-logging`,
    {
      region: args.region,
      bucket: store.bucketName,
      targetBucket: accessLogs.bucketName,
      targetPrefix: `${bucketName}/`,
    },
    { parent, retainOnDelete: retainOnDelete, dependsOn: accessLogs.policy },
  );
  return store;
}
