import * as pulumi from "@pulumi/pulumi";
import { keyAlias, nameLimits, physicalName } from "../aws/physical-name";
import { type ScopeArgs, scopeOf } from "../aws/scope-args";
import { stateBucketPolicy } from "../iam/bucket-policy";
import { sizeProblems } from "../iam/limits";
import { stateKeyPolicy } from "../iam/state-key-policy";
import { refuse } from "../schema/refuse";
import { createKey } from "./key";
import { createLoggedBucket } from "./logged-bucket";
import { stateBackendProblems } from "./state-backend-args";
import { pulumiBackendUrl, pulumiSecretsProvider } from "./state-bucket";

/** The arguments of a {@link StateBackend}. */
export interface StateBackendArgs extends ScopeArgs {
  /**
   * The ARNs of the roles and users of this account that may use the key, at least one: the roles that deploy, preview
   * and destroy, and who makes stacks with `pulumi stack init`. They need not exist yet. Their own documents must let
   * them as well: `grantStateAccess`.
   */
  users: string[];
  /**
   * The name of the bucket that is made, 3 to 63 lower-case letters, digits, hyphens or dots.
   * @default - the name of the component, the account and the region
   */
  bucketName?: string | undefined;
  /**
   * After how many days a state that was overwritten is gone for good, 1 to 3650.
   * @default 365
   */
  noncurrentExpireAfterDays?: number | undefined;
  /**
   * Tags of everything that takes tags.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Where Pulumi or Terraform keeps its state: a private, versioned bucket under a customer key with yearly rotation, TLS
 * only, with a log of every access, whose states never expire. Both tools lock a state by an object beside it. The key is
 * Pulumi's secrets provider as well.
 *
 * Everything stays when its own stack is destroyed: without its state nobody can destroy anything else in an orderly
 * way. The resource option `protect` makes Pulumi refuse even to forget it.
 *
 * @throws RunError naming every argument that is wrong.
 */
export class StateBackend extends pulumi.ComponentResource {
  /** The name of the bucket, known on the first preview. */
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** The ARN of the key that state and secrets are encrypted under. */
  readonly keyArn: pulumi.Output<string>;
  /** The alias of the key, without `alias/`, known on the first preview. */
  readonly keyAlias: pulumi.Output<string>;
  /** What `pulumi login` takes, known on the first preview. */
  readonly backendUrl: pulumi.Output<string>;
  /** What `pulumi stack init --secrets-provider` takes, known on the first preview. */
  readonly secretsProvider: pulumi.Output<string>;

  constructor(name: string, args: StateBackendArgs, opts?: pulumi.ComponentResourceOptions) {
    const { account, region, users, noncurrentExpireAfterDays = 365, tags } = args;
    const bucketName = args.bucketName ?? physicalName([name.toLowerCase(), account, region], nameLimits.bucket);
    const scope = scopeOf(args);
    const policy = stateKeyPolicy(scope, users);
    refuse(`StateBackend ${name}`, [
      ...stateBackendProblems({ bucketName, users, noncurrentExpireAfterDays }, account),
      ...sizeProblems("users", "key policy", policy),
    ]);
    super("aws-pipelines:index:StateBackend", name, args, opts);

    const key = createKey(name, { region, policy, tags }, { parent: this, retainOnDelete: true });
    const store = createLoggedBucket(
      name,
      scope,
      {
        region,
        bucketName,
        policy: stateBucketPolicy(scope, bucketName),
        encryptionKeyArn: key.arn,
        noncurrentExpireAfterDays,
        retainOnDelete: true,
        tags,
      },
      this,
    );

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
