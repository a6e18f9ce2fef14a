import type { Problem } from "../../schema/problem";

/**
 * The longest value of an action's configuration.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html
 */
export const configurationValueLimit = 1000;

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RuleDeclaration.html */
export const ruleValueLimit = 10_000;

/**
 * A configuration as AWS takes it: texts alone. Lists of texts are divided by commas, as everywhere on AWS's pages; other
 * lists and maps become JSON, and what is left out stays out.
 */
export function renderConfiguration(configuration: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, renderValue(value)]),
  );
}

/** Values that are longer, once rendered, than AWS takes. */
export function configurationProblems(
  configuration: Readonly<Record<string, unknown>>,
  limit = configurationValueLimit,
): Problem[] {
  return Object.entries(renderConfiguration(configuration))
    .filter(([, value]) => value.length > limit)
    .map(([key, value]) => ({
      path: `configuration.${key}`,
      reason: `is ${value.length} characters long when rendered; AWS takes ${limit}: shorten it`,
    }));
}

function renderValue(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  const texts = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
  return texts ? value.join(",") : JSON.stringify(value);
}
