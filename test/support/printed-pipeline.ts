import type { PipelinePlan } from "../../components/pipelines/plan/plan";
import type { RenderedAction } from "../../components/pipelines/render/action";
import type { RenderedCondition } from "../../components/pipelines/render/conditions";
import { type RenderedStage, renderStages } from "../../components/pipelines/render/pipeline";
import { type RenderedTrigger, renderTriggers } from "../../components/pipelines/render/triggers";
import { context } from "./pipelines";

/** Inputs of a pipeline for the AWS provider. */
export interface Rendering {
  readonly pipelineType: string;
  readonly executionMode: string;
  readonly variables: unknown;
  readonly triggers: readonly RenderedTrigger[];
  readonly stages: readonly RenderedStage[];
}

/** A rendered pipeline. Each action and rule has its role. */
export function rendering(plan: PipelinePlan): Rendering {
  const { model } = plan;
  const { pipelineType, executionMode, variables } = model;
  return {
    pipelineType,
    executionMode,
    variables,
    triggers: renderTriggers(model),
    stages: renderStages(plan),
  };
}

/**
 * The same pipeline in the form that `aws codepipeline get-pipeline` prints.
 *
 * @param beside - returns keys of an action that AWS does not know, by the positions of its stage and of itself
 */
export function printed({ stages, triggers, ...rest }: Rendering, beside: (stage: number, action: number) => object) {
  const pipeline = {
    name: context.pipelineName,
    roleArn: "arn:aws:iam::111122223333:role/shop",
    artifactStore: { type: "S3", location: "store" },
    version: 1,
    ...rest,
    triggers: triggers.map(printedTrigger),
    stages: stages.map(({ name, actions, beforeEntry, onSuccess, onFailure }, stage) => ({
      name,
      actions: actions.map((action, index) => ({ ...printedAction(action), ...beside(stage, index) })),
      ...(beforeEntry && { beforeEntry: { conditions: [printedCondition(beforeEntry.condition)] } }),
      ...(onSuccess && { onSuccess: { conditions: [printedCondition(onSuccess.condition)] } }),
      ...(onFailure && {
        onFailure: "condition" in onFailure ? { conditions: [printedCondition(onFailure.condition)] } : onFailure,
      }),
    })),
  };
  return JSON.stringify({ pipeline, metadata: { pipelineArn: "arn:aws:codepipeline:eu-central-1:111122223333:shop" } });
}

function printedAction({ category, owner, provider, version, ...action }: RenderedAction) {
  const { inputArtifacts, outputArtifacts = [], outputArtifactsForComputeActions, ...same } = action;
  return {
    ...same,
    actionTypeId: { category, owner, provider, version },
    inputArtifacts: inputArtifacts.map((name) => ({ name })),
    outputArtifacts: outputArtifactsForComputeActions ?? outputArtifacts.map((name) => ({ name })),
  };
}

function printedCondition({ result, rules }: RenderedCondition) {
  return {
    result,
    rules: rules.map(({ inputArtifacts, ...rule }) => ({
      ...rule,
      inputArtifacts: inputArtifacts.map((name) => ({ name })),
    })),
  };
}

function printedTrigger({
  providerType,
  gitConfiguration: { sourceActionName, pushes, pullRequests },
}: RenderedTrigger) {
  return {
    providerType,
    gitConfiguration: {
      sourceActionName,
      ...(pushes && { push: pushes }),
      ...(pullRequests && { pullRequest: pullRequests }),
    },
  };
}
