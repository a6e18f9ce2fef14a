import type { Statement } from "../../iam/document";
import type { Finding } from "../../lib/facts/finding";
import { policyAllows } from "../../lib/iam/documents";
import { namesNobodyAtLarge } from "../../lib/iam/public-principal";
import { resourceRule } from "../../lib/rule/rule";

export const snsNoPublicPolicy = resourceRule({
  name: "sns-no-public-policy",
  displayName: "Topic policies name their principals",
  description: "Topic policies should name their principals. A wildcard principal lets everybody publish or subscribe.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the accounts or services in Principal, or require aws:SourceAccount or aws:SourceOwner with StringEquals.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
  tags: ["sns", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_169"],
    guard: ["SNS_TOPICPOLICY_NO_WILDCARD_PRINCIPAL"],
    securityHub: ["SNS.4"],
    config: ["SNS_TOPIC_NO_PUBLIC_ACCESS"],
    prowler: ["sns_topics_not_publicly_accessible"],
  },
  types: ["aws:sns/topicPolicy:TopicPolicy", "aws:sns/topic:Topic"],
  judge: policyAllows(namesNobody),
});

/** SNS's default topic policy compares `aws:SourceOwner`. */
function namesNobody(statement: Statement): Finding[] {
  return namesNobodyAtLarge(statement, ["aws:SourceOwner"]);
}
