import { z } from "zod";
import { allowStatement, type Statement } from "../../iam/statement";
import { allowedKeys, nonEmptyText } from "../../schema/vocabulary";
import { actionShape, roleArnSchema } from "../base/action-shape";
import { type ActionContext, actionType, movesNoArtifacts } from "../base/action-type";
import { passedRoleProblems } from "../base/passed-role";
import { buildRunProblems, buildRunShape, readBuildVariables, startBuilds } from "./run";

export const codeBuildSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CodeBuild"),
  /**
   * `Build` or `Test`: where the console counts the action.
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
     * The ARN of a role of the project's account to run the build with instead of the project's own. It must trust
     * CodeBuild, and be allowed what the project's role is.
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
export const codeBuild = actionType(codeBuildSchema, {
  provider: "CodeBuild",
  owner: "AWS",
  version: "1",
  categories: ["Build", "Test"],
  inputArtifacts: { min: 1, max: 5 },
  outputArtifacts: { min: 0, max: 5 },
  outputVariables: "decided at run time",
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
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

/** An action that runs a CodeBuild project. */
export function codeBuildAction(
  action: Omit<z.input<typeof codeBuildSchema>, "provider">,
): z.input<typeof codeBuildSchema> {
  return { ...action, provider: "CodeBuild" };
}

function permissions({ configuration }: Action, { scope }: ActionContext): Statement[] {
  const role = configuration.ServiceRoleArnOverride;
  const build = startBuilds(scope, configuration);
  if (role === undefined) {
    return [build];
  }
  const passed = { StringEquals: { "iam:PassedToService": "codebuild.amazonaws.com" } };
  return [build, allowStatement({ sid: "PassRole", actions: ["iam:PassRole"], resources: [role], conditions: passed })];
}
