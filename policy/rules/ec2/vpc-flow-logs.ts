import { violation } from "../../lib/facts/finding";
import { referrers } from "../../lib/facts/links";
import type { StackResource } from "../../lib/facts/stack";
import { vpcId } from "../../lib/network/vpc-id";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

const vpc = "aws:ec2/vpc:Vpc";
const flowLog = "aws:ec2/flowLog:FlowLog";

export const vpcFlowLogs = stackRule({
  name: "vpc-flow-logs",
  displayName: "VPCs record their traffic",
  description: "VPCs should record flow logs. Without them, nobody can tell where a build sent data.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Add an aws.ec2.FlowLog with the VPC's id.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
  tags: ["ec2", "monitoring"],
  equivalentChecks: {
    checkov: ["CKV2_AWS_11"],
    cdkNag: ["VPCFlowLogsEnabled"],
    securityHub: ["EC2.6"],
    config: ["VPC_FLOW_LOGS_ENABLED"],
    prowler: ["vpc_flow_logs_enabled"],
  },
  types: [vpc, flowLog],
  judge: everyVpcLogs,
});

function everyVpcLogs(resources: readonly StackResource[]): StackFinding[] {
  const logs = resources.filter(({ type }) => type === flowLog);
  return resources
    .filter((each) => each.type === vpc && referrers(logs, "vpcId", each, vpcId(each)).length === 0)
    .flatMap(({ urn }) => about(urn, [violation("id", "should have a FlowLog: add one with the VPC's id")]));
}
