import { isMap, type PropertyValue } from "../preview/base/property-value";

/** The outcome of a pattern for an event: undefined where the pattern uses an operator that is not known here. */
export type Match = boolean | undefined;

/**
 * Whether an event matches an EventBridge pattern: exact values, `prefix`, `suffix`, `wildcard`, `equals-ignore-case`,
 * `anything-but`, `numeric`, `exists` and `$or`. A key that the event does not describe counts as matching. So a
 * pattern is never called a mismatch for a fact that nobody gave.
 *
 * @param isWhole - whether the event says everything, as AWS sends it: an absent key then matches `exists: false` alone
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: PropertyValue, event: PropertyValue, isWhole = false): Match {
  if (!isMap(pattern) || !isMap(event)) {
    return undefined;
  }
  return every(
    Object.entries(pattern).map(([key, wanted]): Match => {
      if (key === "$or" && Array.isArray(wanted)) {
        return some(wanted.map((choice) => matchesPattern(choice, event, isWhole)));
      }
      const actual = event[key];
      if (actual === undefined) {
        return !isWhole || (Array.isArray(wanted) && wanted.some((each) => isMap(each) && each.exists === false));
      }
      if (Array.isArray(wanted)) {
        return some(wanted.map((each) => matchesValue(each, actual)));
      }
      // EventBridge takes a list of objects as each of them.
      return Array.isArray(actual)
        ? some(actual.map((each) => matchesPattern(wanted, each, isWhole)))
        : matchesPattern(wanted, actual, isWhole);
    }),
  );
}

function matchesValue(wanted: PropertyValue, actual: PropertyValue): Match {
  const actuals = Array.isArray(actual) ? actual : [actual];
  if (!isMap(wanted)) {
    return actuals.includes(wanted);
  }
  const [operator = "", operand] = Object.entries(wanted)[0] ?? [];
  const texts = actuals.map(String);
  switch (operator) {
    case "exists":
      return operand === true;
    case "prefix":
    case "suffix":
    case "wildcard":
    case "equals-ignore-case":
      return typeof operand === "string" ? texts.some((text) => compares(operator, operand, text)) : undefined;
    case "anything-but": {
      const refused = Array.isArray(operand) ? operand : [operand ?? null];
      const met = some(refused.map((each) => matchesValue(each, actual)));
      return met === undefined ? undefined : !met;
    }
    case "numeric":
      return Array.isArray(operand) ? actuals.some((each) => isWithin(operand, each)) : undefined;
    default:
      return undefined;
  }
}

/** Whether a number meets all comparisons of a list such as `[">", 0, "<=", 5]`. */
function isWithin(comparisons: readonly PropertyValue[], actual: PropertyValue): boolean {
  if (typeof actual !== "number") {
    return false;
  }
  return comparisons.every((operator, index) => {
    const limit = comparisons[index + 1];
    if (index % 2 === 1 || typeof limit !== "number") {
      return index % 2 === 1;
    }
    switch (operator) {
      case ">":
        return actual > limit;
      case ">=":
        return actual >= limit;
      case "<":
        return actual < limit;
      case "<=":
        return actual <= limit;
      default:
        return operator === "=" && actual === limit;
    }
  });
}

function compares(
  operator: "prefix" | "suffix" | "wildcard" | "equals-ignore-case",
  operand: string,
  text: string,
): boolean {
  switch (operator) {
    case "prefix":
      return text.startsWith(operand);
    case "suffix":
      return text.endsWith(operand);
    case "wildcard":
      return new RegExp(`^${operand.split("*").map(escaped).join(".*")}$`, "s").test(text);
    case "equals-ignore-case":
      return text.toLowerCase() === operand.toLowerCase();
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function every(matches: readonly Match[]): Match {
  return matches.includes(false) ? false : matches.includes(undefined) ? undefined : true;
}

function some(matches: readonly Match[]): Match {
  return matches.includes(true) ? true : matches.includes(undefined) ? undefined : false;
}
