import { type ActionTypeId, findActionType } from "../../actions/catalogue";
import { ruleTypeId } from "../../actions/rules/rule-type";
import { type Problem, within } from "../../schema/problem";
import { shown } from "../../schema/vocabulary";
import { conditionKinds } from "../definition/stage-conditions";
import { mapOf, readText } from "./aws-map";
import { functionProblems } from "./template-function";

type Keys = Readonly<Record<string, unknown>>;

/** What tells the type of an action in AWS's form, as far as it is text. */
export function actionTypeIdOf({ provider, category, owner }: Keys): ActionTypeId {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return { provider: text(readText(provider)) ?? "", category: text(category), owner: text(owner) };
}

/**
 * What the types of actions and rules say, in AWS's form, and nobody here would notice: our own form has versions of
 * custom providers alone, and for rules neither an owner nor a category. Paths are those of our own form.
 */
export function typeIdProblems(pipeline: unknown): Problem[] {
  return listOf(mapOf(pipeline)?.stages).flatMap((stage, index) =>
    within(`stages[${index}]`, [
      ...listOf(stage.actions).flatMap((action, place) => within(`actions[${place}]`, ofAction(action))),
      ...conditionKinds.flatMap((kind) => {
        const [condition] = listOf(mapOf(stage[kind])?.conditions);
        return listOf(condition?.rules).flatMap((rule, place) => within(`${kind}.rules[${place}]`, ofRule(rule)));
      }),
    ]),
  );
}

function ofAction({ actionTypeId }: Keys): Problem[] {
  const { provider, category, owner, version, ...others } = mapOf(actionTypeId) ?? {};
  const type = findActionType(actionTypeIdOf({ provider, category, owner }));
  return [
    ...(type === undefined || type.owner === "Custom" ? [] : difference("version", version, type.version)),
    ...unknownKeys(others),
  ];
}

function ofRule({ ruleTypeId: written }: Keys): Problem[] {
  const { provider, category, owner, version, ...others } = mapOf(written) ?? {};
  return [
    ...difference("category", category, ruleTypeId.category),
    ...difference("owner", owner, ruleTypeId.owner),
    ...difference("version", version, ruleTypeId.version),
    ...unknownKeys(others),
  ];
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
