import { isSet, type Value } from "../../iam/value";
import { violation } from "../../lib/facts/finding";
import { referrers } from "../../lib/facts/links";
import { declared, type StackResource } from "../../lib/facts/stack";
import { isDefaultKeyPolicy } from "../../lib/iam/key-policy";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

const key = "aws:kms/key:Key";
const keyPolicy = "aws:kms/keyPolicy:KeyPolicy";

export const kmsPolicyExplicit = stackRule({
  name: "kms-policy-explicit",
  displayName: "Keys state their policy",
  description:
    "KMS keys should state their policy. The default policy leaves every decision to the account's IAM policies.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set policy, or add an aws.kms.KeyPolicy for the key.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  tags: ["kms", "least-privilege"],
  equivalentChecks: { checkov: ["CKV2_AWS_64"] },
  types: [key, keyPolicy],
  judge: everyKeyStatesPolicy,
});

function everyKeyStatesPolicy(resources: readonly StackResource[]): StackFinding[] {
  const policies = resources.filter(({ type }) => type === keyPolicy);
  return resources
    .filter(({ type }) => type === key)
    .filter((each) => !statesPolicy(declared(each, "policy")) && !hasPolicy(each, policies))
    .flatMap(({ urn }) => about(urn, [violation("policy", "should be set, or a KeyPolicy be added for the key")]));
}

function statesPolicy(policy: Value): boolean {
  return isSet(policy) && !isDefaultKeyPolicy(policy);
}

function hasPolicy(each: StackResource, policies: readonly StackResource[]): boolean {
  const names: readonly Value[] = [each.props.keyId, each.props.arn];
  return names.some((name) => referrers(policies, "keyId", each, name).length > 0);
}
