import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../aws/scope";
import { type KeyUsers, keyPolicy, keyPolicyAddition } from "../iam/key-policy";
import { sizeProblems } from "../iam/limits";
import { refuse } from "../schema/refuse";
import type { ArtifactBucket } from "./artifact-bucket";

/** What is encrypted under the key of a store, and waits for the policy of that key. @internal */
export interface StoreEncryption {
  readonly encryptionKeyArn: pulumi.Input<string>;
  /** The policy of the key; nothing where the key is brought, and its owner decides about it. */
  readonly encryptionKeyPolicy: Promise<pulumi.Resource> | undefined;
}

/** @internal */
export interface StoreKey {
  readonly encryption: StoreEncryption;
  /** Gives the key the policy that lets in its users, once their roles are made. */
  attachKeyPolicy(roles: pulumi.Input<pulumi.Resource>[]): void;
}

/** @internal */
export interface StoreKeyArgs {
  readonly store: ArtifactBucket;
  /** The ARN of the key that is brought, if one is. */
  readonly existingKeyArn?: string | undefined;
  readonly keyUsers: KeyUsers;
  /**
   * What messages call the store.
   * @default "artifacts"
   */
  readonly path?: string;
  /** Whether the policy stays when its stack is destroyed. */
  readonly retainOnDelete: boolean;
}

/**
 * The key of a component's store, whose policy is made last: KMS refuses a policy that names roles which do not exist,
 * while what uses the key at once waits for that policy. Without it a key that is kept would fall back to AWS's own, which
 * lets every administrator decrypt.
 *
 * @param subject what the store is for, in messages
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
        pulumi.log.info(`The policy of ${existingKeyArn} must contain these statements:\n${addition}`, opts.parent);
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

/** Something that is made later in the same program, for what must wait for it. */
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
