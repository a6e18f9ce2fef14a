import type * as pulumi from "@pulumi/pulumi";
import { pipelineArn } from "../aws/arn";
import { createStartRule } from "../codebuild/start-rule";
import type { RoleArgs } from "../iam/role";
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
  const target = { targetId: "pipeline", arn: pipelineArn(scope, pipelineName) };
  for (const start of starts) {
    createStartRule(`${name}-${start.key}`, scope, start, target, tags, opts);
  }
}
