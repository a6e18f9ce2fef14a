import * as kms from "@pulumi/aws/kms";
import type * as pulumi from "@pulumi/pulumi";
import { keyAlias } from "../aws/physical-name";

/** @internal */
export interface KeyArgs {
  readonly region: string;
  /** The policy of the key, as JSON; AWS's own where none is given. */
  readonly policy?: string;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Makes the customer key of a component, which rotates every year, and an alias that people find it by.
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
