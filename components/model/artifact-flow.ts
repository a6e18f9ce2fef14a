import type { Bounds } from "../actions/action-type";
import { findActionType } from "../actions/catalogue";
import type { ActionOutline, StageOutline } from "./pipeline-outline";
import type { Problem } from "./problem";

/** Problems with how artifacts go from action to action: made once, taken after they are made, as many as fit. */
export function artifactProblems(stages: readonly StageOutline[]): Problem[] {
  const actions = stages.flatMap((stage) => stage.actions);
  return actions.flatMap((action) => [
    ...countProblems(action),
    ...action.outputArtifacts.flatMap((artifact, index) => madeTwice(actions, action, artifact, index)),
    ...action.inputArtifacts.flatMap((artifact, index) => notMadeBefore(actions, action, artifact, index)),
  ]);
}

function countProblems({ path, provider, inputArtifacts, outputArtifacts }: ActionOutline): Problem[] {
  const type = findActionType(provider);
  if (!type) {
    return [];
  }
  return [
    ...countProblem(`${path}.inputArtifacts`, `${provider} takes`, inputArtifacts.length, type.inputArtifacts),
    ...countProblem(`${path}.outputArtifacts`, `${provider} makes`, outputArtifacts.length, type.outputArtifacts),
  ];
}

function countProblem(path: string, subject: string, count: number, { min, max }: Bounds): Problem[] {
  if (count >= min && count <= max) {
    return [];
  }
  const range = min === max ? `${max}` : `${min} to ${max}`;
  return [{ path, reason: `${count} artifacts are refused; ${subject} ${max === 0 ? "none: remove them" : range}` }];
}

function madeTwice(
  actions: readonly ActionOutline[],
  action: ActionOutline,
  artifact: string,
  index: number,
): Problem[] {
  const first = makerOf(actions, artifact);
  if (first === action && action.outputArtifacts.indexOf(artifact) === index) {
    return [];
  }
  return [
    {
      path: `${action.path}.outputArtifacts[${index}]`,
      reason: `${JSON.stringify(artifact)} is made by ${first?.path} already; give every output artifact a name of its own`,
    },
  ];
}

function notMadeBefore(
  actions: readonly ActionOutline[],
  action: ActionOutline,
  artifact: string,
  index: number,
): Problem[] {
  const maker = makerOf(actions, artifact);
  if (maker && runsBefore(maker, action)) {
    return [];
  }
  const made = actions.filter((other) => runsBefore(other, action)).flatMap(({ outputArtifacts }) => outputArtifacts);
  const fix = made.length > 0 ? `take one of ${made.join(", ")}` : "make it in an earlier action";
  return [
    {
      path: `${action.path}.inputArtifacts[${index}]`,
      reason: `${JSON.stringify(artifact)} is ${maker ? `made by ${maker.path}, which does not run before` : "made by no action"}; ${fix}`,
    },
  ];
}

function makerOf(actions: readonly ActionOutline[], artifact: string): ActionOutline | undefined {
  return actions.find(({ outputArtifacts }) => outputArtifacts.includes(artifact));
}

function runsBefore(one: ActionOutline, other: ActionOutline): boolean {
  return one.stage < other.stage || (one.stage === other.stage && one.runOrder < other.runOrder);
}
