import { type Finding, unknownAt, violation } from "../lib/facts/finding";
import { globMatchesIgnoringCase } from "../lib/facts/glob";
import type { Located } from "../lib/facts/located";
import { isSet, textOf, unknownValue } from "../lib/facts/value";
import { expand, someNames } from "./action-pattern";
import { hasUnknownCondition, requiring } from "./condition";
import { namesNothing } from "./resource";
import type { Condition, Statement } from "./statement";
import type { Action } from "./table";

/** What a rule about resources that name nothing looks for. */
interface Scope {
  /** Which actions the rule is about, on a resource pattern that names nothing. */
  readonly isMeant: (action: Action, pattern: string) => boolean;
  /** Continues the sentence that the place of the resource starts, given the names of the actions. */
  readonly desired: (names: string) => string;
}

/**
 * Judges the actions that a statement allows on resources that name nothing, unless a condition says which of them.
 * A policy that is not known in part is judged by what is known.
 */
export function judgeScope(statement: Statement, scope: Scope): Finding[] {
  const { path, conditions } = statement;
  if (isBounded(conditions)) {
    return [];
  }
  const broken = openPlaces(statement).flatMap((place) => judgePlace(place, statement, scope));
  if (broken.length === 0) {
    return unknowns(statement, scope);
  }
  return hasUnknownCondition(conditions) ? [unknownAt(`${path}.Condition`)] : broken;
}

/** Whether a condition says which of the resources are meant, or what may be done to them. */
export function isBounded(conditions: readonly Condition[]): boolean {
  return conditions.some(
    (condition) =>
      requiring([condition], [textOf(condition.key)]).length > 0 &&
      boundingKey.test(textOf(condition.key)) &&
      condition.values.length > 0 &&
      condition.values.every((value) => isSet(value) && !isOpenValue(textOf(value))),
  );
}

/** A text of wildcards, or the ARN of all of a type. */
function isOpenValue(value: string): boolean {
  return /^[*?]+$/.test(value) || (value.startsWith("arn:") && namesNothing(value));
}

/** The actions that a statement allows, as far as they are known. */
export function allowedActions({ actions, notActions }: Statement): readonly Action[] {
  if (notActions.length === 0) {
    return [...new Set(actions.flatMap(({ value }) => expand(textOf(value))))];
  }
  return notActions.some(({ value }) => value === unknownValue)
    ? []
    : expand("*").filter(({ name }) => !notActions.some(({ value }) => globMatchesIgnoringCase(textOf(value), name)));
}

/** Keys that tell one resource of an account from another, or what is granted on it; in lower case. */
const boundingKey =
  /^(.*:resourcetag\/.+|aws:requesttag\/.+|kms:resourcealiases|kms:requestalias|iam:(permissionsboundary|policyarn|awsservicename)|ecs:cluster|lambda:functionarn|cloudformation:rolearn|ec2:(subnet|vpc))$/;

function openPlaces({ path, resources, notResources }: Statement): Located[] {
  const excluded = notResources.slice(0, 1).map(() => ({ path: `${path}.NotResource`, value: "*" }));
  return [...excluded, ...resources.filter(({ value }) => namesNothing(textOf(value)))];
}

function judgePlace({ path, value }: Located, statement: Statement, { isMeant, desired }: Scope): Finding[] {
  const pattern = textOf(value);
  const actions = actionsOn(pattern, allowedActions(statement)).filter((action) => isMeant(action, pattern));
  return actions.length === 0 ? [] : [violation(path, desired(someNames(actions)))];
}

/** The actions that an ARN is for: those of its service, when the statement has any. */
function actionsOn(pattern: string, actions: readonly Action[]): readonly Action[] {
  const [, , service = ""] = pattern.split(":");
  const own = actions.filter(({ name }) => name.startsWith(`${service}:`));
  return own.length > 0 ? own : actions;
}

function unknowns(statement: Statement, { isMeant }: Scope): Finding[] {
  const notKnown = (items: readonly Located[]) =>
    items.filter(({ value }) => value === unknownValue).map(({ path }) => unknownAt(path));
  const reach = openPlaces(statement).length > 0 ? notKnown([...statement.actions, ...statement.notActions]) : [];
  const meant = allowedActions(statement).some((action) => isMeant(action, "*"));
  return [...reach, ...(meant ? notKnown(statement.resources) : [])];
}
