import { at, isSet, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineWebhookAuthenticated = resourceRule({
  name: "codepipeline-webhook-authenticated",
  displayName: "Pipeline webhooks authenticate callers",
  description:
    "Pipeline webhooks should authenticate their callers. Otherwise everybody who learns the URL can start the pipeline.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set authentication to GITHUB_HMAC and authenticationConfiguration.secretToken, or to IP and an allowedIpRange.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookDefinition.html",
  tags: ["codepipeline", "trigger"],
  equivalentChecks: { owasp: ["SEC-2"] },
  types: ["aws:codepipeline/webhook:Webhook"],
  judge: callersKnown,
});

function callersKnown({ props: { authentication, authenticationConfiguration: settings } }: JudgedResource): Finding[] {
  const range = at(settings, "allowedIpRange");
  switch (authentication) {
    case unknownValue:
      return [unknownAt("authentication")];
    case "GITHUB_HMAC":
      return isSet(at(settings, "secretToken"))
        ? []
        : [violation("authenticationConfiguration.secretToken", "should be the secret that GitHub signs with")];
    case "IP":
      return isSet(range) && !textOf(range).endsWith("/0")
        ? []
        : [violation("authenticationConfiguration.allowedIpRange", "should be a range of the caller's addresses")];
    default:
      return [violation("authentication", "should be GITHUB_HMAC with a secretToken, or IP with an allowedIpRange")];
  }
}
