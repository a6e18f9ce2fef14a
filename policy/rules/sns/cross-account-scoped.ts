import { accountInArn } from "../../iam/arn";
import { hasUnknownCondition, narrowing } from "../../iam/conditions";
import type { Statement } from "../../iam/document";
import { principalsElsewhere } from "../../iam/principals";
import { unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { policyAllows } from "../../lib/iam/documents";
import { type OwnAccounts, ownAccounts } from "../../lib/rule/own-accounts";
import { resourceRule } from "../../lib/rule/rule";

export const snsCrossAccountScoped = resourceRule({
  name: "sns-cross-account-scoped",
  displayName: "Topic policies bind other accounts",
  description:
    "Topic policies should put a condition on statements for other accounts. Without one, every principal of the account may use the topic.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Add a Condition, for example ArnEquals on aws:SourceArn. Add your own accounts to this policy's ownAccounts.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
  tags: ["sns", "cross-account"],
  equivalentChecks: { checkov: ["CKV_AWS_385"] },
  types: ["aws:sns/topicPolicy:TopicPolicy", "aws:sns/topic:Topic"],
  config: ownAccounts,
  judge: policyAllows(bindsOthers),
});

/** A topic ARN names its account. sns-no-public-policy reports wildcard principals. */
function bindsOthers(
  { path, principals, conditions, resources }: Statement,
  { ownAccounts: own }: OwnAccounts,
): Finding[] {
  if (narrowing(conditions).length > 0) {
    return [];
  }
  const owners = resources.map(({ value }) => accountInArn(value) ?? "");
  const unknownResource = resources.find(({ value }) => value === unknownValue);
  return principalsElsewhere(principals, [...own, ...owners]).map(({ path: place, value }) => {
    const hidden = value === unknownValue ? place : unknownResource?.path;
    if (hidden !== undefined) {
      return unknownAt(hidden);
    }
    return hasUnknownCondition(conditions)
      ? unknownAt(`${path}.Condition`)
      : violation(place, "should stand under a Condition, unless ownAccounts names the account");
  });
}
