import { z } from "zod";
import type { Problem } from "../../schema/problem";
import { shown } from "../../schema/vocabulary";
import type { BaseAction } from "../base/action-shape";
import { artifactPath, artifactPathProblems } from "../base/artifact-path";
import { exposedParameterProblems } from "./template-parameters";

const parameter = "ParameterKey=[A-Za-z0-9]{1,255}(?:,(?:ParameterValue|UsePreviousValue|ResolvedValue)=[^\\s,]*)+";

/**
 * Parameters in the short form that AWS takes from these two actions alone, or a file that lists them.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html#action-reference-StackSets-datatypes
 */
export const stackSetParametersSchema = z.union(
  [artifactPath, z.string().regex(new RegExp(`^\\s*${parameter}(\\s+${parameter})*\\s*$`))],
  {
    error: ({ input }) =>
      `is ${shown(input)}: give ParameterKey=<name>,ParameterValue=<value>, the next one after a space, values without spaces and commas; or a file, <artifact>::<path>`,
  },
);

/** A parameter of a stack set: its value, or that it keeps the one it has. */
export type StackSetParameter = string | { readonly usePreviousValue: true };

/** Parameters in the form that the actions on stack sets take. Values have neither spaces nor commas. */
export function stackSetParameters(parameters: Readonly<Record<string, StackSetParameter>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `ParameterKey=${name},${given(value)}`)
    .join(" ");
}

/** Problems of parameters: a file that the action does not take, and secrets in plain text. */
export function stackSetParameterProblems(action: BaseAction, key: string, parameters: string | undefined): Problem[] {
  if (parameters === undefined || !parameters.trimStart().startsWith("ParameterKey=")) {
    return artifactPathProblems(action, key, parameters);
  }
  return [...parameters.matchAll(/ParameterKey=([^\s,]+)\S*?,ParameterValue=([^\s,]*)/g)].flatMap(
    ([, name = "", value = ""]) => exposedParameterProblems(`configuration.${key}`, name, value),
  );
}

function given(value: StackSetParameter): string {
  return typeof value === "string" ? `ParameterValue=${value}` : "UsePreviousValue=true";
}
