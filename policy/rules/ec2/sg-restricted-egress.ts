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
  displayName: "Builds call out where they need to",
  description:
    "Security groups should not open every port to the internet on the way out: a build that was tampered with sends its secrets anywhere.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Allow tcp 443 alone, or the prefix lists and security groups of what the build calls.",
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

/** A group without egress lets nothing out: the provider removes the rule that AWS gives new groups. */
function restrictsEgress(resource: JudgedResource): Finding[] {
  const desired = "should not reach into the internet on every port: tcp 443 is what most builds need";
  return closedOnSomePort(resource, "egress", desired);
}
