import { type IamDocument, readDocument, type Statement } from "../../iam/document";
import { isForService, managedPolicyDocument } from "../../iam/managed-policies";
import { at, isSet, type Located, locatedItems, type Properties } from "../../iam/value";
import { advice, type Finding, unknownAt, violation } from "../facts/finding";
import type { JudgedResource } from "../rule/rule";
import { attachmentTypes, awsManagedPolicy, managedPoliciesOf } from "./attachments";

/** The property of each resource type that holds IAM documents, or a property of every element of a list. */
type DocumentTable = Readonly<Record<string, readonly [property: string, inEach?: string]>>;

/** Documents with the permissions of an identity. */
const identityDocuments: DocumentTable = {
  "aws:iam/policy:Policy": ["policy"],
  "aws:iam/rolePolicy:RolePolicy": ["policy"],
  "aws:iam/userPolicy:UserPolicy": ["policy"],
  "aws:iam/groupPolicy:GroupPolicy": ["policy"],
  "aws:iam/role:Role": ["inlinePolicies", "policy"],
};

/** Documents that name the principals that may assume a role. */
const trustDocuments: DocumentTable = { "aws:iam/role:Role": ["assumeRolePolicy"] };

/** Type tokens of the resources with identity documents. */
export const identityTypes = Object.keys(identityDocuments);

/** Type tokens of the resources that grant permissions to an identity, by a document or by a managed policy. */
export const grantTypes = [...new Set([...identityTypes, ...attachmentTypes])];

/** Type tokens of the resources with trust documents. */
export const trustTypes = Object.keys(trustDocuments);

/** The part of a resource that holds its documents. */
export type Owner = Pick<JudgedResource, "type" | "props">;

export type JudgeStatement<C> = (statement: Statement, config: C) => readonly Finding[];

/** Returns the documents of a resource with the permissions of an identity. */
export function identityDocumentsOf({ type, props }: Owner): Located[] {
  return documentsIn(identityDocuments, type, props);
}

/** Returns the documents of a resource that name the principals that may assume it. */
export function trustDocumentsOf({ type, props }: Owner): Located[] {
  return documentsIn(trustDocuments, type, props);
}

/** Returns the findings about the parts of a document that could not be read. */
export function problemFindings({ problems }: Pick<IamDocument, "problems">): Finding[] {
  return problems.map((problem) =>
    problem.kind === "unknown" ? unknownAt(problem.path) : violation(problem.path, problem.desired),
  );
}

/** Judges each statement that allows something to an identity. */
export function identityAllows<C>(judge: JudgeStatement<C>) {
  return (resource: Owner, config: C): Finding[] => judgeAllows(identityDocumentsOf(resource), judge, config);
}

/**
 * Judges each statement that allows something to an identity, in documents and in AWS managed policies that the resource
 * attaches. A managed policy gets one finding: advice where AWS's own set-up pages attach it to a service's role.
 */
export function grantedAllows<C>(judge: JudgeStatement<C>) {
  const judgeDocuments = identityAllows(judge);
  return (resource: Owner, config: C): Finding[] => [
    ...judgeDocuments(resource, config),
    ...managedPoliciesOf(resource).flatMap((located) => judgeAttached(located, judge, config)),
  ];
}

function judgeAttached<C>(located: Located, judge: JudgeStatement<C>, config: C): Finding[] {
  const path = awsManagedPolicy(located);
  const value = path === undefined ? undefined : managedPolicyDocument(path);
  if (path === undefined || value === undefined) {
    return [];
  }
  const [first] = judgeAllows([{ path, value }], judge, config);
  const desired = `should name a policy of your own: ${first?.message ?? ""}`;
  const finding = isForService(path) ? advice(located.path, desired) : violation(located.path, desired);
  return first === undefined ? [] : [finding];
}

/** Judges each statement that lets a principal assume a role. */
export function trustAllows<C>(judge: JudgeStatement<C>) {
  return (resource: Owner, config: C): Finding[] => judgeAllows(trustDocumentsOf(resource), judge, config);
}

/** Judges each statement that allows something in the `policy` of a resource. */
export function policyAllows<C>(judge: JudgeStatement<C>) {
  return ({ props }: Owner, config: C): Finding[] =>
    isSet(props.policy) ? judgeAllows([{ path: "policy", value: props.policy }], judge, config) : [];
}

/** Judges each statement of documents that allows something. An unreadable document is a finding too. */
export function judgeAllows<C>(documents: readonly Located[], judge: JudgeStatement<C>, config: C): Finding[] {
  return documents.flatMap((located) => {
    const document = readDocument(located);
    const allows = document.statements.filter(({ effect }) => effect === "Allow");
    return [...problemFindings(document), ...allows.flatMap((statement) => judge(statement, config))];
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
