import { isRecord } from "../project/yaml-file";
import {
  type Conditions,
  gatherConditions,
  gatherPrincipals,
  type IamDocument,
  type Principals,
  type Statement,
} from "./iam-document";

/**
 * Reads the JSON of an IAM document.
 *
 * @throws {Error} when it is none
 */
export function readIamDocument(json: string): IamDocument {
  const content: unknown = JSON.parse(json);
  if (!isRecord(content)) {
    throw new Error("expected a JSON object");
  }
  const statements = content.Statement === undefined ? [] : [content.Statement].flat();
  return {
    ...(typeof content.Version === "string" ? { Version: content.Version } : {}),
    ...(typeof content.Id === "string" ? { Id: content.Id } : {}),
    Statement: statements.map(readStatement),
  };
}

function readStatement(content: unknown): Statement {
  if (!isRecord(content)) {
    throw new Error("expected each Statement to be an object");
  }
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = content;
  return {
    ...(typeof Sid === "string" && Sid !== "" ? { Sid } : {}),
    ...(typeof Effect === "string" ? { Effect } : {}),
    ...(Action === undefined ? {} : { Action }),
    ...(NotAction === undefined ? {} : { NotAction }),
    ...(Resource === undefined ? {} : { Resource }),
    ...(NotResource === undefined ? {} : { NotResource }),
    ...(Principal === undefined ? {} : { Principal: readPrincipals(Principal) }),
    ...(NotPrincipal === undefined ? {} : { NotPrincipal: readPrincipals(NotPrincipal) }),
    ...(Condition === undefined ? {} : { Condition: readConditions(Condition) }),
  };
}

function readPrincipals(content: unknown): Principals {
  if (typeof content === "string") {
    return "*";
  }
  if (!isRecord(content)) {
    throw new Error("expected Principal to be text or an object");
  }
  return gatherPrincipals(
    Object.entries(content).map(([type, value]) => [
      type,
      typeof value === "string" ? value : texts(value, `Principal.${type}`),
    ]),
  );
}

function readConditions(content: unknown): Conditions {
  if (!isRecord(content)) {
    throw new Error("expected Condition to be an object");
  }
  return gatherConditions(
    Object.entries(content).flatMap(([test, variables]) => {
      if (!isRecord(variables)) {
        throw new Error(`expected Condition.${test} to be an object`);
      }
      return Object.entries(variables).map(
        ([variable, value]) => [test, variable, texts([value].flat(), `Condition.${test}.${variable}`)] as const,
      );
    }),
  );
}

function texts(value: unknown, path: string): string[] {
  if (!Array.isArray(value)) {
    throw new Error(`expected ${path} to be text or a list of texts`);
  }
  return value.map((element: unknown) => {
    if (typeof element !== "string" && typeof element !== "boolean") {
      throw new Error(`expected ${path} to hold texts only`);
    }
    return String(element);
  });
}
