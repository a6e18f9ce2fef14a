import { textOf, unknownValue, type Value } from "../../iam/value";
import type { StackResource } from "../facts/stack";
import type { Identity } from "./identities";

export const roleType = "aws:iam/role:Role";

/** The roles that a property may name: one where its value is known, else all roles that the value can come from. */
export interface NamedRoles {
  /** Role resources of the stack. */
  readonly resources: readonly StackResource[];
  /** ARNs of the roles, with `*` for unknown parts. */
  readonly arns: readonly string[];
}

/** Finds the roles that a value of a property names. A property may hold several values, as `stages` does. */
export type FindRoles = (user: StackResource, property: string, value: Value) => NamedRoles;

/** Indexes the roles of a stack. */
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

/** Merges groups of roles. */
export function rolesTogether(groups: readonly NamedRoles[]): NamedRoles {
  return {
    resources: [...new Set(groups.flatMap(({ resources }) => resources))],
    arns: [...new Set(groups.flatMap(({ arns }) => arns))],
  };
}

/** Returns the ARN of a role by its name, or nothing for a role that AWS names. */
function arnOf({ props: { name, path } }: StackResource): string[] {
  return textOf(name) === "" ? [] : [`arn:*:iam::*:role${textOf(path) || "/"}${textOf(name)}`];
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
