import { destroysApproved } from "../../lib/destroy/approvals";
import { functionType, judgeOpenBuilds } from "../../lib/destroy/open-builds";
import { projectsApproved, projectsOf } from "../../lib/destroy/projects";
import { namesNoDestroy, startsNoDestroy } from "../../lib/destroy/starters";
import type { Finding } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { identityAndLinkTypes } from "../../lib/iam/identity-links";
import { pipelineType } from "../../lib/pipeline/actions";
import { projectType } from "../../lib/pipeline/build-projects";
import { type ProductionConfig, productionConfig } from "../../lib/pipeline/production";
import { starterTypes } from "../../lib/pipeline/project-starters";
import { type JudgedResource, jointRule, resourceRule, type StackFinding, stackRule } from "../../lib/rule/rule";
import type { RuleText } from "../../lib/rule/text";

const text: RuleText = {
  name: "codepipeline-approval-before-destroy",
  displayName: "Destroying waits for its own approval",
  description:
    "Pipelines should destroy infrastructure only after a manual approval for that action alone. Nobody can undo a destroy.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Put a Manual approval with NotificationArn and timeoutInMinutes directly before the action that destroys, after every other action. Let only that pipeline start the project.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
  tags: ["codepipeline", "approval", "destroy"],
  equivalentChecks: { owasp: ["SEC-1"] },
  types: [pipelineType, projectType, ...starterTypes],
};

/**
 * The pipeline itself and what starts builds without one are judged before creation. Projects, functions and roles are
 * other resources, so the stack rule judges what they run and may delete.
 */
export const codepipelineApprovalBeforeDestroy = jointRule(
  resourceRule({ ...text, judge: waitsForApproval }),
  stackRule({
    ...text,
    types: [...text.types, functionType, "aws:iam/policy:Policy", ...identityAndLinkTypes],
    config: productionConfig,
    judge: everyProjectApproved,
  }),
);

function waitsForApproval(resource: JudgedResource): Finding[] {
  return resource.type === pipelineType ? destroysApproved(resource.props) : namesNoDestroy(resource);
}

function everyProjectApproved(
  resources: readonly StackResource[],
  { productionWords }: ProductionConfig,
): StackFinding[] {
  const projects = projectsOf(resources);
  const pipelines = resources.filter(({ type }) => type === pipelineType);
  return [
    ...pipelines.flatMap((pipeline) => projectsApproved(pipeline, projects)),
    ...startsNoDestroy(resources, projects.destroying),
    ...judgeOpenBuilds(resources, projects, productionWords),
  ];
}
