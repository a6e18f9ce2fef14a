import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "../aws/arn";
import { bucketNameOf } from "../aws/physical-name";
import { type AwsScope, type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import { artifactBucketPolicy, type OtherAccountRoles } from "../iam/bucket-policy";
import { bucketKeyPolicy, type KeyUsers, keyPolicyOfFutureUsers } from "../iam/key-policy";
import { sizeProblems } from "../iam/limits";
import { refuse, requireKinds } from "../schema/refuse";
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
import type { PrivateBucket } from "./private-bucket";
import type { StoreKey } from "./store-key";

/** The arguments of an {@link ArtifactBucket}. */
export interface ArtifactBucketArgs extends ScopeArgs, ArtifactStoreSettings {
  /**
   * ARNs of roles of other accounts that read and write artifacts; the policy of a new bucket allows them.
   * {@link otherAccountUsers} lists those of a pipeline. The roles need not exist yet.
   * @default - none
   */
  otherAccountRoles?: OtherAccountRoles | undefined;
  /**
   * The users of a new key, such as those that {@link artifactKeyUsers} returns. The key policy allows nobody else, and
   * the bucket policy denies writing to everyone else.
   * @default - every principal of the account that may read or write the bucket, through S3; log groups of builds;
   * topics of the account
   */
  keyUsers?: KeyUsers | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The arguments of an {@link ArtifactBucket} whose parent creates the roles that use the key. @internal */
export interface PlannedArtifactBucketArgs extends Omit<ArtifactBucketArgs, "keyUsers"> {
  /**
   * The policy of a new key, which follows the roles that the policy names.
   * @default - the key exists
   */
  readonly key?: StoreKey;
  /**
   * ARNs of the roles that write artifacts: the bucket policy denies writing to everyone else.
   * @default - every principal of the account that may write
   */
  readonly writers?: readonly string[];
  /**
   * The bucket of the access logs, whose policy names this bucket.
   * @default - the component creates one
   */
  readonly accessLogs?: PrivateBucket | undefined;
}

/**
 * Creates the artifact store of a pipeline: a private, versioned bucket with a lifecycle, its key, and a second bucket
 * for access logs. The customer managed key rotates yearly. The bucket policy requires TLS and refuses uploads under
 * another key.
 *
 * The policy of a new key allows the principals in `keyUsers`, or everybody whom S3 lets use the bucket.
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
  /** The ARN of the bucket. */
  readonly bucketArn: pulumi.Output<string>;
  /** The ARN of the key that encrypts the artifacts. */
  readonly keyArn: pulumi.Output<string>;
  /** The id of a new key; undefined for an existing one. */
  readonly keyId?: pulumi.Output<string>;

  constructor(name: string, args: ArtifactBucketArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal */
  constructor(name: string, args: PlannedArtifactBucketArgs, opts?: pulumi.ComponentResourceOptions);
  constructor(
    name: string,
    args: ArtifactBucketArgs & Partial<PlannedArtifactBucketArgs>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    requireKinds("ArtifactBucket", name, args);
    const { key: planned, accessLogs, writers, ...inputs } = args;
    const { account, region, partition: _, tags, otherAccountRoles, keyUsers, ...store } = inputs;
    const { existingBucketName, existingKeyArn, retainOnDelete = false } = store;
    const bucketName = store.bucketName ?? bucketNameOf(name, account, region);
    refuse(`ArtifactBucket ${name}`, [
      ...scopeProblems(args),
      ...schemaProblems(artifactStoreSchema, existingBucketName === undefined ? { ...store, bucketName } : store),
      ...artifactStoreProblems(store, account, region),
      ...tagProblems(tags, otherTags),
    ]);
    const scope = scopeOf(args);
    const keyPolicy =
      existingKeyArn === undefined && planned === undefined
        ? ownKeyPolicy(name, scope, { bucketName, keyUsers, otherAccountRoles })
        : planned?.policy;
    super("aws-pipelines:index:ArtifactBucket", name, inputs, opts);

    let keyArn: pulumi.Output<string>;
    if (existingKeyArn === undefined) {
      const key = createKey(
        name,
        { region, tags, ...(keyPolicy !== undefined && { policy: keyPolicy }), follows: planned?.roles ?? [] },
        { parent: this, retainOnDelete },
      );
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
          policy: artifactBucketPolicy(
            scope,
            bucketName,
            existingKeyArn,
            otherAccountRoles,
            // The owner of an existing key decides who writes with it.
            existingKeyArn === undefined ? (writers ?? keyUsers?.roles.encrypt) : undefined,
          ),
          encryptionKeyArn: keyArn,
          expireAfterDays: store.expireAfterDays ?? defaultExpireAfterDays,
          noncurrentExpireAfterDays: store.noncurrentExpireAfterDays ?? 7,
          retainOnDelete,
          tags,
        },
        this,
        accessLogs,
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

interface BucketUsers {
  readonly bucketName: string;
  readonly keyUsers: KeyUsers | undefined;
  readonly otherAccountRoles: OtherAccountRoles | undefined;
}

/** The policy of a key whose users no parent plans. */
function ownKeyPolicy(name: string, scope: AwsScope, { bucketName, keyUsers, otherAccountRoles }: BucketUsers): string {
  const { read = [], write = [] } = otherAccountRoles ?? {};
  const policy = keyUsers
    ? keyPolicyOfFutureUsers(scope, keyUsers)
    : bucketKeyPolicy(scope, bucketName, [...new Set([...read, ...write])]);
  refuse(`ArtifactBucket ${name}`, sizeProblems("keyUsers", "key policy", policy));
  return policy;
}
