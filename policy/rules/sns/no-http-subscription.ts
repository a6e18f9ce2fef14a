import { textOf, type Value } from "../../iam/value";
import type { Finding, Fixes } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const snsNoHttpSubscription = resourceRule({
  name: "sns-no-http-subscription",
  displayName: "SNS delivers over TLS",
  description:
    "SNS subscriptions should not deliver over plain HTTP. Everybody on the network path can read and change the messages.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Set protocol to https and endpoint to an https:// address.",
  remediation: "sets protocol to https, and the endpoint's scheme with it",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
  tags: ["sns", "encryption"],
  equivalentChecks: { prowler: ["sns_subscription_not_using_http_endpoints"] },
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  judge: deliversOverTls,
});

function deliversOverTls({ props }: JudgedResource): Finding[] {
  const isPlain = textOf(props.protocol).toLowerCase() === "http";
  const desired = "should be https: http shows the messages on the way";
  return expectation("protocol", props.protocol, !isPlain, desired, { protocol: "https", ...overTls(props.endpoint) });
}

/** SNS takes only an endpoint whose scheme is the protocol. */
function overTls(endpoint: Value): Fixes {
  return typeof endpoint === "string" ? { endpoint: endpoint.replace(/^http:/i, "https:") } : {};
}
