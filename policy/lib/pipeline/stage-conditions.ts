import {
  at,
  isList,
  isProperties,
  itemsOf,
  type Located,
  locatedItems,
  unknownValue,
  type Value,
} from "../../iam/value";
import type { Step } from "./actions";

/** Places of stage conditions beside the `runOrder` of the actions, which starts at 1. */
const moments: Readonly<Record<string, number>> = {
  beforeEntry: 0,
  onSuccess: Number.MAX_SAFE_INTEGER,
  onFailure: Number.MAX_SAFE_INTEGER,
};

/** Providers of rules that only check a variable, a clock or an alarm. All others run code. */
const looking = ["VariableCheck", "DeploymentWindow", "CloudWatchAlarm"];

/**
 * Returns the condition rules of a pipeline that run code, as steps before or after the actions of their stage. Such a
 * rule can do everything that an action can.
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

/** Whether a condition lets an execution pass a stage that did not succeed. */
export function skips(stage: Value): boolean | typeof unknownValue {
  const results = [
    at(stage, "beforeEntry", "condition", "result"),
    at(stage, "onFailure", "condition", "result"),
    at(stage, "onFailure", "result"),
  ];
  return results.includes("SKIP") || (results.includes(unknownValue) ? unknownValue : false);
}

/**
 * Whether two stages are skipped together: by the same comparisons of variables before they begin, and by nothing else.
 * No action changes a variable that an earlier one left behind. Clocks and alarms may answer differently later.
 */
export function skipTogether(stage: Value, other: Value): boolean | typeof unknownValue {
  const one = at(stage, "beforeEntry", "condition");
  const two = at(other, "beforeEntry", "condition");
  const rules = itemsOf(at(one, "rules"));
  const isOfVariables = rules.every((rule) => at(rule, "ruleTypeId", "provider") === "VariableCheck");
  const otherwise = [at(stage, "onFailure", "condition", "result"), at(stage, "onFailure", "result")];
  if (holdsUnknown(one) || holdsUnknown(two) || otherwise.includes(unknownValue)) {
    return unknownValue;
  }
  const isSame = JSON.stringify(one) === JSON.stringify(two);
  return isSame && at(one, "result") === "SKIP" && rules.length > 0 && isOfVariables && !otherwise.includes("SKIP");
}

function holdsUnknown(value: Value): boolean {
  const parts: readonly Value[] = isList(value) ? value : isProperties(value) ? Object.values<Value>(value) : [];
  return value === unknownValue || parts.some((part) => holdsUnknown(part));
}

/** The property that rolls a stage back: the stage runs again alone, with the artifacts of an earlier execution. */
export function rollsBack(stage: Value): string | undefined {
  const places = ["onSuccess.condition.result", "onFailure.condition.result", "onFailure.result"];
  return places.find((place) => at(stage, ...place.split(".")) === "ROLLBACK");
}

/** Returns the rules of a stage that run code. An unknown stage has its unknown in the place of its actions. */
function rulesOf({ path, value }: Located, moment: string): Located[] {
  if (value === unknownValue) {
    return [];
  }
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
