import type { BaseAction } from "../../actions/base/action-shape";
import { type Action, actionTypeOf } from "../../actions/catalogue";
import { renderConfiguration } from "../definition/action-configuration";
import { namespaceOf } from "../definition/variable-reference";

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
  outputArtifacts?: string[];
  outputArtifactsForComputeActions?: { name: string; files: string[] }[];
  commands?: string[];
  outputVariables?: string[];
  namespace?: string;
  region?: string;
  timeoutInMinutes?: number;
  roleArn?: string;
}

/** The parts of the pipeline that decide how an action is rendered. */
export interface ActionSurroundings {
  /** The namespaces that references ask for. */
  readonly namespaces: ReadonlySet<string>;
  /** The names of the source actions that triggers watch. */
  readonly triggered: ReadonlySet<string>;
  readonly roleArn: string | undefined;
}

/** An action in the shape that the AWS provider takes. */
export function renderAction(action: Action, { namespaces, triggered, roleArn }: ActionSurroundings): RenderedAction {
  const { changeDetectionKey, owner, version } = actionTypeOf(action);
  const { region, timeoutInMinutes, namespace, commands, outputVariables }: BaseAction = action;
  const wanted = namespaceOf(action);
  // AWS detects changes where nothing is said, also beside a trigger: it is always said.
  const detection = changeDetectionKey === undefined ? {} : { [changeDetectionKey]: !triggered.has(action.name) };
  return {
    name: action.name,
    category: action.category,
    owner,
    provider: action.provider,
    version: "version" in action ? action.version : version,
    runOrder: action.runOrder,
    configuration: { ...renderConfiguration(detection), ...renderConfiguration(action.configuration) },
    inputArtifacts: action.inputArtifacts,
    ...renderOutputs(action),
    ...(commands && { commands: [...commands] }),
    ...(outputVariables && { outputVariables: [...outputVariables] }),
    ...((namespace !== undefined || namespaces.has(wanted)) && { namespace: wanted }),
    ...(region !== undefined && { region }),
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    ...(roleArn !== undefined && { roleArn }),
  };
}

function renderOutputs({ outputArtifacts, outputFiles }: BaseAction) {
  return outputFiles === undefined
    ? { outputArtifacts: [...outputArtifacts] }
    : { outputArtifactsForComputeActions: outputArtifacts.map((name) => ({ name, files: [...outputFiles] })) };
}
