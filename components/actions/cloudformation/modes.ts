import type { Problem } from "../../schema/problem";

/** What can be done with a stack. */
export const actionModes = [
  "CREATE_UPDATE",
  "REPLACE_ON_FAILURE",
  "DELETE_ONLY",
  "CHANGE_SET_REPLACE",
  "CHANGE_SET_EXECUTE",
] as const;

export type ActionMode = (typeof actionModes)[number];

interface ModeKeys {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const withTemplate = ["Capabilities", "ParameterOverrides", "TemplateConfiguration", "OutputFileName"];
const deployment = { required: ["RoleArn", "TemplatePath"], optional: withTemplate };

/**
 * The keys of each mode beside ActionMode and StackName. AWS ignores the others; here they are refused, since whoever
 * writes one expects something of it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
 */
const keysOfModes: Readonly<Record<ActionMode, ModeKeys>> = {
  CREATE_UPDATE: deployment,
  REPLACE_ON_FAILURE: deployment,
  DELETE_ONLY: { required: ["RoleArn"], optional: [] },
  CHANGE_SET_REPLACE: { required: [...deployment.required, "ChangeSetName"], optional: withTemplate },
  CHANGE_SET_EXECUTE: { required: ["ChangeSetName"], optional: ["OutputFileName"] },
};

/**
 * Keys that AWS ignores in a mode. Its page says so of ChangeSetName, TemplatePath and RoleArn; the others belong to a
 * template, and its own example of CHANGE_SET_EXECUTE has them all. Of OutputFileName with DELETE_ONLY it says nothing.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html#action-reference-CloudFormation-example
 */
export function keysWithoutEffect({ ActionMode }: Readonly<Record<string, unknown>>): string[] {
  const mode = actionModes.find((known) => known === ActionMode);
  if (mode === undefined) {
    return [];
  }
  const { required, optional } = keysOfModes[mode];
  const ignored = [
    "ChangeSetName",
    "TemplatePath",
    "RoleArn",
    "Capabilities",
    "ParameterOverrides",
    "TemplateConfiguration",
  ];
  return ignored.filter((key) => !required.includes(key) && !optional.includes(key));
}

/** Problems of keys that a mode needs or has no use for. */
export function modeProblems(mode: ActionMode, configuration: Readonly<Record<string, unknown>>): Problem[] {
  const { required, optional } = keysOfModes[mode];
  const known = ["ActionMode", "StackName", ...required, ...optional];
  const given = Object.keys(configuration).filter((key) => configuration[key] !== undefined);
  return [
    ...required
      .filter((key) => !given.includes(key))
      .map((key) => ({ path: `configuration.${key}`, reason: `is missing, and ${mode} needs it: add it` })),
    ...given
      .filter((key) => !known.includes(key))
      .map((key) => ({
        path: `configuration.${key}`,
        reason: `has no effect with ${mode}, which takes ${known.join(", ")}: remove it`,
      })),
  ];
}
