import { at, isSet, type Located, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineNoInlineCommands = resourceRule({
  name: "codepipeline-no-inline-commands",
  displayName: "Commands actions have their own role",
  description:
    "Commands actions should have their own role. Without one, the repository's code runs with the pipeline's permissions.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Set roleArn of the action to a role with the permissions of its commands, or run the commands in a CodeBuild project.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
  tags: ["codepipeline", "iam"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: [pipelineType],
  judge: commandsWithRoles,
});

function commandsWithRoles({ props }: JudgedResource): Finding[] {
  return pipelineActions(props.stages).flatMap((action) => judgeAction(action, props.roleArn));
}

function judgeAction({ path, value: action }: Located, pipelineRole: Value): Finding[] {
  const provider = at(action, "provider");
  const role = at(action, "roleArn");
  if (provider === unknownValue) {
    return [unknownAt(action === unknownValue ? path : `${path}.provider`)];
  }
  const hasRole = isSet(role) && (role === unknownValue || role !== pipelineRole);
  return provider === "Commands" && !hasRole
    ? [violation(`${path}.roleArn`, "should be a role for these commands, not the pipeline's")]
    : [];
}
