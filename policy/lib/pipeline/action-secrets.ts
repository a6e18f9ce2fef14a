import {
  at,
  fromJson,
  isList,
  isProperties,
  isSet,
  type Located,
  locatedItems,
  textOf,
  unknownValue,
  type Value,
} from "../../iam/value";
import { type Finding, unknownAt, violation } from "../facts/finding";
import { isSecretName, isSecretValue } from "../facts/secret-shapes";

/** Judges the environment variables that an action gives to a build, as JSON text. */
export function judgeVariables({ path, value }: Located): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  const variables = fromJson(value);
  return isList(variables)
    ? locatedItems(path, variables).flatMap(judgeVariable)
    : [violation(path, "should be a JSON list of variables, each with name, value and type")];
}

function judgeVariable({ path, value: variable }: Located): Finding[] {
  const type = at(variable, "type") ?? "PLAINTEXT";
  return type === "PLAINTEXT" && isSecret(at(variable, "name"), at(variable, "value"))
    ? [violation(path, "should not give a secret in plain text: use type PARAMETER_STORE or SECRETS_MANAGER")]
    : [];
}

/** Judges the parameters that an action gives to a stack, as JSON text; what a function looks up is no literal. */
export function judgeParameters({ path, value }: Located): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  const parameters = fromJson(value);
  return isProperties(parameters)
    ? Object.entries(parameters).flatMap(([name, given]) =>
        isSecret(name, given)
          ? [
              violation(
                `${path}.${name}`,
                "should not be a secret in plain text: let the template resolve it from a store",
              ),
            ]
          : [],
      )
    : judgeText({ path, value });
}

/**
 * Judges what stands under a key of a provider's own, such as Alexa's `ClientSecret`: by what the key is called, and as
 * any other text.
 */
export function judgeKey(key: string, { path, value }: Located): Finding[] {
  if (value === unknownValue && isSecretName(key)) {
    return [unknownAt(path)];
  }
  return isSecret(key, value) && !isSecretValue(textOf(value))
    ? [violation(path, "should not be a secret in plain text: let what does the work read it from a store")]
    : judgeText({ path, value });
}

/** Judges any other text for credentials in a shape that their issuers document. */
export function judgeText({ path, value }: Located): Finding[] {
  return isSecretValue(textOf(value))
    ? [violation(path, "should not contain a credential: keep it in a store, and revoke this one")]
    : [];
}

/** What `{{resolve:secretsmanager:...}}` or one reference `#{...}` stands for is not in the pipeline. */
const elsewhere = /^(\{\{resolve:|#\{[\w@-]+\.[^{}\s]+\}$)/;

function isSecret(name: Value, value: Value): boolean {
  const text = textOf(value);
  return isSecretValue(text) || (isSet(text) && isSecretName(textOf(name)) && !elsewhere.test(text));
}
