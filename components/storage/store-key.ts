import type * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../aws/scope";
import { type KeyUsers, keyPolicy } from "../iam/key-policy";
import { sizeProblems } from "../iam/limits";
import { refuse } from "../schema/refuse";

/** Policy of the new key of a store, and the roles that it names as principals. @internal */
export interface StoreKey {
  /** The policy, as JSON. */
  readonly policy: string;
  /** The roles. KMS refuses principals that do not exist, so the key follows them. */
  readonly roles: pulumi.Input<pulumi.Input<pulumi.Resource>[]>;
}

/**
 * Returns the key of a component's store, which follows the roles of its users. KMS binds a role that a policy names as
 * principal by its unique id. So a later role of the same name cannot use the key.
 *
 * @param subject - the owner of the store in messages
 * @param path - path of the store in messages
 * @throws RunError if KMS refuses a policy of this size.
 * @internal
 */
export function storeKey(
  subject: string,
  scope: AwsScope,
  users: KeyUsers,
  roles: StoreKey["roles"],
  path = "artifacts",
): StoreKey {
  const policy = keyPolicy(scope, users);
  refuse(subject, sizeProblems(path, "key policy", policy));
  return { policy, roles };
}

/**
 * Returns the inputs of a component whose roles a key policy may name. A new key waits for these roles, so the component
 * must not wait for the key.
 *
 * @internal
 */
export function withoutNewKey(inputs: { readonly encryptionKeyArn: pulumi.Input<string> }): pulumi.Inputs {
  const { encryptionKeyArn, ...others } = inputs;
  return typeof encryptionKeyArn === "string" ? inputs : others;
}

/** Resources that the program creates later. @internal */
export interface Later<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

/** @internal */
export function later<T>(): Later<T> {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
