import { sgDescription } from "../../../../policy/rules/ec2/sg-description";
import { sgNoAnyPortPublicIngress } from "../../../../policy/rules/ec2/sg-no-any-port-public-ingress";
import { sgNoPublicIngress } from "../../../../policy/rules/ec2/sg-no-public-ingress";
import { sgRestrictedEgress } from "../../../../policy/rules/ec2/sg-restricted-egress";
import { advisory, mandatory, type Props, unknownList, unknownText, unknownVerdict } from "../../support/judging";
import { itJudgesEach, whenAskedFor } from "../../support/tables";

const group = "aws:ec2/securityGroup:SecurityGroup";
const groupRule = "aws:ec2/securityGroupRule:SecurityGroupRule";
const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const ssh = { protocol: "tcp", fromPort: 22, toPort: 22 };
const https = { protocol: "tcp", fromPort: 443, toPort: 443 };
const everything = { protocol: "-1", fromPort: 0, toPort: 0 };
const internet = { cidrBlocks: ["0.0.0.0/0"] };
const office = { cidrBlocks: ["203.0.113.0/24"] };

function ingress(...rules: readonly object[]): Props {
  return { ingress: rules };
}

describe("sg-no-public-ingress", () => {
  const rule = sgNoPublicIngress;
  const refused = (path: string) =>
    mandatory(`${path} should not reach into the internet: name the addresses that are meant`);
  itJudgesEach(rule, group, [
    ["accepts a group that lets nobody in", {}],
    ["accepts an office", ingress({ ...ssh, ...office })],
    ["accepts another group", ingress({ ...ssh, securityGroups: ["sg-1"], self: true })],
    ["looks at what comes in alone", { egress: [{ ...ssh, ...internet }] }],
    ["accepts HTTPS of a public load balancer", ingress({ ...https, ...internet })],
    [
      "refuses a range of ports around HTTPS",
      ingress({ ...https, toPort: 444, ...internet }),
      refused("ingress[0].cidrBlocks[0]"),
    ],
    ["leaves every port to a rule of its own", ingress({ ...everything, ...internet })],
    ["refuses the internet on any port", ingress({ ...ssh, ...internet }), refused("ingress[0].cidrBlocks[0]")],
    [
      "refuses the internet of IPv6, in the second rule, after an office",
      ingress({ ...ssh, ...office }, { ...ssh, ipv6CidrBlocks: ["2001:db8::/32", "::/0"] }),
      refused("ingress[1].ipv6CidrBlocks[1]"),
    ],
    [
      "refuses half the internet",
      ingress({ ...ssh, cidrBlocks: ["128.0.0.0/1"] }),
      refused("ingress[0].cidrBlocks[0]"),
    ],
    [
      "refuses ICMP, which has no ports",
      ingress({ protocol: "icmp", fromPort: -1, toPort: -1, ...internet }),
      refused("ingress[0].cidrBlocks[0]"),
    ],
    ["cannot judge rules that are not known", { ingress: unknownList }, unknownVerdict("ingress")],
    [
      "cannot judge a range that is not known",
      ingress({ ...ssh, cidrBlocks: [unknownText] }),
      unknownVerdict("ingress[0].cidrBlocks[0]"),
    ],
    [
      "refuses the internet whatever the protocol will be",
      ingress({ ...ssh, protocol: unknownText, ...internet }),
      refused("ingress[0].cidrBlocks[0]"),
    ],
  ]);
  itJudgesEach(rule, defaultGroup, [
    ["refuses it in a default group", ingress({ ...ssh, ...internet }), refused("ingress[0].cidrBlocks[0]")],
  ]);
  itJudgesEach(rule, groupRule, [
    ["accepts a rule on the way out", { type: "egress", ...ssh, ...internet }],
    ["refuses a rule that lets the internet in", { type: "ingress", ...ssh, ...internet }, refused("cidrBlocks[0]")],
    [
      "cannot judge a rule of a direction that is not known",
      { type: unknownText, ...ssh, ...internet },
      unknownVerdict("type"),
    ],
  ]);
  itJudgesEach(rule, ingressRule, [
    [
      "accepts an office in a resource of its own",
      { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "203.0.113.0/24" },
    ],
    [
      "refuses the internet in a resource of its own",
      { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" },
      refused("cidrIpv4"),
    ],
    [
      "refuses the internet of IPv6 in a resource of its own",
      { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv6: "::/0" },
      refused("cidrIpv6"),
    ],
  ]);
});

describe("sg-no-any-port-public-ingress", () => {
  const rule = sgNoAnyPortPublicIngress;
  const refused = (path: string) =>
    mandatory(
      `${path} should not reach into the internet on every port: name the port and the addresses that are meant`,
    );
  const place = "ingress[0].cidrBlocks[0]";
  itJudgesEach(rule, group, [
    ["accepts a group that lets nobody in", {}],
    ["accepts every port for an office", ingress({ ...everything, ...office })],
    ["leaves one port to a rule of its own", ingress({ ...https, ...internet })],
    ["leaves some ports to a rule of its own", ingress({ ...https, fromPort: 1024, toPort: 65535, ...internet })],
    ["leaves ICMP to a rule of its own", ingress({ protocol: "icmp", fromPort: -1, toPort: -1, ...internet })],
    ["refuses every protocol", ingress({ ...everything, ...internet }), refused(place)],
    ["refuses every protocol by its name", ingress({ ...everything, protocol: "all", ...internet }), refused(place)],
    ["refuses every port of TCP", ingress({ ...https, fromPort: 0, toPort: 65535, ...internet }), refused(place)],
    [
      "refuses every port of UDP, by its number",
      ingress({ protocol: "17", fromPort: 1, toPort: 65535, ...internet }),
      refused(place),
    ],
    ["refuses ports of -1", ingress({ protocol: "tcp", fromPort: -1, toPort: -1, ...internet }), refused(place)],
    ["cannot judge rules that are not known", { ingress: unknownList }, unknownVerdict("ingress")],
    [
      "cannot judge a range that is not known",
      ingress({ ...everything, cidrBlocks: [unknownText] }),
      unknownVerdict(place),
    ],
    [
      "cannot judge a protocol that is not known",
      ingress({ ...https, protocol: unknownText, ...internet }),
      unknownVerdict("ingress[0].protocol"),
    ],
    ["need not know the protocol for an office", ingress({ ...https, protocol: unknownText, ...office })],
    ["need not know the range for one port", ingress({ ...https, cidrBlocks: [unknownText] })],
  ]);
  itJudgesEach(rule, groupRule, [
    ["refuses a rule", { type: "ingress", ...everything, ...internet }, refused("cidrBlocks[0]")],
  ]);
  itJudgesEach(rule, ingressRule, [
    ["refuses a resource of its own", { ipProtocol: "-1", cidrIpv6: "::/0" }, refused("cidrIpv6")],
    [
      "cannot judge a resource of its own",
      { ipProtocol: unknownText, cidrIpv4: "0.0.0.0/0" },
      unknownVerdict("ipProtocol"),
    ],
  ]);
});

describe("sg-restricted-egress", () => {
  const rule = sgRestrictedEgress;
  const refused = (path: string) =>
    advisory(`${path} should not reach into the internet on every port: tcp 443 is what most builds need`);
  itJudgesEach(rule, group, [
    ["accepts a group without rules, of which the provider removes AWS's own", {}],
    ["accepts HTTPS to the internet", { egress: [{ ...https, ...internet }] }],
    ["accepts everything to a network", { egress: [{ ...everything, cidrBlocks: ["10.0.0.0/16"] }] }],
    ["looks at what goes out alone", ingress({ ...everything, ...internet })],
    [
      "refuses everything to the internet",
      { egress: [{ ...everything, ...internet }] },
      refused("egress[0].cidrBlocks[0]"),
    ],
    ["cannot judge rules that are not known", { egress: unknownList }, unknownVerdict("egress")],
  ]);
  itJudgesEach(rule, groupRule, [
    ["refuses a rule", { type: "egress", ...everything, ...internet }, refused("cidrBlocks[0]")],
  ]);
  itJudgesEach(rule, egressRule, [
    ["refuses a resource of its own", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }, refused("cidrIpv4")],
  ]);
});

describe("sg-description", () => {
  const rule = sgDescription;
  const refused = (path: string) => whenAskedFor(`${path} should say what needs it, in at least 6 characters`);
  const description = "Builds call AWS";
  for (const type of rule.types) {
    itJudgesEach(rule, type, [
      [`${type}: accepts a description`, { description }],
      [`${type}: accepts a description that is not known yet`, { description: unknownText }],
      [`${type}: refuses none`, {}, refused("description")],
      [`${type}: refuses what Pulumi fills in`, { description: "Managed by Pulumi" }, refused("description")],
    ]);
  }
  itJudgesEach(rule, group, [
    [
      "accepts rules with descriptions",
      { description, ...ingress({ ...https, description }), egress: [{ ...https, description }] },
    ],
    ["accepts rules that are not known yet", { description, ingress: unknownList }],
    [
      "refuses rules without",
      { description, ...ingress({ ...https, description }, https), egress: [https] },
      refused("ingress[1].description"),
      refused("egress[0].description"),
    ],
  ]);
});
