import { z } from "zod";
import { allowedKeys } from "../../schema/vocabulary";
import { askJobResults, functionInvocationShape, invokeFunction } from "../lambda/function-invocation";
import { defineRule, ruleShape } from "./rule-type";

export const lambdaInvokeRuleSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("LambdaInvoke"),
  configuration: allowedKeys(functionInvocationShape),
});

/**
 * Invokes a Lambda function, which must report the result of the job.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-LambdaInvoke.html
 */
export const lambdaInvokeRuleType = defineRule({
  schema: lambdaInvokeRuleSchema,
  // AWS's page names no bounds. These are the bounds of the action, which invokes functions alike.
  inputArtifacts: { min: 0, max: 5 },
  canSkipStage: true,
  // AWS's page names no permission for the rule or the function. These are the permissions of the action
  // (docs/permissions.md).
  permissions: ({ configuration }, { scope }) => [invokeFunction(scope, configuration.FunctionName)],
  requiredGrants: ({ configuration }, { scope }) => [askJobResults(scope, configuration.FunctionName)],
});

/** Returns a rule that invokes a function. */
export function lambdaInvokeRule(
  rule: Omit<z.input<typeof lambdaInvokeRuleSchema>, "provider">,
): z.input<typeof lambdaInvokeRuleSchema> {
  return { ...rule, provider: "LambdaInvoke" };
}
