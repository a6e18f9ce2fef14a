import { z } from "zod";
import { allowedKeys } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { actionType, movesArtifacts } from "../base/action-type";
import { askJobResults, functionInvocationShape, invokeFunction } from "./function-invocation";

export const lambdaInvokeSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("Lambda"),
  /** What tells the action from one that deploys a function. */
  category: z.literal("Invoke"),
  configuration: allowedKeys(functionInvocationShape),
});

/**
 * Invokes a function, which must say itself how the job ended: until it does, for a day at most, the action waits. It
 * moves artifacts with credentials of the action's role, which come with the job.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html
 */
export const lambdaInvoke = actionType(lambdaInvokeSchema, {
  provider: "Lambda",
  owner: "AWS",
  version: "1",
  categories: ["Invoke"],
  inputArtifacts: { min: 0, max: 5 },
  outputArtifacts: { min: 0, max: 5 },
  outputVariables: "decided at run time",
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: () => [],
  permissions: ({ configuration }, { scope }) => [invokeFunction(scope, configuration.FunctionName)],
  asksOthers: ({ configuration }, { scope }) => [askJobResults(scope, configuration.FunctionName)],
});

/** An action that invokes a function. */
export function lambdaInvokeAction(
  action: Omit<z.input<typeof lambdaInvokeSchema>, "provider" | "category">,
): z.input<typeof lambdaInvokeSchema> {
  return { ...action, provider: "Lambda", category: "Invoke" };
}
