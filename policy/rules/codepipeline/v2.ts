import { unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { deploys } from "../../lib/pipeline/action-purpose";
import { pipelineSteps, pipelineType } from "../../lib/pipeline/actions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineV2 = resourceRule({
  name: "codepipeline-v2",
  displayName: "Pipelines are V2 and deploy in order",
  description:
    "Pipelines should be of type V2 and not deploy in parallel. V1 has no trigger filters, and parallel executions overtake each other.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set pipelineType to V2, and executionMode to QUEUED or SUPERSEDED where the pipeline deploys.",
  remediation: "sets pipelineType to V2",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types-planning.html",
  tags: ["codepipeline"],
  equivalentChecks: { owasp: ["SEC-1"] },
  types: [pipelineType],
  judge: isV2,
});

function isV2({ props: { pipelineType: type, executionMode, stages } }: JudgedResource): Finding[] {
  if (type !== "V2" && type !== unknownValue) {
    return [violation("pipelineType", "should be V2: set it", { pipelineType: "V2" })];
  }
  const deploying = executionMode === "PARALLEL" ? pipelineSteps(stages).map(deploys) : [];
  if (deploying.includes(true)) {
    return [violation("executionMode", "should be QUEUED or SUPERSEDED in a pipeline that deploys")];
  }
  return deploying.includes(unknownValue) ? [unknownAt("stages")] : [];
}
