import { z } from "zod";
import { allowedKeys, matching } from "../../schema/vocabulary";
import { movesNoArtifacts } from "../base/action-type";
import { defineRule, ruleShape } from "./rule-type";

export const variableCheckSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("VariableCheck"),
  configuration: allowedKeys({
    /** The variable to compare, as a reference: `#{Source.CommitMessage}`. */
    Variable: matching(/^#\{[A-Za-z0-9@_-]+\.[^{}]+\}$/, "give one reference, such as #{Source.CommitMessage}"),
    /** The value to compare with: a text, or a Java regular expression for MATCHES. */
    Value: z.string().min(1).max(1000),
    /** The comparison: equal, not equal, contains, matches. */
    Operator: z.enum(["EQ", "NE", "CONTAINS", "MATCHES"]),
  }),
});

/**
 * Compares a variable with a value.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html
 */
export const variableCheck = defineRule({
  schema: variableCheckSchema,
  canSkipStage: true,
  artifactUse: movesNoArtifacts,
});

/** Returns a rule that compares a variable with a value. */
export function variableCheckRule(
  rule: Omit<z.input<typeof variableCheckSchema>, "provider">,
): z.input<typeof variableCheckSchema> {
  return { ...rule, provider: "VariableCheck" };
}
