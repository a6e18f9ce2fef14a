import { z } from "zod";
import { functionArn } from "../../iam/arn";
import { allow } from "../../iam/statement";
import { allowedKeys } from "../../model/schema";
import { functionName } from "../function-name";
import { readsArtifacts, ruleShape, ruleType } from "./rule-type";

export const lambdaInvokeRuleSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("LambdaInvoke"),
  configuration: allowedKeys({
    /** The name of the function: 1 to 64 letters, digits or the characters `- _`. */
    FunctionName: functionName,
    /**
     * What the function gets besides the job, any text.
     * @default - nothing
     */
    UserParameters: z.string().min(1).optional(),
  }),
});

/**
 * Asks a function. As for an action, its role must be allowed `reportJobResults`.
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
  // AWS's page names no permission: that of the action (docs/permissions.md).
  permissions: ({ configuration }, { scope }) => [
    allow({
      sid: "Invoke",
      actions: ["lambda:InvokeFunction"],
      resources: [functionArn(scope, configuration.FunctionName)],
    }),
  ],
});

/** A rule that asks a function. */
export function lambdaInvokeRule(
  rule: Omit<z.input<typeof lambdaInvokeRuleSchema>, "provider">,
): z.input<typeof lambdaInvokeRuleSchema> {
  return { ...rule, provider: "LambdaInvoke" };
}
