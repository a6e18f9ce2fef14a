import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "../aws/arn";
import { bucketNameOf } from "../aws/physical-name";
import { type ScopeArgs, scopeOf } from "../aws/scope";
import { artifactBucketPolicy, type OtherAccountRoles } from "../iam/bucket-policy";
import { refuse } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { schemaProblems } from "../schema/vocabulary";
import {
  type ArtifactStoreSettings,
  artifactStoreProblems,
  artifactStoreSchema,
  defaultExpireAfterDays,
} from "./artifact-store-settings";
import { createKey } from "./key";
import { createLoggedBucket } from "./logged-bucket";

/** The arguments of an {@link ArtifactBucket}. */
export interface ArtifactBucketArgs extends ScopeArgs, ArtifactStoreSettings {
  /**
   * ARNs of roles of other accounts that read and write artifacts; the policy of a new bucket allows them.
   * {@link otherAccountUsers} lists those of a pipeline. S3 refuses roles that do not exist.
   * @default - none
   */
  otherAccountRoles?: OtherAccountRoles | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates the artifact store of a pipeline: a private, versioned bucket with a lifecycle, a customer managed key with
 * yearly rotation, and a second bucket for access logs. The bucket policy requires TLS and refuses uploads under another
 * key.
 *
 * The key has the default policy of KMS until a component that knows all its users attaches one, as
 * {@link DeliveryEnvironment} does.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * const store = new ArtifactBucket("shop-artifacts", { account: "111122223333", region: "eu-central-1" });
 * ```
 */
export class ArtifactBucket extends pulumi.ComponentResource {
  /** The name of the bucket, known on the first preview. */
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** The ARN of the key that encrypts the artifacts. */
  readonly keyArn: pulumi.Output<string>;
  /** The id of a new key; undefined for an existing one. */
  readonly keyId?: pulumi.Output<string>;

  constructor(name: string, args: ArtifactBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    const { account, region, partition: _, tags, otherAccountRoles, ...store } = args;
    const { existingBucketName, existingKeyArn, retainOnDelete = false } = store;
    const bucketName = store.bucketName ?? bucketNameOf(name, account, region);
    refuse(`ArtifactBucket ${name}`, [
      ...schemaProblems(artifactStoreSchema, existingBucketName === undefined ? { ...store, bucketName } : store),
      ...artifactStoreProblems(store, account, region),
      ...tagProblems(tags, otherTags),
    ]);
    super("aws-pipelines:index:ArtifactBucket", name, args, opts);
    const scope = scopeOf(args);

    let keyArn: pulumi.Output<string>;
    if (existingKeyArn === undefined) {
      const key = createKey(name, { region, tags }, { parent: this, retainOnDelete: retainOnDelete });
      this.keyId = key.keyId;
      keyArn = key.arn;
    } else {
      keyArn = pulumi.output(existingKeyArn);
    }
    if (existingBucketName === undefined) {
      const artifacts = createLoggedBucket(
        name,
        scope,
        {
          region,
          bucketName,
          policy: artifactBucketPolicy(scope, bucketName, existingKeyArn, otherAccountRoles),
          encryptionKeyArn: keyArn,
          expireAfterDays: store.expireAfterDays ?? defaultExpireAfterDays,
          noncurrentExpireAfterDays: store.noncurrentExpireAfterDays ?? 7,
          retainOnDelete,
          tags,
        },
        this,
      );
      this.bucketName = artifacts.bucketName;
      this.bucketArn = artifacts.bucketArn;
    } else {
      this.bucketName = pulumi.output(existingBucketName);
      this.bucketArn = pulumi.output(bucketArn(scope, existingBucketName));
    }
    this.keyArn = keyArn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn, keyArn: this.keyArn });
  }
}
