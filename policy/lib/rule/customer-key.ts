import { isSet, type Value } from "../../iam/value";
import type { Fixes } from "../facts/finding";
import type { RuleConfig } from "./config";

/** The key that a rule's remediation puts where there is none. */
export interface CustomerKey {
  /** An ARN; empty when the rule is to remediate nothing. */
  readonly keyArn: string;
}

/** The configuration of a rule that can put a customer managed key where there is none. */
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

/** The fix that puts the configured key at a path; none while no key is configured. */
export function toKey(path: string, { keyArn }: CustomerKey): Fixes | undefined {
  return keyArn === "" ? undefined : { [path]: keyArn };
}

/**
 * Whether a value names a customer managed key: set, and not one of the `alias/aws/*` keys that AWS manages.
 * A key that is not known yet is one that the program made, so it counts.
 */
export function isCustomerKey(key: Value): boolean {
  return isSet(key) && !(typeof key === "string" && /(^|:)alias\/aws\//.test(key));
}
