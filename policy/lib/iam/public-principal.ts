import { hasUnknownCondition, namesAccount, requiring } from "../../iam/conditions";
import type { Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { textOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../facts/finding";

/** Condition keys that say whose request it is, so that one of them narrows a wildcard principal down. */
const boundingKeys = [
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceOrgID",
  "aws:SourceOrgPaths",
  "aws:SourceVpc",
  "aws:SourceVpce",
];

/**
 * Judges a statement that allows something: whoever it names at large must be narrowed down by a condition that a
 * request from elsewhere cannot meet. What the request says of itself, as `aws:Referer`, narrows nothing.
 *
 * @param serviceKeys - condition keys of the service that say whose request it is
 */
export function namesNobodyAtLarge(
  { path, principals, conditions }: Statement,
  serviceKeys: readonly string[] = [],
): Finding[] {
  const bounds = requiring(conditions, [...boundingKeys, ...serviceKeys]).map(({ values }) => values);
  if (bounds.some((values) => values.length > 0 && values.every(isBound))) {
    return [];
  }
  const unsure = hasUnknownCondition(conditions) || bounds.flat().includes(unknownValue);
  return principals.flatMap(({ path: place, value }) => {
    if (value === unknownValue) {
      return [unknownAt(place)];
    }
    if (!hasWildcard(textOf(value))) {
      return [];
    }
    return unsure
      ? [unknownAt(`${path}.Condition`)]
      : [violation(place, "should name its principals, or Condition the account, organization or source: * is anyone")];
  });
}

/** The path of an organizational unit names its organization first. */
function isBound(value: Value): boolean {
  return namesAccount(value) || /^o-[a-z0-9]+\//.test(textOf(value));
}
