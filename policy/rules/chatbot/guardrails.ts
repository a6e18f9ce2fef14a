import { isAdministratorPolicy } from "../../iam/managed-policies";
import { type Located, locatedItems, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { awsManagedPolicy } from "../../lib/iam/attachments";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const chatbotGuardrails = resourceRule({
  name: "chatbot-guardrails",
  displayName: "Chat channels have guardrails",
  description:
    "Chat channels should state the policies that limit their commands. Without them AWS applies AdministratorAccess, so that only the roles limit what members of the channel may do.",
  severity: "high",
  enforcementLevel: "advisory",
  remediationSteps:
    "Set guardrailPolicyArns to the policies that the channel needs, such as ReadOnlyAccess, or to AWSDenyAll for a channel that only shows messages.",
  url: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-chatbot-slackchannelconfiguration.html",
  tags: ["chatbot", "least-privilege"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: [
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
  ],
  judge: limitsCommands,
});

const property = "guardrailPolicyArns";

function limitsCommands({ props }: JudgedResource): Finding[] {
  const policies = props[property];
  if (policies === unknownValue) {
    return [unknownAt(property)];
  }
  const guardrails = locatedItems(property, policies);
  return guardrails.length === 0
    ? [violation(property, "should name at least one policy: absent means AdministratorAccess")]
    : guardrails.flatMap(judgeGuardrail);
}

/** An unknown ARN is that of a policy of this program. */
function judgeGuardrail(located: Located): Finding[] {
  const policy = awsManagedPolicy(located);
  return policy !== undefined && isAdministratorPolicy(policy)
    ? [violation(located.path, `should name a policy with fewer permissions than ${policy}`)]
    : [];
}
