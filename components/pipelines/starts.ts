import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { pipelineArn, roleArn } from "../aws/arn";
import { createRole, type RoleArgs } from "../iam/role";
import { rolePolicies } from "../iam/role-policies";
import type { PipelinePlan } from "./plan/plan";

/**
 * Makes the EventBridge rules that start a pipeline, each with a role that may do nothing else.
 *
 * @internal
 */
export function createPipelineStarts(
  name: string,
  { context: { scope, pipelineName }, starts }: PipelinePlan,
  tags: RoleArgs["tags"],
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource },
): void {
  const child = { parent: opts.parent };
  for (const start of starts) {
    const { description, ruleName, roleName, trust, statements } = start;
    const startName = `${name}-${start.key}`;
    const role = createRole(
      `${startName}-role`,
      {
        roleName,
        description,
        trust,
        policies: rolePolicies(statements, scope.managedPoliciesOnly),
        settings: scope,
        tags,
      },
      child,
    );
    const rule = new cloudwatch.EventRule(
      startName,
      { region: scope.region, name: ruleName, description, ...start.when, tags },
      child,
    );
    new cloudwatch.EventTarget(
      `${startName}-target`,
      {
        region: scope.region,
        rule: rule.name,
        targetId: "pipeline",
        arn: pipelineArn(scope, pipelineName),
        roleArn: roleArn(scope, roleName),
      },
      { ...child, dependsOn: [...role.ready, opts.dependsOn] },
    );
  }
}
