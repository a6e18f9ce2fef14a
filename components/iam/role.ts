import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { nameLimits, physicalName } from "../aws/physical-name";
import { refuse } from "../schema/refuse";
import { sizeProblems } from "./limits";
import { rolePolicies } from "./role-policies";
import type { Statement } from "./statement";

/** @internal */
export interface RoleArgs {
  readonly roleName: string;
  readonly description: string;
  readonly trust: string;
  readonly statements: readonly Statement[];
  /** The ARNs of AWS managed policies of the role. */
  readonly managedPolicies?: readonly string[];
  /** The ARN of the permissions boundary. */
  readonly permissionsBoundary?: string | undefined;
  readonly tags: Tags | undefined;
}

type Tags = pulumi.Input<Record<string, pulumi.Input<string>>>;

/** A role, and the resources that must exist before the role works. @internal */
export interface CreatedRole {
  readonly role: iam.Role;
  readonly ready: pulumi.Resource[];
}

/**
 * Creates a role with its statements: in an inline policy up to IAM's limit, the rest in managed policies of this role.
 *
 * @internal
 */
export function createRole(name: string, args: RoleArgs, opts: pulumi.CustomResourceOptions): CreatedRole {
  const { roleName, description, trust, statements, managedPolicies = [], permissionsBoundary, tags } = args;
  refuse(`The role ${roleName}`, sizeProblems("trust", "trust policy", trust));
  const parent = { parent: opts.parent };
  const role = new iam.Role(
    name,
    {
      name: roleName,
      description,
      assumeRolePolicy: trust,
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      tags,
    },
    opts,
  );
  const { inline, managed } = rolePolicies(statements);
  const inlinePolicy =
    inline === undefined
      ? []
      : [new iam.RolePolicy(`${name}-policy`, { name: "permissions", role: role.name, policy: inline }, parent)];
  const attachments = Object.entries(managed).map(([sid, policy]) => {
    const policyName = physicalName([roleName, sid], nameLimits.policy);
    const document = new iam.Policy(`${name}-policy-${sid}`, { name: policyName, description, policy, tags }, parent);
    return new iam.RolePolicyAttachment(
      `${name}-attachment-${sid}`,
      { role: role.name, policyArn: document.arn },
      parent,
    );
  });
  const attached = managedPolicies.map((policyArn) => {
    const policyName = policyArn.slice(policyArn.lastIndexOf("/") + 1);
    return new iam.RolePolicyAttachment(`${name}-attachment-${policyName}`, { role: role.name, policyArn }, parent);
  });
  return { role, ready: [role, ...inlinePolicy, ...attachments, ...attached] };
}
