import type { ActionContext } from "../../components/actions/base/action-type";
import { type Action, type ActionInput, actionSchema } from "../../components/actions/catalogue";
import {
  type PipelineDefinition,
  type PipelineModel,
  pipelineSchema,
} from "../../components/pipelines/definition/schema";
import type { ExistingKeys } from "../../components/pipelines/plan/pipeline-role";
import { type PipelinePlan, planPipeline } from "../../components/pipelines/plan/plan";
import { readPipeline as readAndCheck } from "../../components/pipelines/validation/validate-pipeline";
import { scope } from "./scopes";

export const connectionArn =
  "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";

export const topicArn = "arn:aws:sns:eu-central-1:111122223333:shop-approvals";

/** Account and region of the tested actions. */
export const context: ActionContext = { scope, pipelineName: "shop" };

/** Artifact store of the tested actions. */
export const buckets = { [scope.region]: "store" };

/** A source action that makes the artifact `source`. */
export function sourceAction(changes: Record<string, unknown> = {}, configuration: Record<string, unknown> = {}) {
  return {
    name: "Repository",
    provider: "CodeStarSourceConnection" as const,
    outputArtifacts: ["source"],
    configuration: {
      ConnectionArn: connectionArn,
      FullRepositoryId: "acme/shop",
      BranchName: "main",
      ...configuration,
    },
    ...changes,
  };
}

/** A build action that takes the artifact `source`. */
export function buildAction(changes: Record<string, unknown> = {}, configuration: Record<string, unknown> = {}) {
  return {
    name: "Image",
    provider: "CodeBuild" as const,
    inputArtifacts: ["source"],
    configuration: { ProjectName: "shop-image", ...configuration },
    ...changes,
  };
}

/** An approval without a topic. */
export function approvalAction(changes: Record<string, unknown> = {}, configuration: Record<string, unknown> = {}) {
  return { name: "Release", provider: "Manual" as const, configuration, ...changes };
}

/** A pipeline whose first stage reads the repository. The other stages are Stage1, Stage2 and so on. */
export function pipelineOf(...stages: readonly (readonly unknown[])[]) {
  return {
    stages: [
      { name: "Source", actions: [sourceAction()] as unknown[] },
      ...stages.map((actions, index) => ({ name: `Stage${index + 1}`, actions: [...actions] })),
    ],
  };
}

/** An action after its schema parsed it. */
export function readAction(action: ActionInput): Action {
  return actionSchema.parse(action);
}

/** A pipeline after its schema parsed it. */
export function readPipeline(definition: unknown): PipelineModel {
  return pipelineSchema.parse(definition as PipelineDefinition);
}

/** The plan of a pipeline, valid or not, that keeps its artifacts in the bucket `store` and in those of other regions. */
export function planOf(
  definition: unknown,
  regional: Readonly<Record<string, string>> = {},
  existingKeys: ExistingKeys = { artifacts: {} },
): PipelinePlan {
  return planPipeline(readAndCheck(definition, scope), context, { home: "store", regional }, existingKeys);
}

/** A rule that checks a variable. It belongs to a stage after the source. */
export function checkRule(changes: Record<string, unknown> = {}, configuration: Record<string, unknown> = {}) {
  return {
    name: "Wanted",
    provider: "VariableCheck" as const,
    configuration: { Variable: "#{Repository.CommitMessage}", Value: "skip", Operator: "NE", ...configuration },
    ...changes,
  };
}

/** A pipeline with an approval in its second stage, under the given conditions. */
export function pipelineUnder(conditions: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const { stages } = pipelineOf([approvalAction()]);
  return { stages: stages.map((stage, index) => (index === 1 ? { ...stage, ...conditions } : stage)), ...more };
}
