import { type ActionTypeId, findActionType } from "../../actions/catalogue";
import { ruleTypeId } from "../../actions/rules/rule-type";
import { type Problem, within } from "../../schema/problem";
import { shown } from "../../schema/vocabulary";
import { conditionKinds } from "../definition/stage-conditions";
import { mapOf, readText } from "./aws-map";
import { functionProblems } from "./template-function";

type Keys = Readonly<Record<string, unknown>>;

/** The type id of an action in AWS's form, as far as it is text. */
export function actionTypeIdOf({ provider, category, owner }: Keys): ActionTypeId {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return { provider: text(readText(provider)) ?? "", category: text(category), owner: text(owner) };
}

/**
 * Refuses type ids in AWS's form that this package's form cannot express. This package has versions of custom providers
 * only, and neither owners nor categories of rules. Paths are those of our own form.
 */
export function typeIdProblems(pipeline: unknown): Problem[] {
  const triggers = listOf(mapOf(pipeline)?.triggers).flatMap((trigger, index) =>
    within(`triggers[${index}]`, triggerProblems(trigger)),
  );
  const stages = listOf(mapOf(pipeline)?.stages).flatMap((stage, index) =>
    within(`stages[${index}]`, [
      ...listOf(stage.actions).flatMap((action, place) => within(`actions[${place}]`, ofAction(action))),
      ...conditionKinds.flatMap((kind) => {
        const [condition] = listOf(mapOf(stage[kind])?.conditions);
        return listOf(condition?.rules).flatMap((rule, place) => within(`${kind}.rules[${place}]`, ofRule(rule)));
      }),
    ]),
  );
  return [...triggers, ...stages];
}

function ofAction(action: Keys): Problem[] {
  const { actionTypeId } = action;
  const { provider, category, owner, version, ...others } = mapOf(actionTypeId) ?? {};
  const type = findActionType(actionTypeIdOf({ provider, category, owner }));
  return [
    ...(type === undefined || type.owner === "Custom" ? [] : difference("version", version, type.version)),
    ...unknownKeys(others),
    ...keysBeside("actionTypeId", action),
  ];
}

function ofRule(rule: Keys): Problem[] {
  const { ruleTypeId: written } = rule;
  const { provider, category, owner, version, ...others } = mapOf(written) ?? {};
  return [
    ...difference("category", category, ruleTypeId.category),
    ...difference("owner", owner, ruleTypeId.owner),
    ...difference("version", version, ruleTypeId.version),
    ...unknownKeys(others),
    ...keysBeside("ruleTypeId", rule),
  ];
}

/** The type alone says what it consists of. */
function keysBeside(typeKey: "actionTypeId" | "ruleTypeId", keys: Keys): Problem[] {
  return keys[typeKey] === undefined
    ? []
    : ["provider", "category", "owner", "version"]
        .filter((key) => keys[key] !== undefined)
        .map((path) => ({ path, reason: `is given beside ${typeKey}, which has it: remove it` }));
}

/** A trigger names its source in gitConfiguration. */
function triggerProblems(trigger: Keys): Problem[] {
  return mapOf(trigger.gitConfiguration) === undefined
    ? []
    : ["sourceAction", "push", "pullRequest"]
        .filter((key) => trigger[key] !== undefined)
        .map((path) => ({ path, reason: "is given beside gitConfiguration, which has it: remove it" }));
}

function difference(path: string, value: unknown, allowed: string): Problem[] {
  if (value === undefined || readText(value) === allowed) {
    return [];
  }
  return typeof value === "symbol"
    ? functionProblems(value, [path])
    : [{ path, reason: `is ${shown(value)}: allowed are ${allowed}` }];
}

function unknownKeys(others: Keys): Problem[] {
  const reason = "is not known here: a type has provider, category, owner, version";
  return Object.keys(others).map((path) => ({ path, reason }));
}

function listOf(value: unknown): Keys[] {
  return Array.isArray(value) ? value.map((item) => mapOf(item) ?? {}) : [];
}
