import type { Problem } from "./problem";

/**
 * The longest value of an action's configuration.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html
 */
export const configurationValueLimit = 1000;

/** An action's configuration as AWS takes it: strings alone. Lists and maps become JSON, and what is left out stays out. */
export function renderConfiguration(configuration: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** Values that are longer, once rendered, than AWS takes. */
export function configurationProblems(configuration: Readonly<Record<string, unknown>>): Problem[] {
  return Object.entries(renderConfiguration(configuration))
    .filter(([, value]) => value.length > configurationValueLimit)
    .map(([key, value]) => ({
      path: `configuration.${key}`,
      reason: `is ${value.length} characters long when rendered; AWS takes ${configurationValueLimit}: shorten it`,
    }));
}
