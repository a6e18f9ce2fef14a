import { type Action, expand, someNames } from "../../iam/action-table";
import { isBounded, isOpenFor, isUnnamed } from "../../iam/bounds";
import { hasUnknownCondition } from "../../iam/conditions";
import type { Statement } from "../../iam/document";
import { isDocumentedOnAll } from "../../iam/documented-wildcards";
import { globMatchesIgnoringCase, hasWildcard } from "../../iam/glob";
import { type Located, textOf, unknownValue } from "../../iam/value";
import { advice, type Finding, unknownAt, violation } from "../facts/finding";

/** The subject of a rule about actions on unnamed resources. */
interface Scope {
  /** Whether the rule judges an action on a resource pattern that names no resource. */
  readonly isMeant: (action: Action, pattern: string) => boolean;
  /** Continues the sentence that the path of the resource starts, with the names of the actions. */
  readonly desired: (names: string) => string;
}

/**
 * Judges the actions that a statement allows on unnamed resources, unless a condition bounds them. The known part of a
 * statement decides where another part is unknown.
 */
export function judgeScope(statement: Statement, scope: Scope): Finding[] {
  const { path, conditions } = statement;
  if (isBounded(conditions) || namesApis(statement)) {
    return [];
  }
  const broken = [...excludedPlaces(statement), ...statement.resources].flatMap((place) =>
    judgePlace(place, statement, scope),
  );
  if (broken.length === 0) {
    return unknowns(statement, scope);
  }
  return hasUnknownCondition(conditions) ? [unknownAt(`${path}.Condition`)] : broken;
}

/**
 * Whether a statement about API Gateway names the APIs. AWS assigns the ids of APIs, and sends their names only with
 * requests that create, update or delete one, so `...IfExists` is the narrowest form.
 */
function namesApis({ actions, notActions, conditions }: Statement): boolean {
  const isOwn = actions.every(({ value }) => textOf(value).startsWith("apigateway:"));
  const named = ["apigateway:request/apiname", "apigateway:resource/apiname"].every((name) =>
    conditions.some(
      ({ operator, key, values }) =>
        key === name &&
        (operator === "stringlikeifexists" || operator === "stringequalsifexists") &&
        values.length > 0 &&
        values.every((value) => value !== unknownValue && /^[^*?$]{3,}/.test(textOf(value))),
    ),
  );
  return notActions.length === 0 && isOwn && named;
}

/** Returns the actions that a statement allows, as far as they are known. */
export function allowedActions({ actions, notActions }: Statement): readonly Action[] {
  if (notActions.length === 0) {
    return [...new Set(actions.flatMap(({ value }) => expand(textOf(value))))];
  }
  return notActions.some(({ value }) => value === unknownValue)
    ? []
    : expand("*").filter(({ name }) => !notActions.some(({ value }) => globMatchesIgnoringCase(textOf(value), name)));
}

/** A statement with `NotResource` reaches everything else. */
function excludedPlaces({ path, notResources }: Statement): Located[] {
  return notResources.slice(0, 1).map(() => ({ path: `${path}.NotResource`, value: "*" }));
}

function judgePlace({ path, value }: Located, statement: Statement, { isMeant, desired }: Scope): Finding[] {
  const pattern = textOf(value);
  if (!hasWildcard(pattern)) {
    return [];
  }
  const actions = actionsOn(pattern, allowedActions(statement)).filter(
    (action) => isOpenFor(action.name, pattern) && isMeant(action, pattern),
  );
  const found = actions.every(isDocumentedOnAll) ? advice : violation;
  return actions.length === 0 ? [] : [found(path, desired(someNames(actions)))];
}

/** Returns the actions of the ARN's service, or all actions where the statement has none of it. */
function actionsOn(pattern: string, actions: readonly Action[]): readonly Action[] {
  const [, , service = ""] = pattern.split(":");
  const own = actions.filter(({ name }) => name.startsWith(`${service}:`));
  return own.length > 0 ? own : actions;
}

function unknowns(statement: Statement, { isMeant }: Scope): Finding[] {
  const notKnown = (items: readonly Located[]) =>
    items.filter(({ value }) => value === unknownValue).map(({ path }) => unknownAt(path));
  const isOpen = [...excludedPlaces(statement), ...statement.resources].some(({ value }) => isUnnamed(textOf(value)));
  const reach = isOpen ? notKnown([...statement.actions, ...statement.notActions]) : [];
  const meant = allowedActions(statement).some((action) => isMeant(action, "*"));
  return [...reach, ...(meant ? notKnown(statement.resources) : [])];
}
