import { at, type Located, locatedItems } from "../../iam/value";
import { isDescribed } from "../../lib/facts/description";
import { type Finding, violation } from "../../lib/facts/finding";
import { egressRule, ingressRule, securityGroup, securityGroupRule } from "../../lib/network/security-group-rules";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const sgDescription = resourceRule({
  name: "sg-description",
  displayName: "Security groups have descriptions",
  description:
    "Security groups and their rules should have a description. Nobody dares to remove a rule without a known purpose.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Set description of the group and of each rule to its purpose.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  tags: ["ec2", "documentation"],
  equivalentChecks: {
    checkov: ["CKV_AWS_23"],
    cdkNag: ["EC2SecurityGroupDescription"],
    guard: ["SECURITY_GROUP_DESCRIPTION_RULE"],
    trivy: ["AWS-0099", "AWS-0124"],
    compliancePolicies: ["aws-ec2-securitygroup-missing-description"],
  },
  types: [securityGroup, securityGroupRule, ingressRule, egressRule],
  judge: describesRules,
});

function describesRules({ type, props }: JudgedResource): Finding[] {
  const rules = type === securityGroup ? ["ingress", "egress"].flatMap((way) => locatedItems(way, props[way])) : [];
  const described: Located[] = [
    { path: "description", value: props.description },
    ...rules.map(({ path, value }): Located => ({ path: `${path}.description`, value: at(value, "description") })),
  ];
  return described
    .filter(({ value }) => !isDescribed(value))
    .map(({ path }) => violation(path, "should say what needs it, in at least 6 characters"));
}
