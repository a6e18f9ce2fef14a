import { at, type Located, locatedItems, type Value } from "../../iam/value";

/** An environment variable of a CodeBuild project. */
export interface BuildVariable {
  readonly path: string;
  readonly name: Value;
  /** The value, or the name of the parameter or secret that holds it. */
  readonly value: Value;
  /** `PLAINTEXT` by default, as AWS has it. */
  readonly type: Value;
}

/** Returns the environment variables of a CodeBuild project from its `environment`. */
export function buildVariables(environment: Value): BuildVariable[] {
  return locatedItems("environment.environmentVariables", at(environment, "environmentVariables")).map(buildVariable);
}

function buildVariable({ path, value: variable }: Located): BuildVariable {
  const type = at(variable, "type");
  return {
    path,
    name: at(variable, "name"),
    value: at(variable, "value"),
    type: type === undefined || type === "" ? "PLAINTEXT" : type,
  };
}
