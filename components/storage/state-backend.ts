import * as pulumi from "@pulumi/pulumi";
import { bucketNameOf, keyAlias } from "../aws/physical-name";
import { type RoleSettings, roleSettingsProblems } from "../aws/role-settings";
import { type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import { stateBucketPolicy } from "../iam/bucket-policy";
import { withGateTag } from "../iam/gate-tags";
import { sizeProblems } from "../iam/limits";
import { decryptForReplication } from "../iam/replication";
import { stateKeyPolicy } from "../iam/state-access";
import { refuse, requireKinds } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { createKey } from "./key";
import { createLoggedBucket } from "./logged-bucket";
import { type StateReplication, stateBackendProblems } from "./state-backend-args";
import { pulumiBackendUrl, pulumiSecretsProvider } from "./state-bucket";
import { createReplica, planReplica } from "./state-replica";

/** The arguments of a {@link StateBackend}. */
export interface StateBackendArgs extends ScopeArgs, RoleSettings {
  /**
   * ARNs of the roles and users of this account that may use the key and change objects, at least one. Give the roles that
   * deploy, preview and destroy, and the users that run `pulumi stack init`. They need not exist yet. Their own policies
   * need the statements of `grantStateAccess`. The bucket denies changes of objects to everyone else.
   */
  users: string[];
  /**
   * Name of the bucket: 3 to 63 lowercase letters, digits, hyphens or dots.
   * @default - the name of the component, the account and the region
   */
  bucketName?: string | undefined;
  /**
   * Days until a noncurrent version of a state expires, 1 to 3650.
   * @default 365
   */
  noncurrentExpireAfterDays?: number | undefined;
  /**
   * A second bucket in another region or account, to which S3 copies every version of a state; deletions are not copied.
   * Costs the storage, the transfer and, for a new bucket, $1 a month for its key.
   * @default - no replica
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
   */
  replication?: StateReplication | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates the state backend of Pulumi or Terraform: a private, versioned bucket without expiry, its key, and a second
 * bucket for access logs. The customer managed key rotates yearly. The bucket policy requires TLS. Both tools lock a
 * state by an object beside it. The key is also the secrets provider of Pulumi. All resources have the tag
 * `aws-pipelines:gate`, so that no build of the account changes the key or its alias.
 *
 * `pulumi destroy` retains every resource: other stacks can only be destroyed with their state. With the resource option
 * `protect`, Pulumi refuses the destroy.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new StateBackend("acme-state", {
 *   account: "111122223333",
 *   region: "eu-central-1",
 *   users: ["arn:aws:iam::111122223333:role/shop-dev-deploy-eu-central-1"],
 * }, { protect: true });
 * ```
 */
export class StateBackend extends pulumi.ComponentResource {
  /** The name of the bucket, known on the first preview. */
  readonly bucketName: pulumi.Output<string>;
  /** The ARN of the bucket. */
  readonly bucketArn: pulumi.Output<string>;
  /** The ARN of the key that encrypts states and secrets. */
  readonly keyArn: pulumi.Output<string>;
  /** The alias of the key, without `alias/`, known on the first preview. */
  readonly keyAlias: pulumi.Output<string>;
  /** The argument of `pulumi login`, known on the first preview. */
  readonly backendUrl: pulumi.Output<string>;
  /** The value of `pulumi stack init --secrets-provider`, known on the first preview. */
  readonly secretsProvider: pulumi.Output<string>;

  constructor(name: string, args: StateBackendArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("StateBackend", name, args);
    const { account, region, users, noncurrentExpireAfterDays = 365, replication } = args;
    const bucketName = args.bucketName ?? bucketNameOf(name, account, region);
    const scope = scopeOf(args);
    const replica = replication && planReplica(scope, name, bucketName, replication);
    const policy = stateKeyPolicy(scope, users, replica ? [decryptForReplication(scope, replica.roleArn)] : []);
    const bucketPolicy = stateBucketPolicy(scope, bucketName, users);
    refuse(`StateBackend ${name}`, [
      ...stateBackendProblems({ bucketName, users, noncurrentExpireAfterDays, replication }, args),
      ...scopeProblems(args),
      ...roleSettingsProblems(args, account),
      ...sizeProblems("users", "key policy", policy),
      ...sizeProblems("users", "bucket policy", bucketPolicy),
      ...tagProblems(args.tags, otherTags),
    ]);
    super("aws-pipelines:index:StateBackend", name, args, opts);
    const tags = withGateTag(args.tags, bucketName);

    const key = createKey(name, { region, policy, tags }, { parent: this, retainOnDelete: true });
    const store = createLoggedBucket(
      name,
      scope,
      {
        region,
        bucketName,
        policy: bucketPolicy,
        encryptionKeyArn: key.arn,
        noncurrentExpireAfterDays,
        retainOnDelete: true,
        tags,
      },
      this,
    );
    if (replica !== undefined) {
      createReplica(name, replica, { store, users, noncurrentExpireAfterDays, tags }, this);
    }

    this.bucketName = store.bucketName;
    this.bucketArn = store.bucketArn;
    this.keyArn = key.arn;
    this.keyAlias = pulumi.output(keyAlias(name));
    this.backendUrl = pulumi.output(pulumiBackendUrl({ bucketName, region }));
    this.secretsProvider = pulumi.output(pulumiSecretsProvider({ keyAlias: keyAlias(name), region }));
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      keyArn: this.keyArn,
      keyAlias: this.keyAlias,
      backendUrl: this.backendUrl,
      secretsProvider: this.secretsProvider,
    });
  }
}
