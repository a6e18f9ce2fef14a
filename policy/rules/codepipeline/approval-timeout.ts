import { at, type Located, unknownValue } from "../../iam/value";
import { type Finding, unknownAt } from "../../lib/facts/finding";
import { pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Longest allowed wait of an approval, in minutes. */
  readonly maxMinutes: number;
}

export const codepipelineApprovalTimeout = resourceRule<Config>({
  name: "codepipeline-approval-timeout",
  displayName: "Approvals time out",
  description: "Manual approvals should have a timeout. A late approval confirms a plan that may be out of date.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Set timeoutInMinutes of the approval.",
  remediation: "sets timeoutInMinutes to maxMinutes",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html",
  tags: ["codepipeline", "approval"],
  equivalentChecks: { owasp: ["SEC-1"] },
  types: [pipelineType],
  config: {
    properties: {
      maxMinutes: { type: "integer", minimum: 5, maximum: 86400, description: "The longest timeout, in minutes" },
    },
    defaults: { maxMinutes: 10080 },
  },
  judge: approvalsTimeOut,
});

function approvalsTimeOut({ props }: JudgedResource, { maxMinutes }: Config): Finding[] {
  return pipelineActions(props.stages).flatMap((action) => judgeAction(action, maxMinutes));
}

function judgeAction({ path, value: action }: Located, maxMinutes: number): Finding[] {
  const category = at(action, "category");
  const minutes = at(action, "timeoutInMinutes");
  if (category === unknownValue) {
    return [unknownAt(action === unknownValue ? path : `${path}.category`)];
  }
  return category === "Approval"
    ? expectation(
        `${path}.timeoutInMinutes`,
        minutes,
        typeof minutes === "number" && minutes <= maxMinutes,
        `should be at most ${maxMinutes}: set it`,
        { [`${path}.timeoutInMinutes`]: maxMinutes },
      )
    : [];
}
