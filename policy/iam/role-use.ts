import type { StackResource } from "../lib/facts/stack";
import { at, isSet, textOf, unknownValue } from "../lib/facts/value";

export const roleType = "aws:iam/role:Role";

/**
 * What tells the role that a property names: the role's ARN, the role resource that the value comes from, or the ARN's
 * name where the stack makes a role of that name. Two uses with one of these in common use one role.
 */
export function rolesNamed(
  user: StackResource,
  property: string,
  resources: readonly StackResource[],
): ReadonlySet<string> {
  const value = at(user.props, property);
  const roles = resources.filter(({ type }) => type === roleType);
  if (typeof value === "string" && isSet(value)) {
    const named = roles.filter(({ props: { name } }) => isSet(name) && value.endsWith(`/${textOf(name)}`));
    return new Set([value, ...named.map(({ urn }) => urn)]);
  }
  const sources = value === unknownValue ? user.propertyDependencies.get(property) : undefined;
  return new Set(roles.filter(({ urn }) => sources?.has(urn) === true).map(({ urn }) => urn));
}
