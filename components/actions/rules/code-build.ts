import { z } from "zod";
import { allowedKeys } from "../../schema/vocabulary";
import { movesNoArtifacts } from "../base/action-type";
import { buildRunProblems, buildRunShape, readBuildVariables, startBuilds } from "../codebuild/run";
import { defineRule, ruleShape } from "./rule-type";

export const codeBuildRuleSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("CodeBuild"),
  configuration: allowedKeys(buildRunShape),
});

/**
 * Runs a CodeBuild project, and succeeds if the build succeeds.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CodeBuild.html
 */
export const codeBuildRuleType = defineRule({
  schema: codeBuildRuleSchema,
  // AWS's page names no bounds. These are the bounds of the action, which runs the same builds.
  inputArtifacts: { min: 1, max: 5 },
  // The build reads artifacts with the role of its project.
  artifactUse: movesNoArtifacts,
  validate: buildRunProblems,
  permissions: ({ configuration }, context) => [startBuilds(context, configuration)],
  startedProject: ({ configuration }, { scope }) => ({
    projectName: configuration.ProjectName,
    statements: readBuildVariables(scope, configuration),
  }),
});

/** Returns a rule that runs a CodeBuild project. */
export function codeBuildRule(
  rule: Omit<z.input<typeof codeBuildRuleSchema>, "provider">,
): z.input<typeof codeBuildRuleSchema> {
  return { ...rule, provider: "CodeBuild" };
}
