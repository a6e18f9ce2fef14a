import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../aws/scope";
import { sizeProblems } from "../iam/limits";
import { refuse } from "../schema/refuse";
import { createKey } from "./key";
import { createLoggedBucket } from "./logged-bucket";
import type { PrivateBucket } from "./private-bucket";

/** A release can be deployed again for a year after its tests. */
const recordDays = 365;

/** @internal */
export interface ReleaseStoreArgs {
  readonly scope: AwsScope;
  readonly bucketName: string;
  /** The bucket policy, as JSON. */
  readonly bucketPolicy: string;
  /** The policy of the key, as JSON. */
  readonly keyPolicy: string;
  /** Whether `pulumi destroy` retains bucket and key. */
  readonly retainOnDelete: boolean;
  /**
   * The bucket of the access logs.
   * @default - the store creates one
   */
  readonly accessLogs?: PrivateBucket | undefined;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates the store of the records of releases: a private, versioned bucket with a key of its own. Its policies let only
 * the builds that record releases write, and only the builds that verify releases read.
 *
 * @internal
 */
export class ReleaseStore extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: ReleaseStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    const { scope, bucketName, bucketPolicy, keyPolicy, retainOnDelete, accessLogs, tags } = args;
    refuse(`The release store ${bucketName}`, sizeProblems("promote.to", "key policy", keyPolicy));
    const { region } = scope;
    super("aws-pipelines:index:ReleaseStore", name, { ...scope, bucketName, bucketPolicy, keyPolicy, tags }, opts);
    const key = createKey(name, { region, policy: keyPolicy, tags }, { parent: this, retainOnDelete });
    const store = createLoggedBucket(
      name,
      scope,
      {
        region,
        bucketName,
        policy: bucketPolicy,
        encryptionKeyArn: key.arn,
        expireAfterDays: recordDays,
        noncurrentExpireAfterDays: recordDays,
        retainOnDelete,
        tags,
      },
      this,
      accessLogs,
    );
    this.bucketName = store.bucketName;
    this.keyArn = key.arn;
    this.registerOutputs({ bucketName: this.bucketName, keyArn: this.keyArn });
  }
}
