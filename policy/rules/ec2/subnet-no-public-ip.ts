import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const subnetNoPublicIp = resourceRule({
  name: "subnet-no-public-ip",
  displayName: "Subnets assign no public addresses",
  description: "Subnets should not assign public addresses. A build needs outbound access, not inbound access.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Remove mapPublicIpOnLaunch, or set it to false. Give the address to the load balancer or NAT gateway instead.",
  remediation: "sets mapPublicIpOnLaunch to false",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
  tags: ["ec2", "network"],
  equivalentChecks: {
    checkov: ["CKV_AWS_130"],
    cdkNag: ["VPCSubnetAutoAssignPublicIpDisabled"],
    guard: ["SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED"],
    securityHub: ["EC2.15"],
    trivy: ["AWS-0164"],
    prowler: ["vpc_subnet_no_public_ip_by_default"],
  },
  types: ["aws:ec2/subnet:Subnet"],
  judge: givesNoPublicAddress,
});

function givesNoPublicAddress({ props }: JudgedResource): Finding[] {
  const mapped = props.mapPublicIpOnLaunch;
  return expectation("mapPublicIpOnLaunch", mapped, mapped !== true, "should be absent or false: remove it", {
    mapPublicIpOnLaunch: false,
  });
}
