import { z } from "zod";
import { writePipelineLogs } from "../../iam/build-access";
import { allowedKeys } from "../../schema/vocabulary";
import { commandLines, commandProblems } from "../commands/command-lines";
import { defineRule, ruleShape } from "./rule-type";

export const commandsRuleSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("Commands"),
  /** The commands, 1 to 50 single lines of 1 to 1000 characters. Everybody who can read the pipeline can read them. */
  commands: commandLines,
  configuration: allowedKeys({}).prefault({}),
});

/**
 * Runs commands on CodePipeline's own compute, for at most 55 minutes, and succeeds if they succeed.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html
 */
export const commandsRuleType = defineRule({
  schema: commandsRuleSchema,
  // AWS's page names no bounds. These are the bounds of the action; commands may need no artifact.
  inputArtifacts: { min: 0, max: 10 },
  validate: ({ commands }) => commandProblems(commands),
  permissions: (_, { scope, pipelineName }) => [writePipelineLogs(scope, pipelineName)],
});

/** Returns a rule that runs commands. */
export function commandsRule(
  rule: Omit<z.input<typeof commandsRuleSchema>, "provider">,
): z.input<typeof commandsRuleSchema> {
  return { ...rule, provider: "Commands" };
}
