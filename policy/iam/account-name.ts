import { hasWildcard } from "../lib/facts/glob";
import { isSet, textOf, unknownValue, type Value } from "../lib/facts/value";

/** What an ARN says for its account, which may be nothing. */
export function accountInArn(arn: Value): string | undefined {
  return textOf(arn).split(":")[4];
}

/**
 * Whether the value of a condition names an account, an organization or something that is in one: by number or id, or
 * in an ARN. The ARN of a bucket has no account, only a name that one account owns.
 */
export function namesAccount(value: Value): boolean {
  const [scheme, , , , account, resource = ""] = textOf(value).split(":");
  if (scheme !== "arn") {
    return isSet(value) && value !== unknownValue && !hasWildcard(textOf(value));
  }
  return account === "" ? /^[^*?]/.test(resource) : account !== undefined && !hasWildcard(account);
}
