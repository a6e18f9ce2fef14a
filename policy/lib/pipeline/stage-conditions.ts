import { at, type Located, locatedItems, unknownValue, type Value } from "../../iam/value";
import type { Step } from "./actions";

/** When the conditions of a stage are looked at, beside the `runOrder` of its actions, which starts at 1. */
const moments: Readonly<Record<string, number>> = {
  beforeEntry: 0,
  onSuccess: Number.MAX_SAFE_INTEGER,
  onFailure: Number.MAX_SAFE_INTEGER,
};

/** Providers of rules that only look, at a variable, a clock or an alarm; all others run what somebody wrote. */
const looking = ["VariableCheck", "DeploymentWindow", "CloudWatchAlarm"];

/**
 * The rules of a pipeline's conditions that run something, as steps that stand before or behind the actions of their
 * stage: what runs there can do all that an action can.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html
 */
export function conditionSteps(stages: Value): Step[] {
  return locatedItems("stages", stages).flatMap((stage, stageIndex) =>
    Object.entries(moments).flatMap(([moment, runOrder]) =>
      rulesOf(stage, moment).map(({ path, value }) => ({
        path,
        value: asAction(value, runOrder),
        stage: stage.value,
        stageIndex,
      })),
    ),
  );
}

/** Whether a condition lets a run go on past a stage of which not all has succeeded. */
export function skips(stage: Value): boolean | typeof unknownValue {
  const results = [
    at(stage, "beforeEntry", "condition", "result"),
    at(stage, "onFailure", "condition", "result"),
    at(stage, "onFailure", "result"),
  ];
  return results.includes("SKIP") || (results.includes(unknownValue) ? unknownValue : false);
}

/** The property by which a stage runs again, as an earlier run had it, without the stages before it. */
export function rollsBack(stage: Value): string | undefined {
  const places = ["onSuccess.condition.result", "onFailure.condition.result", "onFailure.result"];
  return places.find((place) => at(stage, ...place.split(".")) === "ROLLBACK");
}

function rulesOf({ path, value }: Located, moment: string): Located[] {
  const rules = at(value, moment, "condition", "rules");
  return locatedItems(`${path}.${moment}.condition.rules`, rules).filter(
    ({ value: rule }) => !looking.some((provider) => provider === at(rule, "ruleTypeId", "provider")),
  );
}

function asAction(rule: Value, runOrder: number): Value {
  const names = ["name", "configuration", "commands", "region", "roleArn"];
  const properties = names.map((name) => [name, at(rule, name)] as const);
  return {
    ...Object.fromEntries(properties),
    category: "Rule",
    provider: at(rule, "ruleTypeId", "provider"),
    runOrder,
  };
}
