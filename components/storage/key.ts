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
  /**
   * Resources to create before the key: the roles that its policy names.
   * @default - none
   */
  readonly follows?: pulumi.CustomResourceOptions["dependsOn"];
}

/**
 * Creates a customer managed key that signs and verifies, with an alias. KMS rotates no such key.
 *
 * @internal
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/asymmetric-key-specs.html
 */
export function createSigningKey(
  name: string,
  args: KeyArgs & { readonly policy: string; readonly description: string },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const key = new kms.Key(
    `${name}-key`,
    {
      keyUsage: "SIGN_VERIFY",
      customerMasterKeySpec: "ECC_NIST_P256",
      enableKeyRotation: false,
      deletionWindowInDays: 30,
      ...args,
    },
    opts,
  );
  return [key, createAlias(name, key, args.region, opts)];
}

/**
 * Creates the customer managed key of a component, with yearly rotation and an alias.
 *
 * @internal
 */
export function createKey(
  name: string,
  { follows = [], ...args }: KeyArgs,
  opts: pulumi.CustomResourceOptions,
): kms.Key {
  const key = new kms.Key(
    `${name}-key`,
    { description: `Encrypts ${name}`, enableKeyRotation: true, deletionWindowInDays: 30, ...args },
    { ...opts, dependsOn: follows },
  );
  createAlias(name, key, args.region, opts);
  return key;
}

function createAlias(name: string, key: kms.Key, region: string, opts: pulumi.CustomResourceOptions): kms.Alias {
  return new kms.Alias(`${name}-key-alias`, { name: `alias/${keyAlias(name)}`, targetKeyId: key.keyId, region }, opts);
}
