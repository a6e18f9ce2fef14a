import { isSet, type Value } from "../../iam/value";
import type { Fixes } from "../facts/finding";
import type { RuleConfig } from "./config";

/** The key that a rule's remediation sets. */
export interface CustomerKey {
  /** An ARN, or empty text for no remediation. */
  readonly keyArn: string;
}

/** Configuration of a rule that can set a customer managed key. */
export const customerKeyConfig: RuleConfig<CustomerKey> = {
  properties: {
    keyArn: {
      type: "string",
      pattern: "^(arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+)?$",
      description: "ARN of the customer managed key that the level remediate sets; without it nothing is set",
    },
  },
  defaults: { keyArn: "" },
};

/** Returns the fix that sets the configured key at a path, or nothing without a configured key. */
export function toKey(path: string, { keyArn }: CustomerKey): Fixes | undefined {
  return keyArn === "" ? undefined : { [path]: keyArn };
}

/**
 * Whether a value names a customer managed key: it is set, and no `alias/aws/*` key of AWS. An unknown key counts,
 * because it comes from the program.
 */
export function isCustomerKey(key: Value): boolean {
  return isSet(key) && !(typeof key === "string" && /(^|:)alias\/aws\//.test(key));
}
