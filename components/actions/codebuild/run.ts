import { z } from "zod";
import { projectArn } from "../../aws/arn";
import type { AwsScope } from "../../aws/scope";
import { readReferences } from "../../iam/reference-access";
import { allowStatement, type Statement } from "../../iam/statement";
import { type Problem, within } from "../../schema/problem";
import { matching } from "../../schema/vocabulary";
import type { Place } from "../base/action-type";
import { actionVariable, actionVariableProblems, actionVariableReferences } from "./variables";

/** What actions and rules say alike of the build that they start. */
export const buildRunShape = {
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
   * Whether the build is a batch, of a project that runs batches: a `BuildProject` with `batch` does.
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
};

type Configuration = z.output<z.ZodObject<typeof buildRunShape>>;

interface BuildRun {
  readonly inputArtifacts: readonly string[];
  readonly configuration: Configuration;
}

/**
 * Problems of a build that is started, with paths inside the action or rule.
 *
 * @param place - where it runs, if that is known
 */
export function buildRunProblems({ configuration, inputArtifacts }: BuildRun, place?: Place): Problem[] {
  const { PrimarySource: primary, CombineArtifacts, BatchEnabled } = configuration;
  const found = within(
    "configuration.EnvironmentVariables",
    actionVariableProblems(configuration.EnvironmentVariables, place),
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

/** Lets an action or rule start builds of its project, or batches of them, and stop them where it is stopped itself. */
export function startBuilds(scope: AwsScope, { ProjectName, BatchEnabled }: Configuration): Statement {
  const actions = BatchEnabled
    ? ["codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch"]
    : ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"];
  return allowStatement({ sid: "Build", actions, resources: [projectArn(scope, ProjectName)] });
}

/** Lets a build read what the variables refer to that it is started with. */
export function readBuildVariables(scope: AwsScope, { EnvironmentVariables }: Configuration): Statement[] {
  return readReferences(scope, actionVariableReferences(EnvironmentVariables));
}
