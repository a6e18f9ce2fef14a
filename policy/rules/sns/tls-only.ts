import { readDocument } from "../../iam/document";
import { deniesPlainHttp } from "../../iam/tls";
import { isSet, unknownValue, type Value } from "../../iam/value";
import { type Finding, judgedAlone, unknownAt, violation } from "../../lib/facts/finding";
import { leadsTo } from "../../lib/facts/links";
import { declared, type StackResource } from "../../lib/facts/stack";
import { problemFindings } from "../../lib/iam/documents";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import { coversTopic, topicName } from "../../lib/storage/topic-name";

const topic = "aws:sns/topic:Topic";
const topicPolicy = "aws:sns/topicPolicy:TopicPolicy";
const missing = violation(
  "policy",
  "should deny everybody sns:Publish on the topic when aws:SecureTransport is false: add the statement",
);

export const snsTlsOnly = stackRule({
  name: "sns-tls-only",
  displayName: "Topics require TLS",
  description: "Topic policies should deny publishing without TLS. SNS accepts plain HTTP by default.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Add to the topic's policy: Deny, Principal *, Action sns:Publish, Resource the topic's ARN, Condition Bool aws:SecureTransport false.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
  tags: ["sns", "encryption"],
  equivalentChecks: { cdkNag: ["SNSTopicSSLPublishOnly"] },
  types: [topic, topicPolicy],
  judge: everyTopicRefusesHttp,
});

function everyTopicRefusesHttp(resources: readonly StackResource[]): StackFinding[] {
  const policies = resources.filter(({ type }) => type === topicPolicy);
  const linked = new Set<StackResource>();
  const ofTopics = resources
    .filter(({ type }) => type === topic)
    .flatMap((each) => {
      const split = policies.filter((from) =>
        leadsTo({ from, property: "arn", name: topicName(from.props.arn) }, each, each.props.name),
      );
      for (const policy of split) {
        linked.add(policy);
      }
      return split.length > 0
        ? split.flatMap(({ urn, props }) => about(urn, judgePolicy(props.policy, each.props.name)))
        : about(each.urn, judgePolicy(declared(each, "policy"), each.props.name));
    });
  return [...ofTopics, ...policies.filter((policy) => !linked.has(policy)).flatMap(judgeElsewhere)];
}

/** A topic policy replaces the one that the topic had. */
function judgeElsewhere({ urn, props }: StackResource): StackFinding[] {
  const findings = judgePolicy(props.policy, topicName(props.arn));
  return about(
    urn,
    findings.map((finding) => judgedAlone(finding, "topic")),
  );
}

function judgePolicy(policy: Value, name: Value): Finding[] {
  if (!isSet(policy)) {
    return [missing];
  }
  const { statements, problems } = readDocument({ path: "policy", value: policy });
  const denials = statements.filter((statement) => deniesPlainHttp(statement, "sns:Publish"));
  if (denials.some(({ resources }) => resources.some(({ value }) => coversTopic(value, name)))) {
    return [];
  }
  const unsure = denials.some(({ resources }) => resources.some(({ value }) => value === unknownValue));
  return problems.length > 0 ? problemFindings({ problems }) : [unsure ? unknownAt("policy") : missing];
}
