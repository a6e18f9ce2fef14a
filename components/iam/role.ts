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
  /** The ARNs of policies of AWS's own that the role holds. */
  readonly managedPolicies?: readonly string[];
  /** The ARN of the policy that bounds what the role may do. */
  readonly permissionsBoundary?: string | undefined;
  readonly tags: Tags | undefined;
}

type Tags = pulumi.Input<Record<string, pulumi.Input<string>>>;

/** A role, and what must exist before it can do its work. @internal */
export interface CreatedRole {
  readonly role: iam.Role;
  readonly ready: pulumi.Resource[];
}

/**
 * Makes a role that may do what its statements say: inline as far as IAM takes it, the rest in managed policies of
 * this role alone.
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
