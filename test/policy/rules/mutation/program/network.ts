import { resource } from "./resource";

const https = { protocol: "tcp", fromPort: 443, toPort: 443 };

/** Where builds run. */
export const network = [
  resource("builds", "ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }),
  resource("builds", "ec2/flowLog:FlowLog", { trafficType: "ALL" }, { from: { vpcId: ["aws:ec2/vpc:Vpc builds"] } }),
  resource(
    "builds",
    "ec2/defaultSecurityGroup:DefaultSecurityGroup",
    { ingress: [], egress: [] },
    { from: { vpcId: ["aws:ec2/vpc:Vpc builds"] } },
  ),
  resource("builds", "ec2/subnet:Subnet", { cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: false }),
  resource("builds", "ec2/securityGroup:SecurityGroup", {
    description: "builds of the shop",
    ingress: [{ ...https, description: "from the mirror", cidrBlocks: ["10.0.0.0/16"] }],
    egress: [{ ...https, description: "to AWS and the registries", cidrBlocks: ["0.0.0.0/0"] }],
  }),
  resource("builds", "ec2/securityGroupRule:SecurityGroupRule", {
    ...https,
    type: "ingress",
    description: "from the mirror",
    cidrBlocks: ["10.1.0.0/16"],
  }),
  resource("builds", "vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    description: "from the mirror",
    cidrIpv4: "10.2.0.0/16",
  }),
  resource("builds", "vpc/securityGroupEgressRule:SecurityGroupEgressRule", {
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    description: "to AWS and the registries",
    cidrIpv4: "0.0.0.0/0",
  }),
];
