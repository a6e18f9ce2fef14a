import { unknownValue, type Value } from "../lib/facts/value";
import type { Condition } from "./statement";

const exactOperators = ["stringequals", "arnequals"];
const patternOperators = ["stringequalsignorecase", "stringlike", "arnlike"];

/**
 * The comparisons that hold only when a request carries one of the keys with one of the values. `...IfExists` and
 * `ForAllValues:` also hold when the key is missing, and negated operators when it is something else: none of these
 * narrows anything.
 */
export function requiring(conditions: readonly Condition[], keys: readonly string[]): Condition[] {
  const wanted = keys.map((key) => key.toLowerCase());
  return narrowing(conditions).filter(({ key }) => typeof key === "string" && wanted.includes(key));
}

/** The comparisons that hold only when a request carries a key, whichever, with one of the values. */
export function narrowing(conditions: readonly Condition[]): Condition[] {
  return conditions.filter(({ operator }) => isRequiringOperator(operator));
}

/** Whether a part of the condition block is not known, so that it may say anything. */
export function hasUnknownCondition(conditions: readonly Condition[]): boolean {
  return conditions.some(({ operator, key }) => operator === unknownValue || key === unknownValue);
}

function isRequiringOperator(operator: Value): boolean {
  if (typeof operator !== "string") {
    return false;
  }
  const comparison = operator.replace(/^foranyvalue:/, "");
  return exactOperators.includes(comparison) || patternOperators.includes(comparison);
}
