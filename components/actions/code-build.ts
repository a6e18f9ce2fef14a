import { z } from "zod";
import { projectArn } from "../iam/arn";
import { readReferences } from "../iam/reference-access";
import { allow, type Statement } from "../iam/statement";
import { type Problem, within } from "../model/problem";
import { allowedKeys, matching, nonEmptyText } from "../model/schema";
import { actionShape, roleArnSchema } from "./action-shape";
import { type ActionContext, actionType, movesNoArtifacts } from "./action-type";
import { actionVariable, actionVariableProblems, actionVariableReferences } from "./action-variables";

export const codeBuildSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CodeBuild"),
  /**
   * `Build` or `Test`: where the console counts the action.
   * @default "Build"
   */
  category: z.enum(["Build", "Test"]).default("Build"),
  configuration: allowedKeys({
    /** The name of the build project. */
    ProjectName: matching(
      /^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/,
      "give the name of a project, 2 to 150 letters, digits, - or _",
    ),
    /**
     * The input artifact whose buildspec is run; required with several inputs.
     * @default - the only input artifact
     */
    PrimarySource: z.string().optional(),
    /**
     * Whether the build is a batch.
     * @default false
     */
    BatchEnabled: z.boolean().optional(),
    /**
     * Whether the artifacts of a batch become one.
     * @default false
     */
    CombineArtifacts: z.boolean().optional(),
    /**
     * Variables beside those of the project. A value of type `PARAMETER_STORE` or `SECRETS_MANAGER` is a name.
     * @default - none
     */
    EnvironmentVariables: z.array(actionVariable).optional(),
    /**
     * A buildspec, or the path of one in the primary source, instead of the project's own.
     * @default - the project's buildspec
     */
    BuildspecOverride: nonEmptyText.optional(),
    /**
     * The ARN of a role of the same account to run the build with instead of the project's own.
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
  validate: problems,
  permissions,
  startedProject: ({ configuration }, { scope }) => ({
    projectName: configuration.ProjectName,
    ...(configuration.ServiceRoleArnOverride && { roleArn: configuration.ServiceRoleArnOverride }),
    statements: readReferences(scope, actionVariableReferences(configuration.EnvironmentVariables)),
  }),
});

/** An action that runs a CodeBuild project. */
export function codeBuildAction(
  action: Omit<z.input<typeof codeBuildSchema>, "provider">,
): z.input<typeof codeBuildSchema> {
  return { ...action, provider: "CodeBuild" };
}

function problems({ configuration, inputArtifacts }: Action): Problem[] {
  const { PrimarySource: primary, CombineArtifacts, BatchEnabled } = configuration;
  const found = within(
    "configuration.EnvironmentVariables",
    actionVariableProblems(configuration.EnvironmentVariables),
  );
  if (primary === undefined && inputArtifacts.length > 1) {
    found.push({
      path: "configuration.PrimarySource",
      reason: `is missing; with several input artifacts, name the one that holds the buildspec: ${inputArtifacts.join(", ")}`,
    });
  }
  if (primary !== undefined && !inputArtifacts.includes(primary)) {
    found.push({
      path: "configuration.PrimarySource",
      reason: `${JSON.stringify(primary)} is not an input artifact of the action; give one of ${inputArtifacts.join(", ")}`,
    });
  }
  if (CombineArtifacts && !BatchEnabled) {
    found.push({
      path: "configuration.CombineArtifacts",
      reason: "true needs a batch; set BatchEnabled to true or remove CombineArtifacts",
    });
  }
  return found;
}

function permissions({ configuration }: Action, { scope }: ActionContext): Statement[] {
  const run = configuration.BatchEnabled
    ? ["codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch"]
    : ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"];
  const build = allow({ sid: "Build", actions: run, resources: [projectArn(scope, configuration.ProjectName)] });
  const role = configuration.ServiceRoleArnOverride;
  if (role === undefined) {
    return [build];
  }
  const passed = { StringEquals: { "iam:PassedToService": "codebuild.amazonaws.com" } };
  return [build, allow({ sid: "PassRole", actions: ["iam:PassRole"], resources: [role], conditions: passed })];
}
