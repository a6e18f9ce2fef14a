import { z } from "zod";
import { roleArnSchema } from "../../aws/names";
import type { Statement } from "../../iam/statement";
import { allowedKeys, nonEmptyText } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { type ActionContext, defineAction, movesNoArtifacts } from "../base/action-type";
import { passedRoleProblems, passRole } from "../base/passed-role";
import { buildRunProblems, buildRunShape, readBuildVariables, startBuilds } from "./run";

export const codeBuildSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CodeBuild"),
  /**
   * The category of the action in the console, `Build` or `Test`.
   * @default "Build"
   */
  category: z.enum(["Build", "Test"]).default("Build"),
  configuration: allowedKeys({
    ...buildRunShape,
    /**
     * A buildspec, or the path of one in the primary source, instead of the project's own.
     * @default - the project's buildspec
     */
    BuildspecOverride: nonEmptyText.optional(),
    /**
     * The ARN of a role for the build instead of the project's role, of the project's account. The role must trust
     * CodeBuild and hold the permissions of the project's role.
     * @default - the project's role
     */
    ServiceRoleArnOverride: roleArnSchema.optional(),
  }),
});

type Action = z.output<typeof codeBuildSchema>;

/**
 * Runs a CodeBuild project.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export const codeBuild = defineAction({
  schema: codeBuildSchema,
  inputArtifacts: { min: 1, max: 5 },
  outputArtifacts: { min: 0, max: 5 },
  outputVariables: "decided at run time",
  // The build reads and writes artifacts with the role of its project.
  artifactUse: movesNoArtifacts,
  validate: (action, place) => [
    ...buildRunProblems(action, place),
    ...passedRoleProblems(
      action,
      "configuration.ServiceRoleArnOverride",
      action.configuration.ServiceRoleArnOverride,
      place,
    ),
  ],
  permissions,
  startedProject: ({ configuration }, { scope }) => ({
    projectName: configuration.ProjectName,
    ...(configuration.ServiceRoleArnOverride && { roleArn: configuration.ServiceRoleArnOverride }),
    statements: readBuildVariables(scope, configuration),
  }),
});

/** Returns an action that runs a CodeBuild project. */
export function codeBuildAction(
  action: Omit<z.input<typeof codeBuildSchema>, "provider">,
): z.input<typeof codeBuildSchema> {
  return { ...action, provider: "CodeBuild" };
}

function permissions({ configuration }: Action, context: ActionContext): Statement[] {
  const role = configuration.ServiceRoleArnOverride;
  const build = startBuilds(context, configuration);
  if (role === undefined) {
    return [build];
  }
  return [build, passRole([role], "codebuild")];
}
