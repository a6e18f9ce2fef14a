import { parseArn } from "../../aws/arn";
import type { KeyReference } from "../../iam/key-use";
import { type RolePolicies, rolePolicies, rolePolicyProblems } from "../../iam/role-policies";
import { nearest } from "../../schema/nearest";
import type { Problem } from "../../schema/problem";
import type { ActionRole } from "./action-roles";
import type { ArtifactReader } from "./artifact-readers";
import type { ProjectPermissions } from "./project-permissions";

/** A role that the definition names and that the same program creates, with the policies that the pipeline adds to it. */
export interface ProgramRole {
  readonly roleArn: string;
  /** The last part of the ARN. */
  readonly roleName: string;
  readonly policies: RolePolicies;
  /** The ARNs of AWS managed policies that its actions need. */
  readonly managedPolicies: readonly string[];
}

/** Everything that a pipeline needs of the roles that its definition names. */
export interface NamedRoles {
  readonly roles: readonly Pick<ActionRole, "roleArn" | "exists" | "statements" | "managedPolicies">[];
  readonly readers: readonly Pick<ArtifactReader, "roleArn" | "place" | "statements">[];
  readonly projects: readonly Pick<ProjectPermissions, "roleArn" | "named" | "statements">[];
}

/**
 * Plans the policies that a pipeline adds to roles of the same program.
 *
 * @param arns - the ARNs of these roles
 * @param managedOnly - whether the roles get no inline policy
 */
export function planProgramRoles(
  { roles, readers, projects }: NamedRoles,
  arns: readonly string[],
  managedOnly = false,
): ProgramRole[] {
  return arns.map((arn) => {
    const actions = roles.filter((role) => role.exists && role.roleArn === arn);
    const others = [...readers, ...projects.filter(({ named }) => named)].filter((role) => role.roleArn === arn);
    return {
      roleArn: arn,
      roleName: arn.slice(arn.lastIndexOf("/") + 1),
      policies: rolePolicies(
        [...actions, ...others].flatMap(({ statements }) => statements),
        managedOnly,
      ),
      managedPolicies: [...new Set(actions.flatMap(({ managedPolicies }) => managedPolicies))],
    };
  });
}

/**
 * Refuses roles that the definition does not name, roles of other accounts, and roles whose policy would name an
 * unknown key. Also refuses policies that IAM does not accept.
 *
 * @param keys - keys of the artifacts, by region
 */
export function programRoleProblems(
  { roles, readers, projects }: NamedRoles,
  planned: readonly ProgramRole[],
  account: string,
  keys: Readonly<Record<string, KeyReference>>,
): Problem[] {
  const named = new Set([
    ...roles.filter(({ exists }) => exists).map((role) => role.roleArn),
    ...readers.map((role) => role.roleArn),
    ...projects.filter((project) => project.named).map((role) => role.roleArn),
  ]);
  return planned.flatMap(({ roleArn, policies, managedPolicies }) => {
    const path = `roles["${roleArn}"]`;
    if (!named.has(roleArn)) {
      const meant = nearest(roleArn, [...named]);
      const fix = meant === undefined ? "remove it, or give the ARN to an action" : `did you mean "${meant}"?`;
      return [{ path, reason: `is named by no action: ${fix}` }];
    }
    const owner = parseArn(roleArn)?.account;
    if (owner !== account) {
      const reason = `belongs to the account ${owner}, and roles takes roles of the pipeline's account, ${account}: remove it, and give the role the printed statements`;
      return [{ path, reason }];
    }
    const reader = readers.find((role) => role.roleArn === roleArn && keys[role.place.region] === undefined);
    return reader === undefined
      ? rolePolicyProblems(path, policies, managedPolicies.length)
      : [
          {
            path,
            reason: `reads artifacts of ${reader.place.region}, and its policy must name their key, whose ARN is not known yet: give encryptionKeyArn as text, or use DeliveryPipeline`,
          },
        ];
  });
}
