import { z } from "zod";
import type { References } from "../iam/reference-access";
import {
  parameterReference,
  plainValue,
  secretProblems,
  secretReference,
  variableName,
} from "../model/environment-variable";
import { type Problem, within } from "../model/problem";
import { allowedKeys, schemaProblems } from "../model/schema";

/** A variable that an action gives to the build it starts. */
export const actionVariable = allowedKeys({
  name: variableName,
  value: plainValue,
  type: z.enum(["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"]).default("PLAINTEXT"),
});

type Variables = readonly z.output<typeof actionVariable>[];

// The role of the project is granted what is read: a wildcard in a name would grant more than one variable needs.
const valueSchemas = {
  PLAINTEXT: plainValue,
  PARAMETER_STORE: parameterReference,
  SECRETS_MANAGER: secretReference,
};

/** Problems of variables, with paths that start at their place in the list. */
export function actionVariableProblems(variables: Variables = []): Problem[] {
  return variables.flatMap(({ name, type, value }, index) => {
    const exposed = type === "PLAINTEXT" ? secretProblems({ [name]: value }) : [];
    const problems = [
      ...schemaProblems(valueSchemas[type], value),
      ...exposed.map(({ reason }) => ({ path: "", reason })),
    ];
    return within(`[${index}].value`, problems);
  });
}

/** The parameters and secrets that variables refer to. */
export function actionVariableReferences(variables: Variables = []): References {
  const named = (kind: Variables[number]["type"]) =>
    variables.filter(({ type }) => type === kind).map(({ value }) => value);
  return { parameters: named("PARAMETER_STORE"), secrets: named("SECRETS_MANAGER") };
}
