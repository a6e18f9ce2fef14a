import { at, isSet, type Located, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { pipelineActions } from "../../lib/pipeline/actions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineApprovalNotifies = resourceRule({
  name: "codepipeline-approval-notifies",
  displayName: "Approvals notify their approvers",
  description: "Manual approvals should notify an SNS topic. Approvers miss an approval that nobody announces.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set NotificationArn in the configuration of the approval to the ARN of the approvers' SNS topic.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html",
  tags: ["codepipeline", "approval"],
  equivalentChecks: { owasp: ["SEC-10"] },
  types: ["aws:codepipeline/pipeline:Pipeline"],
  judge: approvalsNotify,
});

function approvalsNotify({ props }: JudgedResource): Finding[] {
  return pipelineActions(props.stages).flatMap(judgeAction);
}

function judgeAction({ path, value: action }: Located): Finding[] {
  const category = at(action, "category");
  if (category === unknownValue) {
    return [unknownAt(action === unknownValue ? path : `${path}.category`)];
  }
  return category !== "Approval" || isSet(at(action, "configuration", "NotificationArn"))
    ? []
    : [
        violation(
          `${path}.configuration.NotificationArn`,
          "should be the ARN of an SNS topic that the approvers follow",
        ),
      ];
}
