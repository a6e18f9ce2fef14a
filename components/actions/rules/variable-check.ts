import { z } from "zod";
import { allowedKeys, matching } from "../../schema/vocabulary";
import { movesNoArtifacts } from "../base/action-type";
import { ruleShape, ruleType } from "./rule-type";

export const variableCheckSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("VariableCheck"),
  configuration: allowedKeys({
    /** The variable that is looked at, as a reference: `#{Source.CommitMessage}`. */
    Variable: matching(/^#\{[A-Za-z0-9@_-]+\.[^{}]+\}$/, "give one reference, such as #{Source.CommitMessage}"),
    /** What the variable is compared with: a text, or a regular expression of Java's for MATCHES. */
    Value: z.string().min(1).max(1000),
    /** How it is compared: equal, not equal, contains, matches. */
    Operator: z.enum(["EQ", "NE", "CONTAINS", "MATCHES"]),
  }),
});

/**
 * Compares a variable with a value.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html
 */
export const variableCheck = ruleType(variableCheckSchema, {
  provider: "VariableCheck",
  inputArtifacts: { min: 0, max: 0 },
  skips: true,
  artifactUse: movesNoArtifacts,
  validate: () => [],
  permissions: () => [],
});

/** A rule that compares a variable with a value. */
export function variableCheckRule(
  rule: Omit<z.input<typeof variableCheckSchema>, "provider">,
): z.input<typeof variableCheckSchema> {
  return { ...rule, provider: "VariableCheck" };
}
