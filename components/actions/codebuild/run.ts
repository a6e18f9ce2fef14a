import { z } from "zod";
import { projectArn } from "../../aws/arn";
import { projectName } from "../../aws/names";
import type { AwsScope } from "../../aws/scope";
import { ofOwnGate } from "../../iam/gate-tag";
import { readReferences } from "../../iam/reference-access";
import { allowStatement, type Statement } from "../../iam/statement";
import { type Problem, within } from "../../schema/problem";
import type { ActionContext, Place } from "../base/action-type";
import { actionVariable, actionVariableProblems, actionVariableReferences } from "./variables";

/** The configuration keys that actions and rules share for the build that they start. */
export const buildRunShape = {
  /** The name of the build project. */
  ProjectName: projectName,
  /**
   * The input artifact that holds the buildspec; required with several inputs.
   * @default - the only input artifact
   */
  PrimarySource: z.string().optional(),
  /**
   * Whether the action runs a batch build. The project needs a batch configuration: a `BuildProject` with `batch` has
   * one.
   * @default false
   */
  BatchEnabled: z.boolean().optional(),
  /**
   * Whether CodeBuild combines the artifacts of a batch.
   * @default false
   */
  CombineArtifacts: z.boolean().optional(),
  /**
   * Variables beside the variables of the project. A value of type `PARAMETER_STORE` or `SECRETS_MANAGER` is a name.
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
 * Problems of the build that an action or rule starts, with paths inside the action or rule.
 *
 * @param place - where the build runs, if known
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

/**
 * Lets an action or rule start builds or batches of its project, and stop them when it stops itself. A project of a gate
 * counts only for the gate's own pipeline: elsewhere, the build would start without the approval.
 */
export function startBuilds(
  { scope, pipelineName }: ActionContext,
  { ProjectName, BatchEnabled }: Configuration,
): Statement {
  const actions = BatchEnabled
    ? ["codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch"]
    : ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"];
  return allowStatement({
    sid: "Build",
    actions,
    resources: [projectArn(scope, ProjectName)],
    conditions: ofOwnGate(pipelineName),
  });
}

/** Lets a build read the parameters and secrets of the variables that start it. */
export function readBuildVariables(scope: AwsScope, { EnvironmentVariables }: Configuration): Statement[] {
  return readReferences(scope, actionVariableReferences(EnvironmentVariables));
}
