import { crc32 } from "node:zlib";
import {
  containsUnknown,
  isMap,
  type PropertyMap,
  type PropertyValue,
  revealed,
  UNKNOWN,
} from "../base/property-value";
import type { Question } from "../engine/answer";
import {
  gatherConditions,
  gatherPrincipals,
  type IamDocument,
  mergeDocuments,
  type Statement,
  writeDocument,
} from "./iam-document";
import { readIamDocument } from "./read-iam-document";

const NEWEST_VERSION = "2012-10-17";
const OLD_VERSION = "2008-10-17";
const INDENT = 2;

/**
 * Computes `aws.iam.getPolicyDocument`, with the layout of AWS's provider. With an unknown inside, the whole document is
 * unknown.
 *
 * @returns undefined for any other function
 * @throws {Error} for statements that the provider refuses
 */
export function policyDocumentAnswer(question: Question): PropertyMap | undefined {
  if (question.token !== "aws:iam/getPolicyDocument:getPolicyDocument") {
    return undefined;
  }
  const args = revealed(question.args);
  if (!isMap(args) || containsUnknown(args)) {
    return { ...question.args, id: UNKNOWN, json: UNKNOWN, minifiedJson: UNKNOWN };
  }
  const document = mergeDocuments([
    ...sources(args),
    ownDocument(args),
    ...documentsOf(args.overridePolicyDocuments, "override"),
  ]);
  const json = writeDocument(document, INDENT);
  return {
    version: NEWEST_VERSION,
    ...args,
    id: String(crc32(json)),
    json,
    minifiedJson: writeDocument(document, 0),
  };
}

function sources(args: PropertyMap): IamDocument[] {
  const documents = documentsOf(args.sourcePolicyDocuments, "source");
  const sids = documents.flatMap((document) => sidsOf(document.Statement ?? []));
  refuseDuplicates(sids, "duplicate Sid (%) in source_policy_documents. Remove the Sid or ensure Sids are unique.");
  return documents;
}

function ownDocument(args: PropertyMap): IamDocument {
  const version = text(args.version) ?? NEWEST_VERSION;
  const statements = maps(args.statements).map((statement) => ownStatement(statement, version));
  refuseDuplicates(sidsOf(statements), "duplicate Sid (%). Remove the Sid or ensure the Sid is unique.");
  const id = text(args.policyId);
  return { Version: version, ...(id === undefined ? {} : { Id: id }), Statement: statements };
}

function ownStatement(statement: PropertyMap, version: string): Statement {
  const sid = text(statement.sid);
  const effect = text(statement.effect) ?? "Allow";
  if (effect !== "Allow" && effect !== "Deny") {
    throw new Error(`expected effect to be one of ["Allow" "Deny"], got ${effect}`);
  }
  const variables = (value: string) => withVariables(value, version);
  return {
    ...(sid === undefined || sid === "" ? {} : { Sid: sid }),
    Effect: effect,
    ...listed("Action", statement.actions),
    ...listed("NotAction", statement.notActions),
    ...listed("Resource", statement.resources, variables),
    ...listed("NotResource", statement.notResources, variables),
    ...principals("Principal", statement.principals, variables),
    ...principals("NotPrincipal", statement.notPrincipals, variables),
    ...conditions(statement.conditions, variables),
  };
}

function listed(key: string, value: PropertyValue | undefined, change = (it: string) => it) {
  const values = oneOrSorted(texts(value)).map(change);
  return values.length === 0 ? {} : { [key]: values.length === 1 ? values[0] : values };
}

function principals(key: string, value: PropertyValue | undefined, change: (it: string) => string) {
  const entries = maps(value).map((entry) => {
    const identifiers = oneOrSorted(texts(entry.identifiers)).map(change);
    return [text(entry.type) ?? "", identifiers.length === 1 ? identifiers.join() : identifiers] as const;
  });
  return entries.length === 0 ? {} : { [key]: gatherPrincipals(entries) };
}

function conditions(value: PropertyValue | undefined, change: (it: string) => string) {
  const entries = maps(value).map(
    (entry) => [text(entry.test) ?? "", text(entry.variable) ?? "", texts(entry.values).map(change)] as const,
  );
  return entries.length === 0 ? {} : { Condition: gatherConditions(entries) };
}

// The provider keeps these as sets, and writes sets sorted downwards.
function oneOrSorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort().reverse();
}

// IAM's variables are written &{...}, for ${...} is the configuration language's own.
function withVariables(value: string, version: string): string {
  if (version === OLD_VERSION && value.includes("&{")) {
    throw new Error(`found &{ sequence in (${value}), which is not supported in document version ${OLD_VERSION}`);
  }
  return value.replaceAll("&{", "${");
}

function documentsOf(value: PropertyValue | undefined, what: string): IamDocument[] {
  return texts(value).map((json, index) => {
    try {
      return readIamDocument(json);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`writing IAM Policy Document: merging ${what} document ${index}: ${reason}`);
    }
  });
}

function sidsOf(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ Sid }) => Sid ?? []);
}

function refuseDuplicates(sids: readonly string[], message: string): void {
  const duplicate = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (duplicate !== undefined) {
    throw new Error(`writing IAM Policy Document: ${message.replace("%", duplicate)}`);
  }
}

function maps(value: PropertyValue | undefined): PropertyMap[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function texts(value: PropertyValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((element) => element !== null).map(String) : [];
}

function text(value: PropertyValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
