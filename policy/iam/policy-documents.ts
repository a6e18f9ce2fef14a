import type { Finding } from "../lib/facts/finding";
import { type Located, locatedItems } from "../lib/facts/located";
import { at, type Properties } from "../lib/facts/value";
import type { JudgedResource } from "../lib/rule/rule";
import { readDocument, type Statement } from "./document";

/** Where each resource type keeps IAM documents: a property, or a property of every element of a list. */
type DocumentTable = Readonly<Record<string, readonly [property: string, inEach?: string]>>;

/** Documents that say what an identity may do. */
const identityDocuments: DocumentTable = {
  "aws:iam/policy:Policy": ["policy"],
  "aws:iam/rolePolicy:RolePolicy": ["policy"],
  "aws:iam/userPolicy:UserPolicy": ["policy"],
  "aws:iam/groupPolicy:GroupPolicy": ["policy"],
  "aws:iam/role:Role": ["inlinePolicies", "policy"],
};

/** Documents that say who may become an identity. */
const trustDocuments: DocumentTable = { "aws:iam/role:Role": ["assumeRolePolicy"] };

/** Type tokens of the resources with identity documents. */
export const identityTypes = Object.keys(identityDocuments);

/** Type tokens of the resources with trust documents. */
export const trustTypes = Object.keys(trustDocuments);

/** What is needed of a resource to find its documents. */
type Owner = Pick<JudgedResource, "type" | "props">;

export type JudgeStatement<C> = (statement: Statement, config: C) => readonly Finding[];

/** The documents of a resource that say what an identity may do. */
export function identityDocumentsOf({ type, props }: Owner): Located[] {
  return documentsIn(identityDocuments, type, props);
}

/** The documents of a resource that say who may become an identity. */
export function trustDocumentsOf({ type, props }: Owner): Located[] {
  return documentsIn(trustDocuments, type, props);
}

/** Judges each statement that allows something to an identity. */
export function identityAllows<C>(judge: JudgeStatement<C>) {
  return (resource: Owner, config: C): Finding[] => judgeAllows(identityDocumentsOf(resource), judge, config);
}

/** Judges each statement that lets somebody assume a role. */
export function trustAllows<C>(judge: JudgeStatement<C>) {
  return (resource: Owner, config: C): Finding[] => judgeAllows(trustDocumentsOf(resource), judge, config);
}

/** Judges each statement of documents that allows something; a document that cannot be read is a finding too. */
export function judgeAllows<C>(documents: readonly Located[], judge: JudgeStatement<C>, config: C): Finding[] {
  return documents.flatMap((located) => {
    const { statements, findings } = readDocument(located);
    const allows = statements.filter(({ effect }) => effect === "Allow");
    return [...findings, ...allows.flatMap((statement) => judge(statement, config))];
  });
}

function documentsIn(table: DocumentTable, type: string, props: Properties): Located[] {
  const [property, inEach] = table[type] ?? [];
  if (property === undefined) {
    return [];
  }
  const items: Located[] =
    inEach === undefined ? [{ path: property, value: props[property] }] : inlined(property, inEach, props);
  return items.filter(({ value }) => value !== undefined);
}

function inlined(property: string, inEach: string, props: Properties): Located[] {
  return locatedItems(property, props[property]).map(({ path, value }) => ({
    path: `${path}.${inEach}`,
    value: at(value, inEach),
  }));
}
