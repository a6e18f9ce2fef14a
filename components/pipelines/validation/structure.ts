import type { Problem } from "../../schema/problem";
import type { StageOutline } from "./outline";
import { confusedRoles } from "./role-name-collisions";

/**
 * Limits of AWS CodePipeline.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
export const pipelineLimits = { minStages: 2, maxStages: 50, maxActionsPerStage: 50, maxActions: 1000 };

/** Problems with the number, the names and the places of stages and actions. */
export function structureProblems(stages: readonly StageOutline[]): Problem[] {
  return [
    ...stageCount(stages),
    ...stages.flatMap(actionCount),
    ...totalCount(stages),
    ...repeatedNames(stages, "stage"),
    ...stages.flatMap(({ name, actions }) => repeatedNames(actions, `action of ${name}`)),
    ...confusedRoles(stages),
    ...sourcePlaces(stages),
  ];
}

function stageCount({ length }: readonly StageOutline[]): Problem[] {
  const { minStages, maxStages } = pipelineLimits;
  if (length >= minStages && length <= maxStages) {
    return [];
  }
  return [
    {
      path: "stages",
      reason: `${length} stages are refused; give ${minStages} to ${maxStages}, the first of them for the sources`,
    },
  ];
}

function actionCount({ path, actions: { length } }: StageOutline): Problem[] {
  const { maxActionsPerStage } = pipelineLimits;
  if (length >= 1 && length <= maxActionsPerStage) {
    return [];
  }
  return [
    { path: `${path}.actions`, reason: `${length} actions in a stage are refused; give 1 to ${maxActionsPerStage}` },
  ];
}

function totalCount(stages: readonly StageOutline[]): Problem[] {
  const total = stages.reduce((sum, { actions }) => sum + actions.length, 0);
  if (total <= pipelineLimits.maxActions) {
    return [];
  }
  return [
    { path: "stages", reason: `${total} actions are refused; a pipeline takes at most ${pipelineLimits.maxActions}` },
  ];
}

/** Names that stand twice. */
export function repeatedNames(
  items: readonly { readonly name: string; readonly path: string }[],
  what: string,
): Problem[] {
  return items.flatMap(({ name, path }) => {
    const first = items.find((item) => item.name === name);
    if (name === "" || first === undefined || first.path === path) {
      return [];
    }
    return [
      {
        path: `${path}.name`,
        reason: `${JSON.stringify(name)} is the name of ${first.path} too; give every ${what} a name of its own`,
      },
    ];
  });
}

function sourcePlaces(stages: readonly StageOutline[]): Problem[] {
  return stages
    .flatMap(({ actions }) => actions)
    .filter(({ category, stage }) => category !== undefined && (category === "Source") !== (stage === 0))
    .map(({ path, category, stage }) => ({
      path,
      reason:
        stage === 0
          ? `an action of category ${category} in the first stage is refused; that stage takes source actions only: move it to a later one`
          : "a Source action outside the first stage is refused; move it to the first stage",
    }));
}
