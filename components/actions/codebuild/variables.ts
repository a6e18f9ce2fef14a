import { z } from "zod";
import {
  parameterReference,
  plainValue,
  secretProblems,
  secretReference,
  variableName,
} from "../../codebuild/environment-variable";
import type { References } from "../../iam/reference-access";
import { type Problem, within } from "../../schema/problem";
import { isReference, referencesIn } from "../../schema/variable-references";
import { allowedKeys, schemaProblems, shown } from "../../schema/vocabulary";
import type { Place } from "../base/action-type";
import { samePlaceProblems } from "../base/same-region-account";

/** A variable that an action passes to the build. */
export const actionVariable = allowedKeys({
  name: variableName,
  value: plainValue,
  // AWS limits the rendered list to 1000 characters, so the default of AWS is not written.
  type: z.enum(["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"]).optional(),
});

type Variables = readonly z.output<typeof actionVariable>[];

// The project's role may read the named values. A wildcard in a name would grant more than one variable needs.
const valueSchemas = {
  PLAINTEXT: plainValue,
  PARAMETER_STORE: parameterReference,
  SECRETS_MANAGER: secretReference,
};

/**
 * Problems of variables, with paths that start at the index.
 *
 * @param place - where the build runs, if known
 */
export function actionVariableProblems(variables: Variables = [], place?: Place): Problem[] {
  return variables.flatMap((variable, index) =>
    within(`[${index}].value`, isPlain(variable) ? plainProblems(variable) : storedProblems(variable, place)),
  );
}

function isPlain({ type = "PLAINTEXT" }: Variables[number]): boolean {
  return type === "PLAINTEXT";
}

// A reference holds no secret: CodePipeline resolves it at run time.
function plainProblems({ name, value }: Variables[number]): Problem[] {
  return isReference(value) ? [] : secretProblems({ [name]: value }).map(({ reason }) => ({ path: "", reason }));
}

function storedProblems({ type = "PLAINTEXT", value }: Variables[number], place: Place | undefined): Problem[] {
  const [reference] = referencesIn(value);
  if (reference !== undefined) {
    const what = type === "PARAMETER_STORE" ? "the name of the parameter" : "the name or the ARN of the secret";
    const reason = `is ${shown(value)}, and the role of the build must name what it reads: write ${what}, without a reference`;
    return [{ path: "", reason }];
  }
  return [...schemaProblems(valueSchemas[type], value), ...samePlaceProblems("", value, place, [])];
}

/** The parameters and secrets that variables refer to. */
export function actionVariableReferences(variables: Variables = []): References {
  const named = (kind: Variables[number]["type"]) =>
    variables.filter(({ type }) => type === kind).map(({ value }) => value);
  return { parameters: named("PARAMETER_STORE"), secrets: named("SECRETS_MANAGER") };
}
