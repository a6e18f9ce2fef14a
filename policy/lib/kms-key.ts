import { isSet, type Value } from "./value";

/**
 * Whether a value names a customer managed key: set, and not one of the `alias/aws/*` keys that AWS manages.
 * A key that is not known yet is one that the program made, so it counts.
 */
export function isCustomerKey(key: Value): boolean {
  return isSet(key) && !(typeof key === "string" && /(^|:)alias\/aws\//.test(key));
}
