import type { Finding } from "../lib/facts/finding";
import { anything } from "../lib/facts/glob";
import type { StackResource } from "../lib/facts/stack";
import { textOf, unknownValue } from "../lib/facts/value";
import { isEveryAction } from "./action-pattern";
import { hasUnknownCondition } from "./condition";
import { readDocument } from "./document";
import type { HeldStatement, Holder } from "./escalation";
import type { HeldDocument, Identity } from "./identities";
import { trustDocumentsOf } from "./policy-documents";
import { isEveryResource } from "./resource";
import { servicesOf } from "./service-principals";
import type { Statement } from "./statement";

/** An identity as its documents make it: all their statements, its name and who may assume it. */
export function holderOf({ urn, kind, name, resource, documents }: Identity): Holder {
  return {
    statements: documents.flatMap((held) => statementsOf(held, urn)),
    ownName: kind === undefined ? "" : `${kind}${pathOf(resource)}${textOf(name) || anything}`,
    services: servicesOf(resource === undefined ? [] : trustOf(resource)),
  };
}

/** The documents, and parts of documents, of an identity that are not known. */
export function unreadable({ urn, documents }: Identity): Finding[] {
  return documents.flatMap(({ owner, document: { path, value } }) =>
    readDocument({ path: placeOf(path, owner, urn), value }).findings.filter(({ kind }) => kind === "unjudged"),
  );
}

/** Whether a part of what an identity may do is not known. */
export function isPartlyUnknown({ statements }: Holder): boolean {
  return statements.some(
    ({ statement: { actions, notActions, resources, conditions } }) =>
      hasUnknownCondition(conditions) ||
      conditions.some(({ values }) => values.includes(unknownValue)) ||
      [actions, notActions, resources].flat().some(({ value }) => value === unknownValue),
  );
}

/** Who may do everything has no rights left to gain; that nobody should is what another rule is about. */
function statementsOf({ owner, document: { path, value } }: HeldDocument, urn: string): HeldStatement[] {
  return readDocument({ path: placeOf(path, owner, urn), value })
    .statements.filter((statement) => !isAdministrator(statement))
    .map((statement) => ({ place: statement.path, statement }));
}

function isAdministrator({ effect, actions, resources }: Statement): boolean {
  const everything = resources.some(({ value }) => isEveryResource(textOf(value)));
  return effect === "Allow" && everything && actions.some(({ value }) => isEveryAction(textOf(value)));
}

function placeOf(path: string, owner: StackResource, urn: string): string {
  return owner.urn === urn ? path : `${owner.urn.split("::").at(-1)} ${path}`;
}

function pathOf(resource: StackResource | undefined): string {
  const path = textOf(resource?.props.path);
  return path === "" ? "/" : path;
}

function trustOf(role: StackResource): Statement[] {
  return trustDocumentsOf(role)
    .flatMap((document) => readDocument(document).statements)
    .filter(({ effect }) => effect === "Allow");
}
