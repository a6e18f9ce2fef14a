import { unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { changesProduction } from "../../lib/pipeline/action-purpose";
import { pipelineSteps, pipelineType, type Step } from "../../lib/pipeline/actions";
import { isApproved } from "../../lib/pipeline/approvals";
import { type ProductionConfig, productionConfig } from "../../lib/pipeline/production";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineApprovalBeforeProduction = resourceRule<ProductionConfig>({
  name: "codepipeline-approval-before-production",
  displayName: "Production waits for an approval",
  description:
    "Pipelines should change production only after a manual approval. Otherwise one push of one person changes production.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Put a Manual approval in an earlier stage, or at a smaller runOrder of the same stage.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
  tags: ["codepipeline", "approval"],
  equivalentChecks: { owasp: ["SEC-1"] },
  types: [pipelineType],
  config: productionConfig,
  judge: productionApproved,
});

function productionApproved({ props }: JudgedResource, { productionWords }: ProductionConfig): Finding[] {
  const steps = pipelineSteps(props.stages);
  return steps.flatMap((step) => judgeStep(step, steps, changesProduction(step, props, productionWords)));
}

function judgeStep(step: Step, steps: readonly Step[], changes: boolean | typeof unknownValue): Finding[] {
  if (step.value === unknownValue) {
    return [unknownAt(step.path)];
  }
  const approved: Value = isApproved(step, steps);
  if (changes === false || approved === true) {
    return [];
  }
  return changes === unknownValue || approved === unknownValue
    ? [
        unknownAt(
          changes === unknownValue ? `${step.path}.category` : `${step.path}: whether an approval stands before it`,
        ),
      ]
    : [violation(step.path, "changes production and should come after a manual approval: put one before it")];
}
