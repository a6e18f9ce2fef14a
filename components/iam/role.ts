import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { nameLimits, physicalName } from "../aws/physical-name";
import type { RoleSettings } from "../aws/role-settings";
import { refuse } from "../schema/refuse";
import { sizeProblems } from "./limits";
import type { RolePolicies } from "./role-policies";

/** @internal */
export interface RoleArgs {
  readonly roleName: string;
  readonly description: string;
  readonly trust: string;
  /** The policies of the statements of the role. */
  readonly policies: RolePolicies;
  /** The ARNs of AWS managed policies of the role. */
  readonly managedPolicies?: readonly string[];
  /** The path and the boundary. */
  readonly settings: RoleSettings;
  readonly tags: Tags | undefined;
}

type Tags = pulumi.Input<Record<string, pulumi.Input<string>>>;

/** A role, and the resources that must exist before the role works. @internal */
export interface CreatedRole {
  readonly role: iam.Role;
  readonly ready: pulumi.Resource[];
}

/**
 * Creates a role with its policies: the inline one, and managed policies for what is beyond IAM's limit.
 *
 * @internal
 */
export function createRole(name: string, args: RoleArgs, opts: pulumi.CustomResourceOptions): CreatedRole {
  const { roleName, description, trust, settings, tags } = args;
  const { rolePath: path, permissionsBoundaryArn: permissionsBoundary } = settings;
  refuse(`The role ${roleName}`, sizeProblems("trust", "trust policy", trust));
  const { provider } = opts;
  const parent = { parent: opts.parent, ...(provider && { provider }) };
  const role = new iam.Role(
    name,
    {
      name: roleName,
      ...(path !== undefined && { path }),
      description,
      assumeRolePolicy: trust,
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      tags,
    },
    opts,
  );
  const policies = attachPolicies(name, { ...args, role, inlineName: "permissions", managedPrefix: roleName }, parent);
  return { role, ready: [role, ...policies] };
}

/** @internal */
export interface AttachedPolicies
  extends Pick<RoleArgs, "description" | "policies" | "managedPolicies" | "settings" | "tags"> {
  readonly role: iam.Role;
  /** The name of the inline policy. */
  readonly inlineName: string;
  /** The beginning of the names of the managed policies; the name of the first statement follows. */
  readonly managedPrefix: string;
}

/**
 * Attaches policies to a role, and returns the policies and attachments.
 *
 * @internal
 */
export function attachPolicies(
  name: string,
  { role, inlineName, managedPrefix, description, policies, managedPolicies = [], settings, tags }: AttachedPolicies,
  parent: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { rolePath: path } = settings;
  const { inline, managed } = policies;
  const inlinePolicy =
    inline === undefined
      ? []
      : [new iam.RolePolicy(`${name}-policy`, { name: inlineName, role: role.name, policy: inline }, parent)];
  const attachments = Object.entries(managed).map(([sid, policy]) => {
    const document = new iam.Policy(
      `${name}-policy-${sid}`,
      {
        name: physicalName([managedPrefix, sid], nameLimits.policy),
        ...(path !== undefined && { path }),
        description,
        policy,
        tags,
      },
      parent,
    );
    return new iam.RolePolicyAttachment(
      `${name}-attachment-${sid}`,
      { role: role.name, policyArn: document.arn },
      parent,
    );
  });
  const ofAws = managedPolicies.map((policyArn) => {
    const policyName = policyArn.slice(policyArn.lastIndexOf("/") + 1);
    return new iam.RolePolicyAttachment(`${name}-attachment-${policyName}`, { role: role.name, policyArn }, parent);
  });
  return [...inlinePolicy, ...attachments, ...ofAws];
}
