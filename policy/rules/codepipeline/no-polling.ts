import { at, type Located, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt } from "../../lib/facts/finding";
import { configured, pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineNoPolling = resourceRule({
  name: "codepipeline-no-polling",
  displayName: "Events start pipelines",
  description:
    "S3 and CodeCommit sources should report changes by an event. Polling is late, and AWS disables it for inactive pipelines.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: 'Set PollForSourceChanges to "false", and start the pipeline by an EventBridge rule.',
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/update-change-detection.html",
  tags: ["codepipeline", "source"],
  equivalentChecks: {},
  types: [pipelineType],
  judge: sourcesTell,
});

function sourcesTell({ props }: JudgedResource): Finding[] {
  return pipelineActions(props.stages).flatMap(judgeAction);
}

function judgeAction(action: Located): Finding[] {
  const path = `${action.path}.configuration.PollForSourceChanges`;
  const provider = at(action.value, "provider");
  const polls = configured(action, "PollForSourceChanges");
  if (provider === unknownValue) {
    return [unknownAt(action.value === unknownValue ? action.path : `${action.path}.provider`)];
  }
  return at(action.value, "category") === "Source" && ["S3", "CodeCommit"].includes(textOf(provider))
    ? expectation(
        path,
        polls,
        polls === "false" || polls === false,
        'should be "false", with an event rule in its place',
      )
    : [];
}
