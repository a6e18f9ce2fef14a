import type { Statement } from "../../iam/document";
import type { Finding } from "../../lib/facts/finding";
import { namesNobodyAtLarge, sharesWithNamed } from "../../lib/iam/public-principal";
import { resourceRule } from "../../lib/rule/rule";

export const logsNoPublicPolicy = resourceRule({
  name: "logs-no-public-policy",
  displayName: "Log policies name their principals",
  description:
    "Resource policies of CloudWatch Logs should name their principals. A wildcard principal lets every AWS account write or read logs.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Name the services or accounts in Principal, and compare aws:SourceAccount with your account.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html",
  tags: ["logs", "public-access"],
  equivalentChecks: { prowler: ["cloudwatch_log_group_not_publicly_accessible"] },
  types: [
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
  ],
  judge: sharesWithNamed(namesWriters, ["policyDocument", "accessPolicy"]),
});

/** AWS documents no source for services that only create a log stream. An empty stream harms nobody. */
function namesWriters(statement: Statement): Finding[] {
  const { actions } = statement;
  const createsStreams = actions.length > 0 && actions.every(({ value }) => value === "logs:CreateLogStream");
  return namesNobodyAtLarge(statement).filter(({ kind }) => !createsStreams || kind !== "advice");
}
