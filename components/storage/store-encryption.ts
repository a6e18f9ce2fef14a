import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../aws/scope";
import { type KeyUsers, keyPolicy, keyPolicyAddition } from "../iam/key-policy";
import { sizeProblems } from "../iam/limits";
import { refuse } from "../schema/refuse";
import type { ArtifactBucket } from "./artifact-bucket";

/** Inputs of resources that use the key of a store and depend on its policy. @internal */
export interface StoreEncryption {
  readonly encryptionKeyArn: pulumi.Input<string>;
  /** The policy of a new key; undefined for an existing key, whose owner keeps its policy. */
  readonly encryptionKeyPolicy: Promise<pulumi.Resource> | undefined;
}

/** @internal */
export interface StoreKey {
  readonly encryption: StoreEncryption;
  /** Attaches the key policy for all users, after their roles. */
  attachKeyPolicy(roles: pulumi.Input<pulumi.Resource>[]): void;
}

/** @internal */
export interface StoreKeyArgs {
  readonly store: ArtifactBucket;
  /** The ARN of an existing key. */
  readonly existingKeyArn?: string | undefined;
  readonly keyUsers: KeyUsers;
  /**
   * The path of the store in messages.
   * @default "artifacts"
   */
  readonly path?: string;
  /** Whether `pulumi destroy` retains the policy. */
  readonly retainOnDelete: boolean;
}

/**
 * Returns the key of a component's store. Its policy comes last: KMS refuses a policy that names roles which do not exist.
 * Resources that use the key at creation depend on that policy.
 *
 * A retained key keeps this policy: the default policy of KMS lets every administrator decrypt.
 *
 * @param subject - the owner of the store in messages
 * @internal
 */
export function storeKey(
  subject: string,
  name: string,
  scope: AwsScope,
  { store, existingKeyArn, keyUsers, retainOnDelete, path = "artifacts" }: StoreKeyArgs,
  opts: pulumi.CustomResourceOptions & { parent: pulumi.Resource },
): StoreKey {
  const made = later<pulumi.Resource>();
  return {
    encryption: {
      encryptionKeyArn: existingKeyArn ?? store.keyArn,
      encryptionKeyPolicy: existingKeyArn === undefined ? made.promise : undefined,
    },
    attachKeyPolicy(roles) {
      if (existingKeyArn !== undefined) {
        const addition = JSON.stringify(keyPolicyAddition(scope, keyUsers), undefined, 2);
        pulumi.log.info(`Add these statements to the policy of ${existingKeyArn}:\n${addition}`, opts.parent);
      }
      if (store.keyId !== undefined) {
        const policy = keyPolicy(scope, keyUsers);
        refuse(subject, sizeProblems(path, "key policy", policy));
        const args = { region: scope.region, keyId: store.keyId, policy };
        const inOrder = { ...opts, retainOnDelete: retainOnDelete, dependsOn: roles };
        made.resolve(new kms.KeyPolicy(`${name}-key-policy`, args, inOrder));
      }
    },
  };
}

/** A resource that the program creates later, for resources that depend on it. */
interface Later<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

function later<T>(): Later<T> {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
