import * as kms from "@pulumi/aws/kms";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "./iam/arn";
import { artifactBucketPolicy, logBucketPolicy } from "./iam/bucket-policy";
import {
  type ArtifactStoreSettings,
  artifactStoreProblems,
  artifactStoreSchema,
  defaultExpireAfterDays,
} from "./model/artifact-store";
import { nameLimits, physicalName } from "./model/physical-name";
import { schemaProblems } from "./model/schema";
import { PrivateBucket } from "./private-bucket";
import { refuse } from "./refuse";
import { type ScopeArgs, scopeOf } from "./scope-args";

const accessLogDays = 365;

/** The arguments of an {@link ArtifactBucket}. */
export interface ArtifactBucketArgs extends ScopeArgs, ArtifactStoreSettings {
  /**
   * Tags of everything that takes tags.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Where a pipeline keeps its artifacts: a private, versioned, expiring bucket under a customer key with yearly
 * rotation, TLS only, which refuses uploads under any other key and logs every access to a bucket beside it.
 *
 * The key has AWS's default policy until whoever knows all its users gives it one, as {@link DeliveryEnvironment} does.
 *
 * @throws RunError naming every argument that is wrong.
 */
export class ArtifactBucket extends pulumi.ComponentResource {
  /** The name of the bucket, known on the first preview. */
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** The ARN of the key that the artifacts are encrypted under. */
  readonly keyArn: pulumi.Output<string>;
  /** The id of the key, if it is made here. */
  readonly keyId: pulumi.Output<string> | undefined;

  constructor(name: string, args: ArtifactBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    const { account, region, partition: _, tags, ...given } = args;
    const store =
      given.existingBucketName === undefined
        ? { bucketName: physicalName([name.toLowerCase(), account, region], nameLimits.bucket), ...given }
        : given;
    refuse(`ArtifactBucket ${name}`, [
      ...schemaProblems(artifactStoreSchema, store),
      ...artifactStoreProblems(store, account, region),
    ]);
    super("aws-pipelines:index:ArtifactBucket", name, args, opts);
    const scope = scopeOf(args);
    const keepOnDestroy = store.keepOnDestroy ?? false;
    const child = { parent: this, retainOnDelete: keepOnDestroy };

    const key = store.existingKeyArn === undefined ? createKey(name, tags, child) : undefined;
    const keyArn = pulumi.output(key?.arn ?? store.existingKeyArn ?? "");
    if (store.bucketName !== undefined) {
      const { bucketName } = store;
      const logBucketName = physicalName([bucketName, "logs"], nameLimits.bucket);
      const shared = { noncurrentExpireAfterDays: store.noncurrentExpireAfterDays ?? 7, keepOnDestroy, tags };
      const artifacts = new PrivateBucket(
        `${name}-store`,
        {
          ...shared,
          bucketName,
          policy: artifactBucketPolicy(scope, bucketName, store.existingKeyArn),
          encryptionKeyArn: keyArn,
          expireAfterDays: store.expireAfterDays ?? defaultExpireAfterDays,
        },
        { parent: this },
      );
      const accessLogs = new PrivateBucket(
        `${name}-logs`,
        {
          ...shared,
          bucketName: logBucketName,
          policy: logBucketPolicy(scope, logBucketName, bucketName),
          expireAfterDays: accessLogDays,
        },
        { parent: this },
      );
      new s3.BucketLogging(
        `${name}-logging`,
        { bucket: artifacts.bucketName, targetBucket: accessLogs.bucketName, targetPrefix: `${bucketName}/` },
        { ...child, dependsOn: accessLogs.policy },
      );
      this.bucketName = artifacts.bucketName;
      this.bucketArn = artifacts.bucketArn;
    } else {
      this.bucketName = pulumi.output(store.existingBucketName ?? "");
      this.bucketArn = pulumi.output(bucketArn(scope, store.existingBucketName ?? ""));
    }
    this.keyArn = keyArn;
    this.keyId = key?.keyId;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn, keyArn: this.keyArn });
  }
}

function createKey(name: string, tags: ArtifactBucketArgs["tags"], child: pulumi.CustomResourceOptions): kms.Key {
  const key = new kms.Key(
    `${name}-key`,
    { description: `Encrypts ${name}`, enableKeyRotation: true, deletionWindowInDays: 30, tags },
    child,
  );
  new kms.Alias(
    `${name}-key-alias`,
    { name: `alias/${physicalName([name], nameLimits.alias)}`, targetKeyId: key.keyId },
    child,
  );
  return key;
}
