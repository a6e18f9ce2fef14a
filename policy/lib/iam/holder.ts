import { isEveryAction } from "../../iam/action-table";
import { isEveryResource } from "../../iam/arn";
import { hasUnknownCondition } from "../../iam/conditions";
import { allowsOf, readDocument, type Statement } from "../../iam/document";
import type { Holder } from "../../iam/escalation";
import { anything } from "../../iam/glob";
import { servicesOf } from "../../iam/principals";
import { textOf, unknownValue } from "../../iam/value";
import type { Finding } from "../facts/finding";
import type { StackResource } from "../facts/stack";
import { problemFindings, trustDocumentsOf } from "./documents";
import type { HeldDocument, Identity } from "./identities";

/** Reads an identity: all its statements, its name, and the services that may assume it. */
export function holderOf({ urn, kind, name, resource, documents }: Identity): Holder {
  const trust = resource === undefined ? [] : trustDocumentsOf(resource).flatMap(allowsOf);
  return {
    statements: documents.flatMap((held) => statementsOf(held, urn)),
    ownName: kind === undefined ? "" : `${kind}${pathOf(resource)}${textOf(name) || anything}`,
    services: servicesOf(trust),
  };
}

/** Returns findings about the documents of an identity, and the parts of documents, that are unknown. */
export function unreadable({ urn, documents }: Identity): Finding[] {
  return documents.flatMap((held) => problemFindings(read(held, urn)).filter(({ kind }) => kind === "unjudged"));
}

/** Whether a part of an identity's permissions is unknown. */
export function isPartlyUnknown({ statements }: Holder): boolean {
  return statements.some(
    ({ actions, notActions, resources, conditions }) =>
      hasUnknownCondition(conditions) ||
      conditions.some(({ values }) => values.includes(unknownValue)) ||
      [actions, notActions, resources].flat().some(({ value }) => value === unknownValue),
  );
}

/** An administrator has no rights left to gain, and another rule reports the administrator. */
function statementsOf(held: HeldDocument, urn: string): Statement[] {
  return read(held, urn).statements.filter((statement) => !isAdministrator(statement));
}

function isAdministrator({ effect, actions, resources }: Statement): boolean {
  const everything = resources.some(({ value }) => isEveryResource(textOf(value)));
  return effect === "Allow" && everything && actions.some(({ value }) => isEveryAction(textOf(value)));
}

function read({ owner, document: { path, value } }: HeldDocument, urn: string) {
  const place = owner.urn === urn ? path : `${owner.urn.split("::").at(-1)} ${path}`;
  return readDocument({ path: place, value });
}

function pathOf(resource: StackResource | undefined): string {
  return textOf(resource?.props.path) || "/";
}
