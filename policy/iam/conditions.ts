import type { Condition } from "./document";
import { globMatches } from "./glob";
import { textOf, unknownValue } from "./value";

const comparisons = [
  ...["String", "StringNot"].flatMap((start) => [`${start}Equals`, `${start}EqualsIgnoreCase`, `${start}Like`]),
  ...["Numeric", "Date"].flatMap((type) =>
    ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map((it) => type + it),
  ),
  ...["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "IpAddress", "NotIpAddress", "Bool", "BinaryEquals"],
].map((name) => name.toLowerCase());

const requiringComparisons = ["stringequals", "arnequals", "stringequalsignorecase", "stringlike", "arnlike"];

/**
 * Whether AWS has a condition operator, given in lower case, with or without `ForAllValues:`, `ForAnyValue:` and
 * `IfExists`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function isConditionOperator(operator: string): boolean {
  return operator === "null" || comparisons.includes(comparisonOf(operator));
}

/**
 * Returns the comparisons that hold only when a request carries one of the keys with one of the values.
 * `...IfExists` and `ForAllValues:` also hold without the key, and negated operators hold for any other value.
 */
export function requiring(conditions: readonly Condition[], keys: readonly string[]): Condition[] {
  const wanted = keys.map((key) => key.toLowerCase());
  return narrowing(conditions).filter(({ key }) => typeof key === "string" && wanted.includes(key));
}

/** Returns the comparisons that hold only when a request carries their key with one of the values. */
export function narrowing(conditions: readonly Condition[]): Condition[] {
  return conditions.filter(
    ({ operator, key }) =>
      typeof operator === "string" &&
      requiringComparisons.includes(
        operator.replace(isAlwaysSent(key) ? /^for(any|all)values?:/ : /^foranyvalue:/, ""),
      ),
  );
}

/**
 * Whether each request of the key's only action carries the key, so that `ForAllValues:` binds as AWS's page has it.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html
 */
function isAlwaysSent(key: Condition["key"]): boolean {
  return textOf(key).startsWith("route53:changeresourcerecordsets");
}

/** Whether an operator or a key of the condition block is unknown, so that it may say anything. */
export function hasUnknownCondition(conditions: readonly Condition[]): boolean {
  return conditions.some(({ operator, key }) => operator === unknownValue || key === unknownValue);
}

/** Decides a comparison for a request that carries the key with one value. Unknown where only AWS can decide. */
export function compare({ operator, values }: Condition, actual: string): boolean | typeof unknownValue {
  const comparison = comparisonOf(textOf(operator));
  if (comparison === "null") {
    return values.every((value) => value === false || value === "false");
  }
  const matches = matchers[comparison.replace("not", "")];
  if (matches === undefined) {
    return unknownValue;
  }
  const isNegated = comparison.includes("not");
  if (values.some((value) => typeof value === "string" && matches(value, actual))) {
    return !isNegated;
  }
  return values.some((value) => value === unknownValue || textOf(value).includes("${")) ? unknownValue : isNegated;
}

const matchers: Readonly<Record<string, (pattern: string, actual: string) => boolean>> = {
  stringequals: (pattern, actual) => pattern === actual,
  stringequalsignorecase: (pattern, actual) => pattern.toLowerCase() === actual.toLowerCase(),
  stringlike: globMatches,
  arnequals: globMatches,
  arnlike: globMatches,
};

function comparisonOf(operator: string): string {
  return operator.replace(/^for(all|any)values?:/, "").replace(/ifexists$/, "");
}
