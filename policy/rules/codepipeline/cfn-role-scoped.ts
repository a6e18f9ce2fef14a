import { at, isSet, type Located, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { configured, pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineCfnRoleScoped = resourceRule({
  name: "codepipeline-cfn-role-scoped",
  displayName: "CloudFormation actions have a stack role",
  description:
    "CloudFormation actions should name a role for the stack. Without one, CloudFormation uses the permissions of the pipeline.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set RoleArn in the action's configuration to a role that trusts CloudFormation and has the stack's permissions.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
  tags: ["codepipeline", "iam", "cloudformation"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: [pipelineType],
  judge: stacksWithRoles,
});

/** CloudFormation executes a change set with the role that created it. */
const modes = ["CREATE_UPDATE", "REPLACE_ON_FAILURE", "CHANGE_SET_REPLACE", "DELETE_ONLY"];

function stacksWithRoles({ props }: JudgedResource): Finding[] {
  return pipelineActions(props.stages).flatMap((action) => judgeAction(action, props.roleArn));
}

function judgeAction(action: Located, pipelineRole: Value): Finding[] {
  const provider = at(action.value, "provider");
  const mode = configured(action, "ActionMode");
  const role = configured(action, "RoleArn");
  const hasRole = isSet(role) && (role === unknownValue || role !== pipelineRole);
  if (hasRole || !(provider === "CloudFormation" || provider === unknownValue)) {
    return action.value === unknownValue ? [unknownAt(action.path)] : [];
  }
  if (provider === unknownValue || mode === unknownValue) {
    return [unknownAt(`${action.path}.${provider === unknownValue ? "provider" : "configuration.ActionMode"}`)];
  }
  return modes.some((changing) => changing === mode)
    ? [violation(`${action.path}.configuration.RoleArn`, "should be a role for this stack, not the pipeline's")]
    : [];
}
