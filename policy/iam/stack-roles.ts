import type { StackResource } from "../lib/facts/stack";
import { textOf, unknownValue, type Value } from "../lib/facts/value";
import type { Identity } from "./identities";
import { roleType } from "./role-use";

/** The roles that a property may name: one where its value is known, else all that the value can come from. */
export interface NamedRoles {
  /** Those that the stack makes. */
  readonly resources: readonly StackResource[];
  /** Their ARNs, with `*` for what is not known of them. */
  readonly arns: readonly string[];
}

/** Finds the roles that a property names; a property may hold several values, as the stages of a pipeline do. */
export type FindRoles = (user: StackResource, property: string, value: Value) => NamedRoles;

/** Looks at every role of a stack once. */
export function roleFinder(resources: readonly StackResource[]): FindRoles {
  const roles = resources.filter(({ type }) => type === roleType);
  const hasName = ({ props }: StackResource) => textOf(props.name) !== "";
  const named = new Map(roles.filter(hasName).map((role) => [textOf(role.props.name), role]));
  const byUrn = new Map(roles.map((role) => [role.urn, role]));
  return (user, property, value) => {
    if (typeof value === "string" && value !== "") {
      const role = named.get(lastPart(value));
      return { resources: role === undefined ? [] : [role], arns: [value] };
    }
    const sources = value === unknownValue ? [...(user.propertyDependencies.get(property) ?? [])] : [];
    const found = sources.flatMap((urn) => byUrn.get(urn) ?? []);
    return { resources: found, arns: found.flatMap(arnOf) };
  };
}

/** Whether an identity is one of some roles. */
export function isAmong({ kind, name, resource }: Identity, { resources, arns }: NamedRoles): boolean {
  const isMade = resource !== undefined && resources.some(({ urn }) => urn === resource.urn);
  return kind === "role" && (isMade || (textOf(name) !== "" && arns.some((arn) => lastPart(arn) === name)));
}

/** Several groups of roles as one. */
export function rolesTogether(groups: readonly NamedRoles[]): NamedRoles {
  return {
    resources: [...new Set(groups.flatMap(({ resources }) => resources))],
    arns: [...new Set(groups.flatMap(({ arns }) => arns))],
  };
}

/** The ARN of a role as far as its name says; none for one that AWS names. */
function arnOf({ props: { name, path } }: StackResource): string[] {
  return textOf(name) === "" ? [] : [`arn:*:iam::*:role${textOf(path) || "/"}${textOf(name)}`];
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
