import { at, isSet, type Located, locatedItems, unknownValue } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const iamNoInlinePolicy = resourceRule({
  name: "iam-no-inline-policy",
  displayName: "Roles have only managed policies",
  description: "Roles should have only managed policies. Managed policies have versions and one place in the console.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Create an aws.iam.Policy with the document and attach it with aws.iam.RolePolicyAttachment.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
  tags: ["iam"],
  equivalentChecks: {
    cdkNag: ["IAMNoInlinePolicy"],
    guard: ["IAM_NO_INLINE_POLICY_CHECK"],
    config: ["IAM_NO_INLINE_POLICY_CHECK"],
  },
  types: ["aws:iam/rolePolicy:RolePolicy", "aws:iam/role:Role"],
  judge: isNotInline,
});

function isNotInline({ type, props }: JudgedResource): Finding[] {
  const inline: Located[] =
    type === "aws:iam/role:Role"
      ? locatedItems("inlinePolicies", props.inlinePolicies).filter(saysSomething)
      : [{ path: "policy", value: props.policy }];
  return inline.map(({ path }) => violation(path, "should give way to a managed policy"));
}

/** A role states with an empty element that it has no inline policies. */
function saysSomething({ value }: Located): boolean {
  return value === unknownValue || isSet(at(value, "policy"));
}
