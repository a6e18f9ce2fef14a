import { globMatches } from "./glob";
import { fromJson, isProperties, itemsOf, type Located, locatedItems, textOf, unknownValue, type Value } from "./value";

/** A parsed IAM policy document. Problems name the parts that AWS would refuse, and the parts that are unknown. */
export interface IamDocument {
  readonly statements: readonly Statement[];
  readonly problems: readonly Problem[];
}

/** A part of a document that could not be read. */
export type Problem =
  | { readonly kind: "unknown"; readonly path: string }
  /** `desired` continues the sentence that the path starts, as in `should be Allow or Deny`. */
  | { readonly kind: "invalid"; readonly path: string; readonly desired: string };

/** A statement of an IAM document, with every element as a list. */
export interface Statement {
  /** Such as `policy.Statement[0]`. */
  readonly path: string;
  readonly sid: Value;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly Located[];
  readonly notActions: readonly Located[];
  readonly resources: readonly Located[];
  readonly notResources: readonly Located[];
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

/** A principal of a statement. */
export interface Principal {
  readonly path: string;
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for anyone. */
  readonly type: Value;
  readonly value: Value;
}

/** One comparison of a statement's condition block. */
export interface Condition {
  readonly path: string;
  /** In lower case, as in `forallvalues:stringequals`, because AWS ignores the case. */
  readonly operator: Value;
  /** In lower case, as in `aws:sourcearn`. */
  readonly key: Value;
  readonly values: readonly Value[];
}

/** Each of some twenty rules reads the documents of a resource. The texts of a program are few. */
const readTexts = new Map<string, Map<string, IamDocument>>();
const mostTexts = 5000;

/** Reads a policy document given as JSON text or as an object. */
export function readDocument({ path, value }: Located): IamDocument {
  if (typeof value !== "string") {
    return readAnew({ path, value });
  }
  // By text first: a text has its hash, and a text joined from two would get its own.
  let byPath = readTexts.get(value);
  if (byPath === undefined) {
    if (readTexts.size >= mostTexts) {
      readTexts.clear();
    }
    byPath = new Map();
    readTexts.set(value, byPath);
  }
  const document = byPath.get(path) ?? readAnew({ path, value });
  byPath.set(path, document);
  return document;
}

function readAnew({ path, value }: Located): IamDocument {
  if (value === unknownValue) {
    return { statements: [], problems: [{ kind: "unknown", path }] };
  }
  const document = fromJson(value);
  const statements = isProperties(document) ? locatedItems(`${path}.Statement`, element(document, "Statement")) : [];
  if (statements.length === 0) {
    return refused(path, "should be a JSON policy document with a Statement");
  }
  const read = statements.map(readStatement);
  return { statements: read.flatMap((part) => part.statements), problems: read.flatMap((part) => part.problems) };
}

/** Returns the statements of a document that allow something. */
export function allowsOf(document: Located): Statement[] {
  return readDocument(document).statements.filter(({ effect }) => effect === "Allow");
}

/** Returns an element by its name in any case, because AWS reads some of them in any case. */
export function element(owner: Value, name: string): Value {
  if (!isProperties(owner)) {
    return undefined;
  }
  const key = Object.keys(owner).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : owner[key];
}

/** Whether the actions of a statement include one action. Unknown when an unknown among them may be it. */
export function coversAction(statement: Statement, action: string): boolean | typeof unknownValue {
  const wanted = action.toLowerCase();
  const matches = ({ value }: Located) => globMatches(textOf(value).toLowerCase(), wanted);
  const isUnknown = ({ value }: Located) => value === unknownValue;
  if (statement.notActions.length > 0) {
    return !statement.notActions.some(matches) && (statement.notActions.some(isUnknown) ? unknownValue : true);
  }
  return statement.actions.some(matches) || (statement.actions.some(isUnknown) ? unknownValue : false);
}

function readStatement({ path, value: statement }: Located): IamDocument {
  if (statement === unknownValue) {
    return { statements: [], problems: [{ kind: "unknown", path }] };
  }
  if (!isProperties(statement)) {
    return refused(path, "should be an object with Effect, Action and so on");
  }
  const effect = element(statement, "Effect");
  if (effect === "Allow" || effect === "Deny") {
    return { statements: [toStatement(path, effect, statement)], problems: [] };
  }
  const place = `${path}.Effect`;
  return effect === unknownValue
    ? { statements: [], problems: [{ kind: "unknown", path: place }] }
    : refused(place, "should be Allow or Deny");
}

function refused(path: string, desired: string): IamDocument {
  return { statements: [], problems: [{ kind: "invalid", path, desired }] };
}

function toStatement(path: string, effect: Statement["effect"], statement: Value): Statement {
  const list = (name: string) => locatedItems(`${path}.${name}`, element(statement, name));
  return {
    path,
    sid: element(statement, "Sid"),
    effect,
    actions: list("Action"),
    notActions: list("NotAction"),
    resources: list("Resource"),
    notResources: list("NotResource"),
    principals: principalsOf(`${path}.Principal`, element(statement, "Principal")),
    notPrincipals: principalsOf(`${path}.NotPrincipal`, element(statement, "NotPrincipal")),
    conditions: conditionsOf(`${path}.Condition`, element(statement, "Condition")),
  };
}

function principalsOf(path: string, principal: Value): Principal[] {
  if (!isProperties(principal)) {
    return itemsOf(principal).map((value) => ({ path, type: value, value }));
  }
  return Object.entries(principal).flatMap(([type, values]) =>
    locatedItems(`${path}.${type}`, values).map((item) => ({ path: item.path, type, value: item.value })),
  );
}

function conditionsOf(path: string, block: Value): Condition[] {
  if (!isProperties(block)) {
    return itemsOf(block).map((): Condition => ({ path, operator: unknownValue, key: unknownValue, values: [] }));
  }
  return Object.entries(block).flatMap(([operator, keys]): Condition[] =>
    isProperties(keys)
      ? Object.entries(keys).map(([key, values]) => ({
          path: `${path}.${operator}.${key}`,
          operator: operator.toLowerCase(),
          key: key.toLowerCase(),
          values: itemsOf(values),
        }))
      : [{ path: `${path}.${operator}`, operator: operator.toLowerCase(), key: unknownValue, values: [] }],
  );
}
