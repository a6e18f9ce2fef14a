import { itemsOf } from "../../iam/value";
import { violation } from "../../lib/facts/finding";
import { referrers } from "../../lib/facts/links";
import { declared, type StackResource } from "../../lib/facts/stack";
import { vpcId } from "../../lib/network/vpc-id";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

const vpc = "aws:ec2/vpc:Vpc";
const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const unmanaged = violation(
  "defaultSecurityGroupId",
  "should be closed: add a DefaultSecurityGroup without rules for the VPC",
);

export const vpcDefaultSgClosed = stackRule({
  name: "vpc-default-sg-closed",
  displayName: "Default security groups are closed",
  description:
    "A VPC's default security group should have no rules. Resources without a security group of their own get this group.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Add an aws.ec2.DefaultSecurityGroup with the VPC's id, without ingress and egress.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  tags: ["ec2", "network"],
  equivalentChecks: {
    checkov: ["CKV2_AWS_12"],
    cdkNag: ["VPCDefaultSecurityGroupClosed"],
    securityHub: ["EC2.2"],
    config: ["VPC_DEFAULT_SECURITY_GROUP_CLOSED"],
    prowler: ["ec2_securitygroup_default_restrict_traffic"],
  },
  types: [vpc, defaultGroup],
  judge: everyDefaultGroupIsClosed,
});

function everyDefaultGroupIsClosed(resources: readonly StackResource[]): StackFinding[] {
  const groups = resources.filter(({ type }) => type === defaultGroup);
  return resources
    .filter(({ type }) => type === vpc)
    .flatMap((each) => {
      const managed = referrers(groups, "vpcId", each, vpcId(each));
      return managed.length > 0 ? managed.flatMap(judgeGroup) : about(each.urn, [unmanaged]);
    });
}

/** An unknown rule still counts as a rule. */
function judgeGroup(group: StackResource): StackFinding[] {
  return ["ingress", "egress"]
    .filter((direction) => itemsOf(declared(group, direction)).length > 0)
    .flatMap((direction) =>
      about(group.urn, [violation(direction, "should be empty: give what needs it a group of its own")]),
    );
}
