import * as kms from "@pulumi/aws/kms";
import type * as pulumi from "@pulumi/pulumi";
import { keyAlias } from "../aws/physical-name";

/** @internal */
export interface KeyArgs {
  readonly region: string;
  /**
   * The key policy, as JSON.
   * @default - the default policy of KMS
   */
  readonly policy?: string;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates the customer managed key of a component, with yearly rotation and an alias.
 *
 * @internal
 */
export function createKey(name: string, args: KeyArgs, opts: pulumi.CustomResourceOptions): kms.Key {
  const key = new kms.Key(
    `${name}-key`,
    { description: `Encrypts ${name}`, enableKeyRotation: true, deletionWindowInDays: 30, ...args },
    opts,
  );
  new kms.Alias(
    `${name}-key-alias`,
    { name: `alias/${keyAlias(name)}`, targetKeyId: key.keyId, region: args.region },
    opts,
  );
  return key;
}
