import { globMatchesIgnoringCase, hasWildcard } from "../lib/facts/glob";
import { textOf, unknownValue } from "../lib/facts/value";
import { includes, reaches } from "./arn-reach";
import { requiring } from "./condition";
import { coversAction, type Statement } from "./statement";

/** What is asked of a statement: whether it allows one of some actions on one of some ARNs. */
export interface Question {
  readonly actions: readonly string[];
  /** ARNs, with `*` for what is not known of them. */
  readonly targets: readonly string[];
  /** The service that a role must be passed to for the answer to matter. */
  readonly passedTo?: string;
}

/** The actions that a statement allows on a target, and where it may allow more. */
export interface Answer {
  readonly actions: readonly string[];
  /** The path of what is not known and would decide. */
  readonly hidden: string | undefined;
}

const nothing: Answer = { actions: [], hidden: undefined };

/**
 * Answers what statements that are held together allow. A statement that always forbids takes away; a condition takes
 * away nothing but the service that a role is passed to, for nobody can tell here when it holds.
 */
export function ask(
  statement: Statement,
  { actions, targets, passedTo }: Question,
  held: readonly Statement[],
): Answer {
  if (statement.effect !== "Allow" || !mayCover(statement, actions) || !passes(statement, passedTo)) {
    return nothing;
  }
  const open = targets.map((target) => ({ target, reached: reachesTarget(statement, target) }));
  const allowed = (action: string, verdict: true | typeof unknownValue) =>
    open.some(({ target, reached }) => reached === verdict && !held.some((other) => forbids(other, action, target)));
  const covered = actions.filter((action) => coversAction(statement, action) === true);
  const maybe = actions.filter((action) => coversAction(statement, action) === unknownValue);
  const found = covered.filter((action) => allowed(action, true));
  const hiddenResource = covered.some((action) => allowed(action, unknownValue));
  const hiddenAction = maybe.some((action) => allowed(action, true) || allowed(action, unknownValue));
  const place = hiddenResource ? "Resource" : hiddenAction ? "Action" : undefined;
  return { actions: found, hidden: found.length > 0 || place === undefined ? undefined : `${statement.path}.${place}` };
}

/** Whether a statement is about any of some actions: cheap, for most are not. */
export function mayCover({ actions, notActions }: Statement, wanted: readonly string[]): boolean {
  return (
    notActions.length > 0 ||
    actions.some(({ value }) => {
      const pattern = textOf(value);
      return (
        value === unknownValue ||
        (hasWildcard(pattern)
          ? wanted.some((action) => globMatchesIgnoringCase(pattern, action))
          : wanted.some((action) => action.length === pattern.length && action.toLowerCase() === pattern.toLowerCase()))
      );
    })
  );
}

function passes({ conditions }: Statement, service: string | undefined): boolean {
  return (
    service === undefined ||
    requiring(conditions, ["iam:PassedToService"]).every(({ values }) =>
      values.some((value) => value === unknownValue || globMatchesIgnoringCase(textOf(value), service)),
    )
  );
}

function reachesTarget({ resources, notResources }: Statement, target: string): boolean | typeof unknownValue {
  if (notResources.length > 0) {
    return !notResources.some(({ value }) => includes(textOf(value), target));
  }
  const isReached = resources.some(({ value }) => value !== unknownValue && reaches(textOf(value), target));
  return isReached || (resources.some(({ value }) => value === unknownValue) ? unknownValue : false);
}

function forbids(statement: Statement, action: string, target: string): boolean {
  const { effect, conditions, resources } = statement;
  return (
    effect === "Deny" &&
    conditions.length === 0 &&
    coversAction(statement, action) === true &&
    resources.some(({ value }) => includes(textOf(value), target))
  );
}
