import { chatbotGuardrails } from "../../../../policy/rules/chatbot/guardrails";
import { advisory, unknownList, unknownText, unknownVerdict } from "../../support/judging";
import { itJudgesEach } from "../../support/tables";

const policy = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const missing = advisory("guardrailPolicyArns should name at least one policy: absent means AdministratorAccess");

for (const type of [
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
]) {
  describe(`chatbot-guardrails on ${type}`, () => {
    itJudgesEach(chatbotGuardrails, type, [
      ["accepts a guardrail", { guardrailPolicyArns: [policy("ReadOnlyAccess")] }],
      ["accepts a guardrail of the program", { guardrailPolicyArns: [unknownText] }],
      ["refuses none", {}, missing],
      ["refuses an empty list", { guardrailPolicyArns: [] }, missing],
      [
        "refuses an administrator among others",
        { guardrailPolicyArns: [policy("ReadOnlyAccess"), policy("AdministratorAccess")] },
        advisory("guardrailPolicyArns[1] should name a policy with fewer permissions than AdministratorAccess"),
      ],
      ["cannot judge an unknown list", { guardrailPolicyArns: unknownList }, unknownVerdict("guardrailPolicyArns")],
    ]);
  });
}
