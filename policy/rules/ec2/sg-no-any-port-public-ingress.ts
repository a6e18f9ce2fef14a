import type { Finding } from "../../lib/facts/finding";
import {
  closedOnSomePort,
  defaultSecurityGroup,
  ingressRule,
  securityGroup,
  securityGroupRule,
} from "../../lib/network/security-group-rules";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const sgNoAnyPortPublicIngress = resourceRule({
  name: "sg-no-any-port-public-ingress",
  displayName: "No group opens every port to the internet",
  description:
    "Security groups should never open every port to the internet. Scanners find a new listener within minutes.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "Remove the rule, or name the port and the addresses.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  tags: ["ec2", "network", "public-access"],
  equivalentChecks: { checkov: ["CKV_AWS_277"], guard: ["SECURITY_GROUP_INGRESS_ALL_PROTOCOLS_RULE"] },
  types: [securityGroup, defaultSecurityGroup, securityGroupRule, ingressRule],
  judge: opensNoEveryPort,
});

function opensNoEveryPort(resource: JudgedResource): Finding[] {
  const desired = "should not reach into the internet on every port: name the port and the addresses that are meant";
  return closedOnSomePort(resource, "ingress", desired);
}
