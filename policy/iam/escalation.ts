import { globMatches, globsOverlap } from "../lib/facts/glob";
import { textOf, unknownValue, type Value } from "../lib/facts/value";
import { hasUnknownCondition, requiring } from "./condition";
import type { EscalationSet } from "./escalation-sets";
import { namesNothing } from "./resource";
import { isBounded } from "./scope";
import { coversAction, type Statement } from "./statement";

/** A statement of an identity's documents, with what tells people where it stands. */
export interface HeldStatement {
  readonly place: string;
  readonly statement: Statement;
}

/** An identity as its documents make it. */
export interface Holder {
  readonly statements: readonly HeldStatement[];
  /** Its kind and name as ARNs end: `role/deploy`; empty for a policy that nothing attaches. */
  readonly ownName: string;
  /** The services that may assume it, as `codebuild`. */
  readonly services: ReadonlySet<string>;
}

/** That an action is allowed on a resource. */
interface Grant {
  readonly place: string;
  readonly pattern: Value;
  readonly statement: Statement;
}

/**
 * Where a holder is allowed all of a set, so that it gains rights; nothing where it is not.
 *
 * @param unknownCounts - whether what is not known is taken for what would complete the set
 */
export function placesOf(set: EscalationSet, holder: Holder, unknownCounts: boolean): string[] {
  if (set.heldBy !== undefined && !holder.services.has(set.heldBy)) {
    return [];
  }
  const passes = set.passedTo === undefined ? undefined : passesTo(set.passedTo, holder, unknownCounts);
  if (passes?.length === 0) {
    return [];
  }
  const free = set.passedTo !== undefined || set.heldBy !== undefined;
  const steps = set.actions.map((action) =>
    grantsOf(action, holder, unknownCounts).filter((grant) => free || isOpen(grant, action, holder, unknownCounts)),
  );
  const [first = [], second] = steps;
  const chosen = set.sameResource === true && second !== undefined ? overlapping(first, second) : steps;
  const grants = [...(passes === undefined ? [] : [passes]), ...chosen];
  return grants.every((found) => found.length > 0)
    ? [...new Set(grants.flatMap((found) => found.slice(0, 1).map(({ place }) => place)))]
    : [];
}

function overlapping(first: readonly Grant[], second: readonly Grant[]): Grant[][] {
  const meets = (one: Grant, other: Grant) =>
    one.pattern === unknownValue ||
    other.pattern === unknownValue ||
    globsOverlap(textOf(one.pattern), textOf(other.pattern));
  const pair = first.flatMap((one) => second.filter((other) => meets(one, other)).map((other) => [one, other]))[0];
  return pair === undefined ? [[], []] : pair.map((grant) => [grant]);
}

/** What allows an action and is not forbidden by a statement that always holds. */
function grantsOf(action: string, { statements }: Holder, unknownCounts: boolean): Grant[] {
  const covers = ({ statement }: HeldStatement) => {
    const covered = coversAction(statement, action);
    return covered === true || (covered === unknownValue && unknownCounts);
  };
  const denies = statements.filter(
    (held) => held.statement.effect === "Deny" && coversAction(held.statement, action) === true,
  );
  return statements
    .filter((held) => held.statement.effect === "Allow" && covers(held))
    .flatMap(({ place, statement }) => patternsOf(statement).map((pattern): Grant => ({ place, pattern, statement })))
    .filter(({ pattern }) => (pattern === unknownValue ? unknownCounts : isFor(textOf(pattern), action)))
    .filter(({ pattern }) => !denies.some(({ statement }) => forbids(statement, textOf(pattern))));
}

function patternsOf({ resources, notResources }: Statement): Value[] {
  return notResources.length > 0 ? ["*"] : resources.map(({ value }) => value);
}

/** Commands of Systems Manager name the instances of EC2 that they run on. */
function isFor(pattern: string, action: string): boolean {
  const [service = ""] = action.split(":");
  const [, , named = "*"] = pattern.split(":");
  return globMatches(named, service) || (service === "ssm" && named === "ec2");
}

function forbids({ conditions, resources }: Statement, pattern: string): boolean {
  return conditions.length === 0 && resources.some(({ value }) => globMatches(textOf(value), pattern));
}

/** Whether a grant reaches more than what it names, or the holder itself. */
function isOpen({ pattern, statement }: Grant, action: string, { ownName }: Holder, unknownCounts: boolean): boolean {
  const { conditions } = statement;
  if (isBounded(conditions) || (hasUnknownCondition(conditions) && !unknownCounts)) {
    return false;
  }
  return pattern === unknownValue || namesNothing(textOf(pattern)) || isOwn(textOf(pattern), action, ownName);
}

function isOwn(pattern: string, action: string, ownName: string): boolean {
  const [, , , , , name = ""] = pattern.split(":");
  return action.startsWith("iam:") && ownName !== "" && globMatches(name, ownName);
}

/** What lets the holder pass a role that is not named to a service. */
function passesTo(service: string, holder: Holder, unknownCounts: boolean): Grant[] {
  return grantsOf("iam:PassRole", holder, unknownCounts).filter(({ pattern, statement: { conditions } }) => {
    const services = requiring(conditions, ["iam:PassedToService"]);
    const reaches = services.every(({ values }) =>
      values.some((value) => (value === unknownValue ? unknownCounts : globMatches(textOf(value), service))),
    );
    const sure = unknownCounts || !hasUnknownCondition(conditions);
    return reaches && sure && (pattern === unknownValue || namesNothing(textOf(pattern)));
  });
}
