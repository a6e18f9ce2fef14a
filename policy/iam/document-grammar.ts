import { type Finding, violation } from "../lib/facts/finding";
import { globMatchesIgnoringCase } from "../lib/facts/glob";
import type { Located } from "../lib/facts/located";
import { textOf, unknownValue, type Value } from "../lib/facts/value";
import { expand } from "./action-pattern";
import { isConditionOperator } from "./condition-operators";
import type { Statement } from "./document";

/** What a document is for: to say what an identity may do, or who may become it. */
export type Purpose = "identity" | "trust";

type Element = "Action" | "Resource" | "Principal";

const needed: Readonly<Record<Purpose, readonly Element[]>> = {
  identity: ["Action", "Resource"],
  trust: ["Action", "Principal"],
};

/** What AWS would refuse of a document's version: absent, it means one that knows no policy variables. */
export function judgeVersion(path: string, version: Value): Finding[] {
  return version === "2012-10-17" || version === unknownValue
    ? []
    : [violation(`${path}.Version`, "should be 2012-10-17: without it AWS reads policy variables as plain text")];
}

/** What AWS would refuse of a statement, or read as nothing. */
export function judgeGrammar(statement: Statement, purpose: Purpose, knownActions: readonly string[]): Finding[] {
  return [
    ...judgeElements(statement, purpose),
    ...[...statement.actions, ...statement.notActions].flatMap((action) => judgeAction(action, knownActions)),
    ...[...statement.resources, ...statement.notResources].flatMap(judgeResource),
    ...judgeOperators(statement),
  ];
}

function judgeElements(statement: Statement, purpose: Purpose): Finding[] {
  const { path } = statement;
  const given: Readonly<Record<Element, readonly (readonly Located[])[]>> = {
    Action: [statement.actions, statement.notActions],
    Resource: [statement.resources, statement.notResources],
    Principal: [statement.principals, statement.notPrincipals],
  };
  return (["Action", "Resource", "Principal"] as const).flatMap((name) => {
    const count = given[name].filter((items) => items.length > 0).length;
    if (!needed[purpose].includes(name)) {
      const found = given[name].flat()[0] === undefined ? [] : [name];
      return found.map(() => violation(`${path}.${name}`, `should be absent: a policy of this kind has no ${name}`));
    }
    return count === 1 ? [] : [violation(path, `should have either ${name} or Not${name}`)];
  });
}

function judgeAction({ path, value }: Located, knownActions: readonly string[]): Finding[] {
  const pattern = textOf(value);
  const isKnown = pattern === "*" || expand(pattern).length > 0 || knownActions.some((it) => matches(pattern, it));
  return value === unknownValue || isKnown
    ? []
    : [
        violation(
          path,
          "should be an action that AWS has: correct it, or list it in this policy's knownActions if new",
        ),
      ];
}

function matches(pattern: string, action: string): boolean {
  return globMatchesIgnoringCase(pattern, action);
}

function judgeResource({ path, value }: Located): Finding[] {
  const isArn = textOf(value).startsWith("arn:") || value === "*" || value === unknownValue;
  return isArn ? [] : [violation(path, "should be an ARN or *")];
}

function judgeOperators({ conditions }: Statement): Finding[] {
  return conditions
    .filter(({ operator }) => operator !== unknownValue && !isConditionOperator(textOf(operator)))
    .map(({ path }) => violation(path, "should compare with an operator that AWS has, as StringEquals is"));
}
