import { escapeHtml } from "../project/go-json";

/** Principals of one statement: identifiers by type, or `*` for everybody. */
export type Principals = "*" | Readonly<Record<string, string | readonly string[]>>;

/** Conditions of one statement: values by operator and by key. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an IAM document, in the order that AWS's provider writes its members. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: Principals;
  readonly NotPrincipal?: Principals;
  readonly Condition?: Conditions;
}

/** An IAM document. */
export interface IamDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement?: readonly Statement[];
}

/**
 * Merges documents, later ones over earlier ones. A statement replaces the one with the same Sid in its place, and
 * others are added. The last Id and the highest Version stay.
 */
export function mergeDocuments(documents: readonly IamDocument[]): IamDocument {
  const statements: Statement[] = [];
  let version = "";
  let id = "";
  for (const document of documents) {
    id = document.Id || id;
    version = (document.Version ?? "") > version ? (document.Version ?? "") : version;
    for (const statement of document.Statement ?? []) {
      const place = statements.findIndex(({ Sid }) => Sid !== undefined && Sid === statement.Sid);
      statements.splice(place === -1 ? statements.length : place, 1, statement);
    }
  }
  return {
    ...(version === "" ? {} : { Version: version }),
    ...(id === "" ? {} : { Id: id }),
    ...(statements.length === 0 ? {} : { Statement: statements }),
  };
}

/** Gathers principals by type. Lists are sorted downwards, as AWS's provider does. */
export function gatherPrincipals(
  entries: readonly (readonly [type: string, identifiers: string | readonly string[]])[],
): Principals {
  const gathered = new Map<string, string | string[]>();
  for (const [type, identifiers] of entries) {
    const before = gathered.get(type);
    const next = typeof identifiers === "string" ? identifiers : [...identifiers].sort().reverse();
    gathered.set(type, before === undefined ? next : [before, next].flat());
  }
  const [only] = gathered;
  if (gathered.size === 1 && only?.[0] === "*" && [only[1]].flat().join() === "*") {
    return "*";
  }
  return sortedRecord(gathered);
}

/** Gathers conditions by operator and key. Values stay in their order; one alone is no list. */
export function gatherConditions(
  entries: readonly (readonly [test: string, variable: string, values: readonly string[]])[],
): Conditions {
  const gathered = new Map<string, Map<string, string[]>>();
  for (const [test, variable, values] of entries) {
    const variables = gathered.get(test) ?? new Map<string, string[]>();
    gathered.set(test, variables);
    variables.set(variable, [...(variables.get(variable) ?? []), ...values]);
  }
  return sortedRecord(
    new Map(
      [...gathered].map(([test, variables]) => [
        test,
        sortedRecord(
          new Map([...variables].map(([key, values]) => [key, values.length === 1 ? values.join() : values])),
        ),
      ]),
    ),
  );
}

/** Writes a document as Go's JSON encoder does, with the keys in their order. */
export function writeDocument(document: IamDocument, indent: number): string {
  return escapeHtml(JSON.stringify(document, null, indent));
}

function sortedRecord<T>(entries: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}
