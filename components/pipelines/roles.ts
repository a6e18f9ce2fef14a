import type * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { roleArn } from "../aws/arn";
import { createRole, type RoleArgs } from "../iam/role";
import { roleTrust, serviceTrust } from "../iam/trust";
import type { PipelinePlan } from "./plan/plan";

/** @internal */
export interface PipelineRoles {
  /** The role of the pipeline itself. */
  readonly own: iam.Role;
  /** The roles that are made for actions and rules, by stage and action: `Build/Image`. */
  readonly actions: Record<string, iam.Role>;
  /** Resources that the roles need before they can work. */
  readonly ready: pulumi.Resource[];
}

/**
 * Makes the role of a pipeline and, for each action and rule that needs one and brings none, a role that the pipeline's
 * alone may assume.
 *
 * @internal
 */
export function createPipelineRoles(
  name: string,
  { context: { scope, pipelineName }, roleName, policies, roles }: PipelinePlan,
  tags: RoleArgs["tags"],
  child: pulumi.CustomResourceOptions,
): PipelineRoles {
  const own = createRole(
    `${name}-role`,
    {
      roleName,
      description: `The pipeline ${pipelineName}`,
      trust: serviceTrust(scope, "codepipeline.amazonaws.com"),
      policies,
      settings: scope,
      tags,
    },
    child,
  );
  const actions: Record<string, iam.Role> = {};
  const ready = [...own.ready];
  for (const { stageName, actionName, policies: planned, ...role } of roles) {
    if (planned === undefined) {
      continue;
    }
    const made = createRole(
      `${name}-${stageName}-${actionName}-role`,
      {
        roleName: role.roleName,
        description: `${actionName} in ${stageName} of ${pipelineName}`,
        trust: roleTrust(roleArn(scope, roleName)),
        policies: planned,
        managedPolicies: role.managedPolicies,
        settings: scope,
        tags,
      },
      // IAM refuses to trust a role that does not exist.
      { ...child, dependsOn: own.role },
    );
    actions[`${stageName}/${actionName}`] = made.role;
    ready.push(...made.ready);
  }
  return { own: own.role, actions, ready };
}
