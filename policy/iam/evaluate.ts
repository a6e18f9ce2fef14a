import { includes, reaches } from "./arn";
import { compare } from "./conditions";
import { coversAction, type Statement } from "./document";
import { globMatches } from "./glob";
import { textOf, unknownValue, type Value } from "./value";

/** A question to the policy documents of one principal. */
export interface Question {
  readonly actions: readonly string[];
  /** ARNs of the resources in question, with `*` for unknown parts. Without targets, any resource counts. */
  readonly targets?: readonly string[];
  /** Condition keys and values of the request, such as `iam:PassedToService`. Other keys stay open. */
  readonly context?: Readonly<Record<string, string>>;
}

/** An action that a statement allows on a resource pattern, under the statement's conditions. */
export interface Grant {
  readonly action: string;
  readonly statement: Statement;
  /** The pattern in `Resource`, or `*` for a statement with `NotResource`. */
  readonly resource: Value;
  /** The path of the unknown value that decides, or `undefined` for a certain grant. */
  readonly hidden: string | undefined;
}

/** The statements that cover an action: those that allow it, and those that deny it whatever the request. */
interface Covering {
  readonly allows: readonly { readonly statement: Statement; readonly covered: true | typeof unknownValue }[];
  readonly denies: readonly Statement[];
}

/** Rules ask many questions about the same statements, and most of them about a few actions. */
const coveringOf = new WeakMap<readonly Statement[], Map<string, Covering>>();

/**
 * Returns all grants that answer a question, by action. A Deny without conditions removes what it covers. A condition
 * removes a grant only where the question's context decides it, because only a request decides the rest.
 */
export function grantsOf(held: readonly Statement[], { actions, targets, context = {} }: Question): Grant[] {
  return actions.flatMap((action) => {
    const { allows, denies } = covering(held, action);
    const isDenied = (covers: (pattern: string) => boolean) =>
      denies.some(({ resources }) => resources.some(({ value }) => covers(textOf(value))));
    return allows.flatMap(({ statement, covered }) => {
      const { holds, place } = heldIn(statement, context);
      if (holds === false) {
        return [];
      }
      const open = targets?.filter((target) => !isDenied((pattern) => includes(pattern, target)));
      return resourcesOf(statement, open)
        .filter((resource) => resource === unknownValue || !isDenied((pattern) => globMatches(pattern, resource)))
        .map((resource): Grant => {
          const hidden = hiddenIn(statement, resource, covered, holds === unknownValue ? place : undefined);
          return { action, statement, resource, hidden };
        });
    });
  });
}

function covering(held: readonly Statement[], action: string): Covering {
  const known = coveringOf.get(held) ?? new Map<string, Covering>();
  coveringOf.set(held, known);
  const found = known.get(action) ?? coveringAnew(held, action);
  known.set(action, found);
  return found;
}

function coveringAnew(held: readonly Statement[], action: string): Covering {
  const allows: { readonly statement: Statement; readonly covered: true | typeof unknownValue }[] = [];
  const denies: Statement[] = [];
  for (const statement of held) {
    const covered = coversAction(statement, action);
    if (covered !== false && statement.effect === "Allow") {
      allows.push({ statement, covered });
    } else if (covered === true && statement.effect === "Deny" && statement.conditions.length === 0) {
      denies.push(statement);
    }
  }
  return { allows, denies };
}

/** Returns the actions that a statement certainly allows, once each, in the order of the grants. */
export function certainActions(grants: readonly Grant[], statement?: Statement): string[] {
  const own = grants.filter(
    (grant) => grant.hidden === undefined && (statement ?? grant.statement) === grant.statement,
  );
  return [...new Set(own.map(({ action }) => action))];
}

/** Returns the patterns of a statement that reach one of the targets. */
function resourcesOf(
  { resources, notResources }: Statement,
  targets: readonly string[] | undefined,
): (string | typeof unknownValue)[] {
  if (targets?.length === 0) {
    return [];
  }
  if (notResources.length > 0) {
    const isExcluded = (target: string) => notResources.some(({ value }) => includes(textOf(value), target));
    return targets === undefined || !targets.every(isExcluded) ? ["*"] : [];
  }
  return resources
    .map(({ value }) => (value === unknownValue ? value : textOf(value)))
    .filter((it) => it === unknownValue || (targets ?? [it]).some((target) => reaches(it, target)));
}

function hiddenIn(
  { path }: Statement,
  resource: string | typeof unknownValue,
  covered: true | typeof unknownValue,
  condition: string | undefined,
): string | undefined {
  if (covered === unknownValue) {
    return `${path}.Action`;
  }
  return resource === unknownValue ? `${path}.Resource` : condition;
}

/** Whether the conditions of a statement hold for a request with this context, and the path of the one that decides. */
function heldIn({ conditions }: Statement, context: Readonly<Record<string, string>>) {
  const keys = Object.entries(context);
  for (const condition of keys.length === 0 ? [] : conditions) {
    const [, actual] = keys.find(([key]) => key.toLowerCase() === condition.key) ?? [];
    const holds = actual === undefined ? true : compare(condition, actual);
    if (holds !== true) {
      return { holds, place: condition.path };
    }
  }
  return { holds: true as const, place: undefined };
}
