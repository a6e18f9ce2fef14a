import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { roleArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { createRole, type RoleArgs } from "../iam/role";
import { rolePolicies } from "../iam/role-policies";
import type { StartRule } from "./build-starts";

/** Target that a rule starts. */
export interface StartTarget {
  readonly targetId: string;
  readonly arn: string;
  /** The parameters of the start, made of parts of the event. */
  readonly inputTransformer?: { readonly inputPaths: Record<string, string>; readonly inputTemplate: string };
}

/**
 * Creates an EventBridge rule with a role that may start one target and nothing else.
 *
 * @internal
 */
export function createStartRule(
  name: string,
  scope: AwsScope,
  start: StartRule,
  target: StartTarget,
  tags: RoleArgs["tags"],
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource },
): void {
  const { description, ruleName, roleName, trust, statements } = start;
  const child = { parent: opts.parent };
  const role = createRole(
    `${name}-role`,
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
    name,
    { region: scope.region, name: ruleName, description, ...start.when, tags },
    child,
  );
  new cloudwatch.EventTarget(
    `${name}-target`,
    { region: scope.region, rule: rule.name, ...target, roleArn: roleArn(scope, roleName) },
    { ...child, dependsOn: [...role.ready, opts.dependsOn] },
  );
}
