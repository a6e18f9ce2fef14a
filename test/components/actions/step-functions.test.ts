import assert from "node:assert/strict";
import { stepFunctions, stepFunctionsAction } from "../../../components/actions/step-functions";
import { configured, describeProvider, factsOf } from "../../support/provider-cases";

const machine = "arn:aws:states:eu-central-1:111122223333:stateMachine:shop-migrate";
const executions = "arn:aws:states:eu-central-1:111122223333:execution:shop-migrate";
const action = stepFunctionsAction({ name: "Migrate", configuration: { StateMachineArn: machine } });
const full = stepFunctionsAction({
  ...action,
  inputArtifacts: ["source"],
  outputArtifacts: ["result"],
  configuration: {
    StateMachineArn: machine,
    ExecutionNamePrefix: "release",
    InputType: "FilePath",
    Input: "assets/input.json",
  },
});
const start = {
  Sid: "Start",
  Effect: "Allow" as const,
  Action: ["states:DescribeStateMachine", "states:StartExecution"],
  Resource: [machine],
};
const wait = (resource: string) => ({
  Sid: "Wait",
  Effect: "Allow" as const,
  Action: ["states:DescribeExecution"],
  Resource: [resource],
});
const arn = "give the ARN of a state machine, arn:aws:states:<region>:<account>:stateMachine:<name>";

describeProvider(stepFunctions, {
  title: "an action that starts a state machine",
  minimal: { action, configuration: { StateMachineArn: machine }, statements: [start, wait(`${executions}:*`)] },
  full: {
    action: full,
    configuration: {
      StateMachineArn: machine,
      ExecutionNamePrefix: "release",
      InputType: "FilePath",
      Input: "assets/input.json",
    },
    statements: [start, wait(`${executions}:release-*`)],
  },
  required: ["StateMachineArn"],
  refused: [
    [
      "a state machine by its name",
      configured(action, { StateMachineArn: "shop-migrate" }),
      "configuration.StateMachineArn",
      `is "shop-migrate": ${arn}`,
    ],
    [
      "any state machine",
      configured(action, { StateMachineArn: "arn:aws:states:eu-central-1:111122223333:stateMachine:*" }),
      "configuration.StateMachineArn",
      `is "arn:aws:states:eu-central-1:111122223333:stateMachine:*": ${arn}`,
    ],
    [
      "a prefix that leaves no room for the id of the execution",
      configured(action, { ExecutionNamePrefix: "a".repeat(44) }),
      "configuration.ExecutionNamePrefix",
      `is "${"a".repeat(44)}": give 1 to 43 letters, digits or the characters - _`,
    ],
    [
      "a prefix that only the execution knows",
      configured(action, { ExecutionNamePrefix: "#{Source.BranchName}" }),
      "configuration.ExecutionNamePrefix",
      'is "#{Source.BranchName}": give 1 to 43 letters, digits or the characters - _',
    ],
    [
      "an unknown type of input",
      configured(action, { InputType: "Path" }),
      "configuration.InputType",
      'is "Path": allowed are Literal, FilePath',
    ],
    [
      "a file without its path",
      configured(full, { Input: undefined }),
      "configuration.Input",
      "is missing: with an InputType of FilePath, give the path of a file, such as assets/input.json",
    ],
    [
      "a file without an artifact",
      { ...full, inputArtifacts: [] },
      "inputArtifacts",
      "is empty: with an InputType of FilePath, name the artifact that holds the file",
    ],
    [
      "an empty input",
      configured(action, { Input: "" }),
      "configuration.Input",
      "is empty: write something or leave it out",
    ],
  ],
  accepted: [
    ["a literal input with a reference", configured(action, { Input: '{"commit":"#{Source.CommitId}"}' })],
    ["a prefix of 43 characters", configured(action, { ExecutionNamePrefix: "a".repeat(43) })],
  ],
  allowed: [
    { action: "states:StartExecution", resource: machine },
    { action: "states:DescribeStateMachine", resource: machine },
    { action: "states:DescribeExecution", resource: `${executions}:release-1624a1d1` },
  ],
  denied: [
    { action: "states:StartExecution", resource: `${machine}-other` },
    { action: "states:DescribeExecution", resource: `${executions}:by-hand` },
    { action: "states:DescribeExecution", resource: `${executions}-other:release-1624a1d1` },
    { action: "states:StopExecution", resource: `${executions}:release-1624a1d1` },
  ],
});

describe("an action that starts a state machine", () => {
  it("is one of AWS's own", () => {
    assert.deepEqual(factsOf(stepFunctions), {
      provider: "StepFunctions",
      owner: "AWS",
      version: "1",
      categories: ["Invoke"],
      inputArtifacts: { min: 0, max: 1 },
      outputArtifacts: { min: 0, max: 1 },
      outputVariables: ["ExecutionArn", "StateMachineArn"],
      pipelineTypes: ["V1", "V2"],
      crossRegion: true,
    });
  });
});
