import assert from "node:assert/strict";
import { commandsRule, commandsRuleType } from "../../../../components/actions/rules/commands";
import { configured, describeProvider } from "../../../support/provider-cases";

const rule = commandsRule({ name: "Clean", commands: ['test -z "$(git status --short)"'] });
const full = { ...rule, inputArtifacts: ["source"], commands: ["ls", "printenv"], timeoutInMinutes: 55 };
const group = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codepipeline/shop";
const statements = [
  {
    Sid: "Logs",
    Effect: "Allow" as const,
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [group, `${group}:*`],
  },
];

describeProvider(commandsRuleType, {
  title: "a rule that runs commands",
  minimal: { action: rule, configuration: {}, statements },
  full: { action: full, configuration: {}, statements },
  required: [],
  refused: [
    ["no commands", { ...rule, commands: undefined }, "commands", "is missing: give a list"],
    ["an empty list of commands", { ...rule, commands: [] }, "commands", "is []: give at least 1 entry"],
    [
      "a command of two lines",
      { ...rule, commands: ["a\r\nb"] },
      "commands[0]",
      'is "a\\r\\nb": give one command in one line, 1 to 1000 characters',
    ],
    [
      "a secret in a command",
      { ...rule, commands: ["export KEY=AKIA0123456789ABCDEF"] },
      "commands[0]",
      "has the value of a credential, and everybody who sees the pipeline sees it: read it from Secrets Manager in the command",
    ],
    [
      "a machine, which only actions may choose",
      configured(rule, { ComputeType: "BUILD_GENERAL1_LARGE" }),
      "configuration.ComputeType",
      "is not known here: no key is allowed",
    ],
  ],
  allowed: [{ action: "logs:PutLogEvents", resource: `${group}:log-stream:1` }],
  denied: [{ action: "logs:PutLogEvents", resource: `${group}-other:log-stream:1` }],
});

describe("a rule that runs commands", () => {
  it("reads its artifacts, makes none, and canSkipStage no stage", () => {
    const { artifactUse, schema, canSkipStage, inputArtifacts } = commandsRuleType;
    assert.deepEqual(artifactUse(schema.parse(full)), { read: true, write: false });
    assert.deepEqual(artifactUse(schema.parse(rule)), { read: false, write: false });
    assert.equal(canSkipStage, false);
    assert.deepEqual(inputArtifacts, { min: 0, max: 10 });
  });
});
