import type { PipelinePlan } from "../plan/plan";
import { type RenderedAction, renderAction } from "./action";
import { type RenderedConditions, renderConditions } from "./conditions";

export interface RenderedStage extends RenderedConditions {
  name: string;
  actions: RenderedAction[];
}

/** The parts of a plan that stages are rendered from. */
export type Renderable = Pick<PipelinePlan, "model" | "roles" | "namespaces">;

/** The stages of a pipeline in the shape that the AWS provider takes, each action and rule with its role. */
export function renderStages({ model: pipeline, roles, namespaces }: Renderable): RenderedStage[] {
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
