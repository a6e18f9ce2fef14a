import { z } from "zod";
import { writePipelineLogs } from "../../iam/pipeline-logs";
import { allowedKeys } from "../../schema/vocabulary";
import { commandLines, commandProblems } from "../commands/command-lines";
import { readsArtifacts, ruleShape, ruleType } from "./rule-type";

export const commandsRuleSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("Commands"),
  /** The commands, 1 to 50 single lines of 1 to 1000 characters. Everybody who sees the pipeline sees them. */
  commands: commandLines,
  configuration: allowedKeys({}).prefault({}),
});

/**
 * Runs commands on a machine that CodePipeline keeps, for 55 minutes at most, and says yes where they succeed.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html
 */
export const commandsRuleType = ruleType(commandsRuleSchema, {
  provider: "Commands",
  // The page names no bounds: at most those of the action, and commands may need no artifact.
  inputArtifacts: { min: 0, max: 10 },
  skips: false,
  artifactUse: readsArtifacts,
  validate: ({ commands }) => commandProblems(commands),
  permissions: (_, { scope, pipelineName }) => [writePipelineLogs(scope, pipelineName)],
});

/** A rule that runs commands. */
export function commandsRule(
  rule: Omit<z.input<typeof commandsRuleSchema>, "provider">,
): z.input<typeof commandsRuleSchema> {
  return { ...rule, provider: "Commands" };
}
