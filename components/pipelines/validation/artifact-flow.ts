import type { Bounds } from "../../actions/base/action-type";
import { findActionType } from "../../actions/catalogue";
import { findRuleType } from "../../actions/rules/catalogue";
import type { Problem } from "../../schema/problem";
import { type ActionOutline, type RuleOutline, rulesOf, runsBefore, type StageOutline } from "./outline";

/** Problems with how artifacts go from action to action: made once, taken after they are made, as many as fit. */
export function artifactProblems(stages: readonly StageOutline[]): Problem[] {
  const actions = stages.flatMap((stage) => stage.actions);
  const rules = stages.flatMap(rulesOf);
  const taken = (taker: ActionOutline | RuleOutline) =>
    taker.inputArtifacts.flatMap((artifact, index) => notMadeBefore(actions, taker, artifact, index));
  return [
    ...actions.flatMap((action) => [
      ...inputProblems(action, findActionType(action)),
      ...outputProblems(action),
      ...action.outputArtifacts.flatMap((artifact, index) => madeTwice(actions, action, artifact, index)),
      ...taken(action),
    ]),
    ...rules.flatMap((rule) => [...inputProblems(rule, findRuleType(rule.provider)), ...taken(rule)]),
  ];
}

function inputProblems(
  { path, provider, inputArtifacts }: ActionOutline | RuleOutline,
  type: { readonly inputArtifacts: Bounds } | undefined,
): Problem[] {
  return type
    ? countProblem(`${path}.inputArtifacts`, `${provider} takes`, inputArtifacts.length, type.inputArtifacts)
    : [];
}

function outputProblems({ path, outputArtifacts, ...action }: ActionOutline): Problem[] {
  const type = findActionType(action);
  return type
    ? countProblem(`${path}.outputArtifacts`, `${action.provider} makes`, outputArtifacts.length, type.outputArtifacts)
    : [];
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
  taker: ActionOutline | RuleOutline,
  artifact: string,
  index: number,
): Problem[] {
  const maker = makerOf(actions, artifact);
  if (maker && runsBefore(maker, taker)) {
    return [];
  }
  const made = actions.filter((other) => runsBefore(other, taker)).flatMap(({ outputArtifacts }) => outputArtifacts);
  const fix = made.length > 0 ? `take one of ${made.join(", ")}` : "make it in an earlier action";
  return [
    {
      path: `${taker.path}.inputArtifacts[${index}]`,
      reason: `${JSON.stringify(artifact)} is ${maker ? `made by ${maker.path}, which does not run before` : "made by no action"}; ${fix}`,
    },
  ];
}

function makerOf(actions: readonly ActionOutline[], artifact: string): ActionOutline | undefined {
  return actions.find(({ outputArtifacts }) => outputArtifacts.includes(artifact));
}
