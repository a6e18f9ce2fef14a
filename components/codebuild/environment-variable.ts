import { z } from "zod";
import type { References } from "../iam/reference-access";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching } from "../schema/vocabulary";
import { detectSecret } from "./secret-detector";

/** The ARN of a customer key. */
export const referenceKey = matching(
  /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/,
  "give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>",
);

/**
 * The name of a parameter.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export const parameterReference = matching(
  /^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/,
  "give the name of a parameter, /path/name",
);

/** The name or the ARN of a secret, and perhaps what is read of it. No wildcard: it would open other secrets too. */
export const secretReference = matching(/^[A-Za-z0-9/_+=.@:-]+$/, "give the name or the ARN of a secret");

/** The name of a variable. */
export const variableName = matching(
  /^(?!CODEBUILD_)[A-Za-z_][A-Za-z0-9_]*$/,
  "name variables in letters, digits and _; CODEBUILD_ is reserved",
);

// Messages never repeat what may be a secret, put where it does not belong.
const forms =
  "is no variable: give an object with value, parameter or secret, such as { parameter: /shop/database/host }";

/** The value of a plain variable. */
export const plainValue = z.string({
  error: ({ input }) => (input === undefined ? "is missing: give text" : "must be text: put it in quotation marks"),
});

/** A variable of a build: its value, or where the build reads its value from. */
export const environmentVariableSchema = z.union(
  [
    allowedKeys({
      /** The value itself. Everybody who may see the project sees it. */
      value: plainValue,
    }),
    allowedKeys({
      /** The name of a parameter of SSM Parameter Store that holds the value. */
      parameter: parameterReference,
      /**
       * The ARN of the customer key that encrypts the parameter.
       * @default - the account's aws/ssm key
       */
      keyArn: referenceKey.optional(),
    }),
    allowedKeys({
      /** The name or ARN of a secret of Secrets Manager, and behind a colon a JSON key in it. */
      secret: secretReference,
      /**
       * The ARN of the customer key that encrypts the secret.
       * @default - the account's aws/secretsmanager key
       */
      keyArn: referenceKey.optional(),
    }),
  ],
  { error: forms },
);

export type EnvironmentVariable = z.output<typeof environmentVariableSchema>;

/** Variables by name: letters, digits and underscores, not starting with a digit. */
export const environmentVariablesSchema = z.record(variableName, environmentVariableSchema);

/** Refuses a plain value, by the name of its variable, that everybody who sees the project would see as a secret. */
export function secretProblems(values: Readonly<Record<string, string | undefined>>): Problem[] {
  return Object.entries(values).flatMap(([path, value]) => {
    const secret = value === undefined ? undefined : detectSecret(path, value);
    return secret === undefined
      ? []
      : [{ path, reason: `${secret}, and everybody who sees the project sees it: give a parameter or a secret` }];
  });
}

/** A variable in the shape that CodeBuild takes. */
export interface RenderedVariable {
  name: string;
  type: "PLAINTEXT" | "PARAMETER_STORE" | "SECRETS_MANAGER";
  value: string;
}

/** Variables in the shape that CodeBuild takes, in the order of their names. */
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

/** The parameters and secrets that variables refer to. */
export function variableReferences(variables: Readonly<Record<string, EnvironmentVariable>>): References {
  const all = Object.values(variables);
  return {
    parameters: all.flatMap((variable) => ("parameter" in variable ? [variable.parameter] : [])),
    secrets: all.flatMap((variable) => ("secret" in variable ? [variable.secret] : [])),
  };
}

/** The customer keys that encrypt what variables refer to. */
export function variableKeys(variables: Readonly<Record<string, EnvironmentVariable>>): string[] {
  return Object.values(variables).flatMap((variable) =>
    "keyArn" in variable && variable.keyArn !== undefined ? [variable.keyArn] : [],
  );
}
