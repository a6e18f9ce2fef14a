import { globMatchesIgnoringCase } from "../lib/facts/glob";
import { type Located, locatedItems } from "../lib/facts/located";
import { isProperties, itemsOf, textOf, unknownValue, type Value } from "../lib/facts/value";

/** A statement of an IAM document, with every element as a list. */
export interface Statement {
  /** As in `policy.Statement[0]`. */
  readonly path: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly Located[];
  readonly notActions: readonly Located[];
  readonly resources: readonly Located[];
  readonly notResources: readonly Located[];
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

export interface Principal {
  readonly path: string;
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for anyone. */
  readonly type: Value;
  readonly value: Value;
}

/** One comparison of a statement's condition block. */
export interface Condition {
  readonly path: string;
  /** In lower case, as in `forallvalues:stringequals`; AWS does not mind the case. */
  readonly operator: Value;
  /** In lower case, as in `aws:sourcearn`. */
  readonly key: Value;
  readonly values: readonly Value[];
}

export function toStatement(path: string, effect: Statement["effect"], element: (name: string) => Value): Statement {
  const list = (name: string) => locatedItems(`${path}.${name}`, element(name));
  return {
    path,
    effect,
    actions: list("Action"),
    notActions: list("NotAction"),
    resources: list("Resource"),
    notResources: list("NotResource"),
    principals: principalsOf(`${path}.Principal`, element("Principal")),
    notPrincipals: principalsOf(`${path}.NotPrincipal`, element("NotPrincipal")),
    conditions: conditionsOf(`${path}.Condition`, element("Condition")),
  };
}

/** Whether a statement's actions include the named one; unknown when an unknown among them may be it. */
export function coversAction(statement: Statement, action: string): boolean | typeof unknownValue {
  const matches = ({ value }: Located) => globMatchesIgnoringCase(textOf(value), action);
  const isUnknown = ({ value }: Located) => value === unknownValue;
  if (statement.notActions.length > 0) {
    return !statement.notActions.some(matches) && (statement.notActions.some(isUnknown) ? unknownValue : true);
  }
  return statement.actions.some(matches) || (statement.actions.some(isUnknown) ? unknownValue : false);
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
