import { z } from "zod";
import { executionsArn } from "../aws/arn";
import { stateMachineArnSchema } from "../aws/names";
import { allowStatement } from "../iam/statement";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, nonEmptyText } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { defineAction } from "./base/action-type";
import { samePlaceProblems } from "./base/same-region-account";

export const stepFunctionsSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("StepFunctions"),
  category: z.literal("Invoke").default("Invoke"),
  configuration: allowedKeys({
    /** The ARN of the state machine, of the account and region that the action runs in. */
    StateMachineArn: stateMachineArnSchema,
    /**
     * The prefix of the execution names, before a hyphen and the id of the action's execution: 1 to 43 letters, digits
     * or the characters `- _`. AWS allows 80 characters in a name.
     * @default - nothing
     */
    ExecutionNamePrefix: matching(
      /^[A-Za-z0-9_-]{1,43}$/,
      "give 1 to 43 letters, digits or the characters - _",
    ).optional(),
    /**
     * Whether `Input` is the input itself, or the path of a file in the input artifact that holds the input.
     * @default "Literal"
     */
    InputType: z.enum(["Literal", "FilePath"]).optional(),
    /**
     * The input, as JSON, or the path of its file.
     * @default "{}", for a literal input
     */
    Input: nonEmptyText.optional(),
  }),
});

type Action = z.output<typeof stepFunctionsSchema>;

/**
 * Starts a state machine. The action waits for a standard workflow, at most seven days. It does not wait for an express
 * workflow, which has no output artifact.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html
 */
export const stepFunctions = defineAction({
  schema: stepFunctionsSchema,
  inputArtifacts: { min: 0, max: 1 },
  outputArtifacts: { min: 0, max: 1 },
  outputVariables: ["ExecutionArn", "StateMachineArn"],
  // A role can start state machines of its own account and region only.
  validate: (action, place) => [
    ...samePlaceProblems("configuration.StateMachineArn", action.configuration.StateMachineArn, place),
    ...fileProblems(action),
  ],
  permissions: ({ configuration: { StateMachineArn: machine, ExecutionNamePrefix: prefix } }) => [
    allowStatement({
      sid: "Start",
      actions: ["states:DescribeStateMachine", "states:StartExecution"],
      resources: [machine],
    }),
    allowStatement({ sid: "Wait", actions: ["states:DescribeExecution"], resources: [executionsArn(machine, prefix)] }),
  ],
});

/** Returns an action that starts a state machine. */
export function stepFunctionsAction(
  action: Omit<z.input<typeof stepFunctionsSchema>, "provider">,
): z.input<typeof stepFunctionsSchema> {
  return { ...action, provider: "StepFunctions" };
}

function fileProblems({ inputArtifacts, configuration: { InputType, Input } }: Action): Problem[] {
  if (InputType !== "FilePath") {
    return [];
  }
  const found: Problem[] = [];
  if (Input === undefined) {
    found.push({
      path: "configuration.Input",
      reason: "is missing: with an InputType of FilePath, give the path of a file, such as assets/input.json",
    });
  }
  if (inputArtifacts.length === 0) {
    found.push({
      path: "inputArtifacts",
      reason: "is empty: with an InputType of FilePath, name the artifact that holds the file",
    });
  }
  return found;
}
