import { z } from "zod";
import { allowedKeys } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { defineAction } from "../base/action-type";
import { askJobResults, functionInvocationShape, invokeFunction } from "./function-invocation";

export const lambdaInvokeSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("Lambda"),
  /** `Invoke`; the provider of the same name in the category `Deploy` deploys a function. */
  category: z.literal("Invoke"),
  configuration: allowedKeys(functionInvocationShape),
});

/**
 * Invokes a Lambda function. The function must report the result of the job; the action waits for it, at most a day.
 * The function reads and writes artifacts with the credentials of the job, which are those of the action's role.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html
 */
export const lambdaInvoke = defineAction({
  schema: lambdaInvokeSchema,
  inputArtifacts: { min: 0, max: 5 },
  outputArtifacts: { min: 0, max: 5 },
  outputVariables: "decided at run time",
  permissions: ({ configuration }, { scope }) => [invokeFunction(scope, configuration.FunctionName)],
  requiredGrants: ({ configuration }, { scope }) => [askJobResults(scope, configuration.FunctionName)],
});

/** Returns an action that invokes a function. */
export function lambdaInvokeAction(
  action: Omit<z.input<typeof lambdaInvokeSchema>, "provider" | "category">,
): z.input<typeof lambdaInvokeSchema> {
  return { ...action, provider: "Lambda", category: "Invoke" };
}
