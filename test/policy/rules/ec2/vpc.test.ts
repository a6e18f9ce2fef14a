import { subnetNoPublicIp } from "../../../../policy/rules/ec2/subnet-no-public-ip";
import { vpcDefaultSgClosed } from "../../../../policy/rules/ec2/vpc-default-sg-closed";
import { vpcFlowLogs } from "../../../../policy/rules/ec2/vpc-flow-logs";
import {
  advisory,
  type Props,
  type StackEntry,
  unknownFlag,
  unknownList,
  unknownText,
  unknownVerdict,
} from "../../support/judging";
import { itJudgesEach, itJudgesStacks, itMends } from "../../support/tables";

const deployed: StackEntry = {
  name: "vpc",
  type: "aws:ec2/vpc:Vpc",
  props: { arn: "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1" },
};
const planned: StackEntry = { ...deployed, props: { arn: unknownText } };

describe("subnet-no-public-ip", () => {
  const path = "mapPublicIpOnLaunch";
  const type = "aws:ec2/subnet:Subnet";
  itJudgesEach(subnetNoPublicIp, type, [
    ["accepts a subnet that does not say", {}],
    ["accepts what the provider fills in", { [path]: false }],
    [
      "refuses a subnet that gives addresses",
      { [path]: true },
      advisory(`${path} should be absent or false: remove it`),
    ],
    ["cannot judge a flag that is not known", { [path]: unknownFlag }, unknownVerdict(path)],
  ]);
  itMends(subnetNoPublicIp, "has it give none", type, { [path]: true }, { [path]: false });
});

describe("vpc-flow-logs", () => {
  const refused = advisory("id should have a FlowLog: add one with the VPC's id", "vpc");
  const log = (props: Props, from = {}): StackEntry => ({ name: "log", type: "aws:ec2/flowLog:FlowLog", props, from });
  itJudgesStacks(vpcFlowLogs, [
    ["accepts a log of a VPC that does not exist yet", [planned, log({ vpcId: unknownText }, { vpcId: ["vpc"] })]],
    ["accepts a log by the VPC's id", [deployed, log({ vpcId: "vpc-1" })]],
    ["refuses a VPC without a log", [planned], refused],
    ["refuses the log of another VPC", [deployed, log({ vpcId: "vpc-2" })], refused],
    ["refuses the log of a subnet", [planned, log({ subnetId: unknownText }, { subnetId: ["vpc"] })], refused],
  ]);
});

describe("vpc-default-sg-closed", () => {
  const unmanaged = advisory(
    "defaultSecurityGroupId should be closed: add a DefaultSecurityGroup without rules for the VPC",
    "vpc",
  );
  const open = (direction: string) =>
    advisory(`${direction} should be empty: give what needs it a group of its own`, "group");
  const group = (props: Props, from: StackEntry["from"] = { vpcId: ["vpc"] }): StackEntry => ({
    name: "group",
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    props: { vpcId: unknownText, ...props },
    from,
  });
  itJudgesStacks(vpcDefaultSgClosed, [
    ["accepts a group without rules", [planned, group({})]],
    ["accepts a group whose lists are empty", [planned, group({ ingress: [], egress: [] })]],
    ["accepts a group by the VPC's id", [deployed, group({ vpcId: "vpc-1" }, {})]],
    [
      "takes rules that nobody set as absent, though their output is not known yet",
      [planned, group({ ingress: unknownList })],
    ],
    ["refuses a VPC whose group nobody manages", [planned], unmanaged],
    ["refuses the group of another VPC", [deployed, group({ vpcId: "vpc-2" }, {})], unmanaged],
    [
      "refuses a group that lets in and out",
      [planned, group({ ingress: [{}], egress: [{}] })],
      open("ingress"),
      open("egress"),
    ],
    [
      "refuses a rule that is not known yet",
      [planned, group({ ingress: unknownList }, { vpcId: ["vpc"], ingress: ["vpc"] })],
      open("ingress"),
    ],
  ]);
});
