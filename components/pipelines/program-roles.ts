import type * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { nameLimits, physicalName } from "../aws/physical-name";
import { attachPolicies, type RoleArgs } from "../iam/role";
import type { PipelinePlan } from "./plan/plan";

/**
 * Adds the permissions that a pipeline needs to roles of the same program, and returns what must exist before the roles
 * can work.
 *
 * @param given - the roles, by ARN
 * @internal
 */
export function grantProgramRoles(
  name: string,
  { context: { scope, pipelineName }, programRoles }: PipelinePlan,
  given: Readonly<Record<string, iam.Role>>,
  tags: RoleArgs["tags"],
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return programRoles.flatMap(({ roleArn, roleName, policies, managedPolicies }) => {
    const role = given[roleArn];
    return role === undefined
      ? []
      : [
          role,
          ...attachPolicies(
            `${name}-${roleName}`,
            {
              role,
              policies,
              managedPolicies,
              inlineName: physicalName([pipelineName], nameLimits.policy),
              managedPrefix: `${pipelineName}-${roleName}`,
              description: `Actions of ${pipelineName}`,
              settings: scope,
              tags,
            },
            child,
          ),
        ];
  });
}
