import type { Finding } from "../../lib/facts/finding";
import {
  closedOnSomePort,
  defaultSecurityGroup,
  egressRule,
  securityGroup,
  securityGroupRule,
} from "../../lib/network/security-group-rules";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const sgRestrictedEgress = resourceRule({
  name: "sg-restricted-egress",
  displayName: "Builds reach only what they need",
  description:
    "Security groups should not open every port to the internet for egress. A compromised build can send its secrets anywhere.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Allow TCP 443 alone, or the prefix lists and security groups that the build calls.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  tags: ["ec2", "network"],
  equivalentChecks: {
    checkov: ["CKV_AWS_382"],
    guard: ["EC2_SECURITY_GROUP_EGRESS_OPEN_TO_WORLD_RULE"],
    trivy: ["AWS-0104"],
    owasp: ["SEC-5"],
  },
  types: [securityGroup, defaultSecurityGroup, securityGroupRule, egressRule],
  judge: restrictsEgress,
});

/** The provider removes AWS's default egress rule, so a group without egress allows no outbound traffic. */
function restrictsEgress(resource: JudgedResource): Finding[] {
  const desired = "should not reach into the internet on every port: tcp 443 is what most builds need";
  return closedOnSomePort(resource, "egress", desired);
}
