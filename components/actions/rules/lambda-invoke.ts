import { z } from "zod";
import { allowedKeys } from "../../schema/vocabulary";
import { askJobResults, functionInvocationShape, invokeFunction } from "../lambda/function-invocation";
import { readsArtifacts, ruleShape, ruleType } from "./rule-type";

export const lambdaInvokeRuleSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("LambdaInvoke"),
  configuration: allowedKeys(functionInvocationShape),
});

/**
 * Asks a function, which must say itself how the job ended.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-LambdaInvoke.html
 */
export const lambdaInvokeRuleType = ruleType(lambdaInvokeRuleSchema, {
  provider: "LambdaInvoke",
  // The page names no bounds: those of the action, which invokes functions alike.
  inputArtifacts: { min: 0, max: 5 },
  skips: true,
  artifactUse: readsArtifacts,
  validate: () => [],
  // AWS's page names no permission, neither of the rule nor of the function: those of the action (docs/permissions.md).
  permissions: ({ configuration }, { scope }) => [invokeFunction(scope, configuration.FunctionName)],
  asksOthers: ({ configuration }, { scope }) => [askJobResults(scope, configuration.FunctionName)],
});

/** A rule that asks a function. */
export function lambdaInvokeRule(
  rule: Omit<z.input<typeof lambdaInvokeRuleSchema>, "provider">,
): z.input<typeof lambdaInvokeRuleSchema> {
  return { ...rule, provider: "LambdaInvoke" };
}
