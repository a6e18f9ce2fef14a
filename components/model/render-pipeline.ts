import { actionTypeOf } from "../actions/catalogue";
import { renderConfiguration } from "./action-configuration";
import type { ActionRole } from "./action-roles";
import type { PipelineModel, StageModel } from "./pipeline";

/** An action in the shape that the AWS provider takes. */
export interface RenderedAction {
  name: string;
  category: string;
  owner: string;
  provider: string;
  version: string;
  runOrder: number;
  configuration: Record<string, string>;
  inputArtifacts: string[];
  outputArtifacts: string[];
  timeoutInMinutes?: number;
  roleArn?: string;
}

export interface RenderedStage {
  name: string;
  actions: RenderedAction[];
}

/** The stages of a pipeline in the shape that the AWS provider takes, each action with its role. */
export function renderStages({ stages }: PipelineModel, roles: readonly ActionRole[]): RenderedStage[] {
  return stages.map(({ name, actions }) => ({
    name,
    actions: actions.map((action) => renderAction(name, action, roles)),
  }));
}

function renderAction(
  stageName: string,
  action: StageModel["actions"][number],
  roles: readonly ActionRole[],
): RenderedAction {
  const { owner, version } = actionTypeOf(action);
  const role = roles.find((candidate) => candidate.stageName === stageName && candidate.actionName === action.name);
  const timeout = "timeoutInMinutes" in action ? action.timeoutInMinutes : undefined;
  return {
    name: action.name,
    category: action.category,
    owner,
    provider: action.provider,
    version,
    runOrder: action.runOrder,
    configuration: renderConfiguration(action.configuration),
    inputArtifacts: action.inputArtifacts,
    outputArtifacts: action.outputArtifacts,
    ...(timeout !== undefined && { timeoutInMinutes: timeout }),
    ...(role && { roleArn: role.roleArn }),
  };
}
