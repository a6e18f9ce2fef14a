import { z } from "zod";
import { keyArnSchema } from "../aws/names";
import type { References } from "../iam/reference-access";
import type { Lenient } from "../schema/lenient";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching } from "../schema/vocabulary";
import { detectSecret } from "./secret-detector";

/**
 * Name of a parameter.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export const parameterReference = matching(
  /^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/,
  "give the name of a parameter, /path/name",
);

/** Name or ARN of a secret, with an optional JSON key and version. A wildcard would open other secrets too. */
export const secretReference = matching(/^[A-Za-z0-9/_+=.@:-]+$/, "give the name or the ARN of a secret");

/** Name of a variable. */
export const variableName = matching(
  /^(?!CODEBUILD_)[A-Za-z_][A-Za-z0-9_]*$/,
  "use letters, digits and _, not starting with a digit or with CODEBUILD_, which CodeBuild reserves",
);

// Messages never repeat a value: it may be a misplaced secret.
const forms =
  "is not a variable: give an object with value, parameter or secret, such as { parameter: /shop/database/host }";

/** Value of a plaintext variable. */
export const plainValue = z.string({
  error: ({ input }) => (input === undefined ? "is missing: give text" : "must be text: put it in quotation marks"),
});

/** Variable of a build: a plaintext value, or a reference to a parameter or a secret. */
export const environmentVariableSchema = z.union(
  [
    allowedKeys({
      /** The plaintext value. Everyone who can read the project sees it. */
      value: plainValue,
      /**
       * The reason why the value is no secret, for a variable that looks like one. The policy pack has exemptions too.
       * @default - a variable that looks like a secret is refused
       * @example "a password of the database that the tests start"
       */
      notSecret: matching(/^(?=.*\S).{10,200}$/, "say in 10 to 200 characters why the value is no secret").optional(),
    }),
    allowedKeys({
      /** The name of the SSM parameter that holds the value. */
      parameter: parameterReference,
      /**
       * The ARN of the customer key that encrypts the parameter.
       * @default - the AWS managed key aws/ssm
       */
      keyArn: keyArnSchema.optional(),
    }),
    allowedKeys({
      /** The name or ARN of the secret, with an optional JSON key after a colon. */
      secret: secretReference,
      /**
       * The ARN of the customer key that encrypts the secret.
       * @default - the AWS managed key aws/secretsmanager
       */
      keyArn: keyArnSchema.optional(),
    }),
  ],
  { error: forms },
);

/** A variable of a build: a plaintext value, or a reference to a parameter or a secret. */
export type EnvironmentVariable = z.output<typeof environmentVariableSchema>;

/** Variables by name: letters, digits and underscores, not starting with a digit. */
export const environmentVariablesSchema = z.record(variableName, environmentVariableSchema);

/** Lists the plaintext variables that look like secrets and do not say why they are none. */
export function exposedSecretProblems(variables: Lenient<Readonly<Record<string, EnvironmentVariable>>>): Problem[] {
  const unexplained = Object.entries(variables).flatMap(([name, variable]) =>
    variable !== undefined && "value" in variable && variable.notSecret === undefined ? [[name, variable.value]] : [],
  );
  return secretProblems(Object.fromEntries(unexplained)).map(({ path, reason }) => ({
    path,
    reason: `${reason}, or say in notSecret why the value is none`,
  }));
}

/** Lists the plaintext values, by the names of their variables, that look like secrets. */
export function secretProblems(values: Readonly<Record<string, string | undefined>>): Problem[] {
  return Object.entries(values).flatMap(([path, value]) => {
    const secret = value === undefined ? undefined : detectSecret(path, value);
    return secret === undefined
      ? []
      : [{ path, reason: `${secret}, and everyone who can read the project sees it: give a parameter or a secret` }];
  });
}

/** A variable as CodeBuild takes it. */
export interface RenderedVariable {
  name: string;
  type: "PLAINTEXT" | "PARAMETER_STORE" | "SECRETS_MANAGER";
  value: string;
}

/** Renders variables as CodeBuild takes them, sorted by name. */
export function renderVariables(variables: Readonly<Record<string, EnvironmentVariable>>): RenderedVariable[] {
  return Object.entries(variables)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, variable]) => {
      if ("value" in variable) {
        return { name, type: "PLAINTEXT", value: variable.value };
      }
      return "parameter" in variable
        ? { name, type: "PARAMETER_STORE", value: variable.parameter }
        : { name, type: "SECRETS_MANAGER", value: variable.secret };
    });
}

/** Lists the parameters and secrets that variables reference. */
export function variableReferences(variables: Readonly<Record<string, EnvironmentVariable>>): References {
  const all = Object.values(variables);
  return {
    parameters: all.flatMap((variable) => ("parameter" in variable ? [variable.parameter] : [])),
    secrets: all.flatMap((variable) => ("secret" in variable ? [variable.secret] : [])),
  };
}

/** Lists the customer managed keys of those parameters and secrets. */
export function variableKeys(variables: Readonly<Record<string, EnvironmentVariable>>): string[] {
  return Object.values(variables).flatMap((variable) =>
    "keyArn" in variable && variable.keyArn !== undefined ? [variable.keyArn] : [],
  );
}
