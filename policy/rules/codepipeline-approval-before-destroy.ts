import { projectType } from "../lib/build-projects";
import { destroys } from "../lib/destroy-actions";
import { destroysApproved } from "../lib/destroy-approvals";
import { projectsApproved } from "../lib/destroy-projects";
import { pipelineType } from "../lib/pipeline-actions";
import { type Rule, resourceRule, type StackFinding, stackRule } from "../lib/rule";
import type { RuleText } from "../lib/rule-text";
import type { StackResource } from "../lib/stack";

const text: RuleText = {
  name: "codepipeline-approval-before-destroy",
  displayName: "Destroying waits for an approval of its own",
  description:
    "Pipelines should destroy only after a manual approval for that alone, which tells its approvers and times out: nobody can take it back.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Put a Manual approval with NotificationArn and timeoutInMinutes directly before the action that destroys, after everything else.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
  tags: ["codepipeline", "approval", "destroy"],
  peers: { owasp: ["SEC-1"] },
  types: [pipelineType, projectType],
};

/**
 * What a pipeline says of itself is judged before it is created. What its projects run stands in other resources, so
 * that is judged when all are registered.
 */
export const codepipelineApprovalBeforeDestroy: Rule = {
  ...stackRule({ ...text, judge: everyProjectApproved }),
  ...resourceRule({ ...text, judge: ({ props }) => destroysApproved(props.stages, destroys) }),
};

function everyProjectApproved(resources: readonly StackResource[]): StackFinding[] {
  return resources
    .filter(({ type }) => type === pipelineType)
    .flatMap((pipeline) => projectsApproved(pipeline, resources).map((finding) => ({ urn: pipeline.urn, finding })));
}
