import { at, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { changesProduction } from "../../lib/pipeline/action-purpose";
import { configured, pipelineSteps, pipelineType, precedes, type Step } from "../../lib/pipeline/actions";
import { approves } from "../../lib/pipeline/approvals";
import { type ProductionConfig, productionConfig } from "../../lib/pipeline/production";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineCfnChangeSet = resourceRule<ProductionConfig>({
  name: "codepipeline-cfn-change-set",
  displayName: "Production stacks change by approved change sets",
  description:
    "Production stacks should change by an approved change set. A change set shows what CloudFormation replaces or deletes.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Use CHANGE_SET_REPLACE, then a Manual approval, then CHANGE_SET_EXECUTE.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
  tags: ["codepipeline", "approval", "cloudformation"],
  equivalentChecks: { owasp: ["SEC-1"] },
  types: [pipelineType],
  config: productionConfig,
  judge: changeSetsApproved,
});

function changeSetsApproved({ props }: JudgedResource, { productionWords }: ProductionConfig): Finding[] {
  const steps = pipelineSteps(props.stages);
  return steps
    .filter(
      (step) =>
        at(step.value, "provider") === "CloudFormation" && changesProduction(step, props, productionWords) !== false,
    )
    .flatMap((step) => judgeStep(step, steps));
}

function judgeStep(step: Step, steps: readonly Step[]): Finding[] {
  const path = `${step.path}.configuration.ActionMode`;
  switch (configured(step, "ActionMode")) {
    case "CREATE_UPDATE":
    case "REPLACE_ON_FAILURE":
      return [violation(path, "should be CHANGE_SET_REPLACE, then an approval, then CHANGE_SET_EXECUTE")];
    case "CHANGE_SET_EXECUTE":
      return isLookedAt(step, steps)
        ? []
        : [violation(path, "should come after an approval that comes after the change set is made")];
    case unknownValue:
      return [unknownAt(path)];
    default:
      return [];
  }
}

/** Whether an approval stands between creation and execution of a change set of this pipeline. */
function isLookedAt(step: Step, steps: readonly Step[]): boolean {
  const makers = steps.filter(
    (other) => configured(other, "ActionMode") === "CHANGE_SET_REPLACE" && isSameStack(other, step),
  );
  return makers.every((maker) =>
    steps.some((approval) => approves(approval, step) !== false && precedes(maker, approval) !== false),
  );
}

function isSameStack(one: Step, other: Step): boolean {
  return ["StackName", "ChangeSetName"].every((key) => configured(one, key) === configured(other, key));
}
