import { bindsCaller } from "../../iam/bounds";
import type { Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../facts/finding";

/**
 * Judges a statement that allows something: a condition must bind a wildcard principal to one owner. A request header
 * such as `aws:Referer` binds nobody.
 *
 * @param serviceKeys - condition keys of the service that name the caller
 */
export function namesNobodyAtLarge(
  { path, principals, conditions }: Statement,
  serviceKeys: readonly string[] = [],
): Finding[] {
  const isBound = [bindsCaller(conditions), bindsCaller(conditions, serviceKeys)];
  if (isBound.includes(true)) {
    return [];
  }
  return principals.flatMap(({ path: place, value }) => {
    if (value === unknownValue) {
      return [unknownAt(place)];
    }
    if (!hasWildcard(textOf(value))) {
      return [];
    }
    return isBound.includes(unknownValue)
      ? [unknownAt(`${path}.Condition`)]
      : [violation(place, "should name its principals, or Condition the account, organization or source: * is anyone")];
  });
}
