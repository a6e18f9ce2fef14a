import {
  at,
  fromJson,
  isList,
  isProperties,
  type Located,
  locatedItems,
  textOf,
  unknownValue,
  type Value,
} from "../../iam/value";
import { type Finding, unknownAt, violation } from "../facts/finding";
import { isSecret, isSecretName, isSecretValue } from "../facts/secret-shapes";
import { holdsSecret } from "../facts/secrets-in-script";

/** Judges the environment variables of an action, as JSON text. */
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
  return type === "PLAINTEXT" && isExposed(at(variable, "name"), at(variable, "value"))
    ? [violation(path, "should not give a secret in plain text: use type PARAMETER_STORE or SECRETS_MANAGER")]
    : [];
}

/** Judges the parameters of a stack, as JSON text. A function in a parameter is no literal. */
export function judgeParameters({ path, value }: Located): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  const parameters = fromJson(value);
  return isProperties(parameters)
    ? Object.entries(parameters).flatMap(([name, given]) =>
        isExposed(name, given)
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

/** Judges one configuration key, such as Alexa's `ClientSecret`: by its name, and by its text. */
export function judgeKey(key: string, { path, value }: Located): Finding[] {
  if (value === unknownValue && isSecretName(key)) {
    return [unknownAt(path)];
  }
  return isExposed(key, value) && !isSecretValue(textOf(value))
    ? [violation(path, "should not be a secret in plain text: let the action read it from a store")]
    : judgeText({ path, value });
}

/** Judges the default of a pipeline variable: every execution shows its value. */
export function judgeDefault(name: string, { path, value }: Located): Finding[] {
  return isExposed(name, value)
    ? [violation(path, "should not be a secret in plain text: let the action read it from a store")]
    : [];
}

/** Judges any other text for credentials, and for commands that contain one. */
export function judgeText({ path, value }: Located): Finding[] {
  const text = textOf(value);
  return isSecretValue(text) || holdsSecret(text)
    ? [violation(path, "should not contain a credential: keep it in a store, and revoke this one")]
    : [];
}

/** A dynamic reference `{{resolve:...}}` and one variable `#{...}` hold no value. */
const elsewhere = /^(\{\{resolve:|#\{[\w@-]+\.[^{}\s]+\}$)/;

function isExposed(name: Value, value: Value): boolean {
  const text = textOf(value);
  return value === unknownValue ? isSecretName(textOf(name)) : !elsewhere.test(text) && isSecret(textOf(name), text);
}
