import type { Finding } from "../../lib/facts/finding";
import { isInternet } from "../../lib/network/addresses";
import {
  defaultSecurityGroup,
  ingressRule,
  openings,
  securityGroup,
  securityGroupRule,
} from "../../lib/network/security-group-rules";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Ports that may be open to the internet, as those of public load balancers are. */
  readonly publicPorts: readonly number[];
}

export const sgNoPublicIngress = resourceRule<Config>({
  name: "sg-no-public-ingress",
  displayName: "No group opens a port to the internet",
  description:
    "Security groups should accept nothing from the internet. Only a public load balancer needs HTTP and HTTPS from everywhere.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove the rule, or name the addresses, the prefix list or the security group. Add other ports of a public load balancer to this policy's publicPorts.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  tags: ["ec2", "network", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260"],
    cdkNag: ["EC2RestrictedInbound"],
    guard: ["EC2_SECURITY_GROUP_INGRESS_OPEN_TO_WORLD_RULE"],
    securityHub: ["EC2.18", "EC2.19"],
    config: ["VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS"],
    trivy: ["AWS-0107"],
    prowler: ["ec2_securitygroup_allow_ingress_from_internet_to_high_risk_tcp_ports"],
    compliancePolicies: ["aws-ec2-securitygroup-disallow-public-internet-ingress"],
  },
  types: [securityGroup, defaultSecurityGroup, securityGroupRule, ingressRule],
  config: {
    properties: {
      publicPorts: {
        type: "array",
        items: { type: "integer" },
        description: "Ports of public load balancers, which may be open to the internet",
      },
    },
    defaults: { publicPorts: [80, 443] },
  },
  judge: letsNobodyIn,
});

/** sg-no-any-port-public-ingress reports ranges of every port. */
function letsNobodyIn(resource: JudgedResource, { publicPorts }: Config): Finding[] {
  return openings(resource, "ingress")
    .filter(({ everyPort, port }) => everyPort !== true && !(port !== undefined && publicPorts.includes(port)))
    .flatMap(({ path, value }) =>
      expectation(
        path,
        value,
        !isInternet(value),
        "should not reach into the internet: name the addresses that are meant",
      ),
    );
}
