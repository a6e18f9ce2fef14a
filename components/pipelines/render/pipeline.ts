import type { PipelineModel } from "../definition/schema";
import type { ActionRole } from "../plan/action-roles";
import { outlinePipeline } from "../validation/outline";
import { namespacesAskedFor } from "../validation/variable-flow";
import { type RenderedAction, renderAction } from "./action";
import { type RenderedConditions, renderConditions } from "./conditions";

export interface RenderedStage extends RenderedConditions {
  name: string;
  actions: RenderedAction[];
}

/** The stages of a pipeline in the shape that the AWS provider takes, each action and rule with its role. */
export function renderStages(pipeline: PipelineModel, roles: readonly ActionRole[]): RenderedStage[] {
  const namespaces = namespacesAskedFor(outlinePipeline(pipeline) ?? []);
  const triggered = new Set(pipeline.triggers.map(({ sourceAction }) => sourceAction));
  return pipeline.stages.map((stage) => {
    const roleOf = (actionOrRule: string) =>
      roles.find(({ stageName, actionName }) => stageName === stage.name && actionName === actionOrRule)?.roleArn;
    return {
      name: stage.name,
      actions: stage.actions.map((action) =>
        renderAction(action, { namespaces, triggered, roleArn: roleOf(action.name) }),
      ),
      ...renderConditions(stage, roleOf),
    };
  });
}
