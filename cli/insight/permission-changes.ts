import { coversAction, globMatches, type Principal, type Statement } from "@platform/aws-pipelines-policy/iam";
import { parseUrn } from "../preview/engine/urn";
import type { AccessMap } from "./access";
import type { Identity } from "./identities";
import { showCondition, showIdentity, showPrincipal, showValue } from "./statement-text";

/** A right that one side has and the other has not, or has under other conditions. */
export interface PermissionChange {
  readonly kind: "allowed" | "widened" | "trusted" | "narrowed" | "no longer allowed" | "no longer trusted";
  /** `role shop-dev-deploy`, or the principal that a resource's policy names. */
  readonly holder: string;
  readonly actions: readonly string[];
  readonly resource: string;
  /** Conditions of the right afterwards; before, for a right that is gone. */
  readonly conditions: readonly string[];
  /** Conditions of the right before, for a right that is widened or narrowed. */
  readonly before?: readonly string[];
}

/** Both sides of a comparison. */
export interface PermissionComparison {
  readonly changes: readonly PermissionChange[];
  /** Rights of which at least one side is unknown. */
  readonly notKnown: readonly string[];
}

/** Kinds that give somebody more than before. */
export const WIDENING: ReadonlySet<PermissionChange["kind"]> = new Set(["allowed", "widened", "trusted"]);

const ORDER: readonly PermissionChange["kind"][] = [
  "trusted",
  "allowed",
  "widened",
  "narrowed",
  "no longer allowed",
  "no longer trusted",
];

/** Somebody with the statements that decide about it: an identity, or a principal at one resource. */
interface Party {
  readonly holder: string;
  readonly statements: readonly Statement[];
  readonly boundary?: readonly Statement[];
  readonly isTrust: boolean;
  /** Set where a statement's own resource says nothing: a trust policy, a policy of one key. */
  readonly resource?: string;
}

/**
 * Compares who may do what before and after. Both sides answer the same questions, about every action and resource that
 * a statement of either side names. Moved, split and renamed statements are no change.
 */
export function permissionChanges(before: AccessMap, after: AccessMap): PermissionComparison {
  const [old, now] = [partiesOf(before), partiesOf(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => compared(old.get(key), now.get(key)));
  const unknown = (map: AccessMap, side: string) => [
    ...map.identities.flatMap(({ kind, name, notKnown }) =>
      notKnown.map((part) => `${side}: ${kind} ${name}: ${part}`),
    ),
    ...map.policies.filter(({ isUnknown }) => isUnknown).map(({ label }) => `${side}: policy of ${label}`),
  ];
  return {
    changes: grouped(changes),
    notKnown: [...unknown(before, "before"), ...unknown(after, "after")],
  };
}

function partiesOf(map: AccessMap): ReadonlyMap<string, Party> {
  const parties = new Map<string, Party>();
  for (const identity of map.identities) {
    const key = identity.urn === undefined ? `existing ${identity.name}` : parseUrn(identity.urn).name;
    const holder = showIdentity(identity);
    const { statements, boundary } = identity;
    parties.set(`${identity.kind} ${key}`, { holder, statements, isTrust: false, ...(boundary && { boundary }) });
    for (const [principal, own] of byPrincipal(identity.trust)) {
      parties.set(`trust ${key} ${principal}`, { holder: principal, statements: own, isTrust: true, resource: holder });
    }
  }
  for (const { urn, label, statements } of map.policies) {
    for (const [principal, own] of byPrincipal(statements)) {
      const holder = ownName(principal, map.identities) ?? principal;
      parties.set(`policy ${parseUrn(urn).name} ${principal}`, {
        ...{ holder, statements: own, isTrust: false, resource: label },
      });
    }
  }
  return parties;
}

/** The statements that concern each principal: those that name it, and denies for everybody. */
function byPrincipal(statements: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const allows = statements.filter(({ effect }) => effect === "Allow");
  const names = new Set(allows.flatMap(({ principals }) => principals.map(showPrincipal)));
  const concerns = (name: string) => (principal: Principal) => {
    const shown = showPrincipal(principal);
    return shown === name || shown === "anyone";
  };
  return new Map(
    [...names].map((name) => [
      name,
      statements.filter(({ effect, principals }) =>
        effect === "Allow" ? principals.some((one) => showPrincipal(one) === name) : principals.some(concerns(name)),
      ),
    ]),
  );
}

function ownName(principal: string, identities: readonly Identity[]): string | undefined {
  const found = identities.find(({ arn }) => principal.startsWith("aws ") && globMatches(arn, principal.slice(4)));
  return found && showIdentity(found);
}

function compared(old: Party | undefined, now: Party | undefined): PermissionChange[] {
  const party = now ?? old;
  if (party === undefined) {
    return [];
  }
  const questions = new Map(
    [...questionsOf(old), ...questionsOf(now)].map((question) => [question.join(" "), question]),
  );
  return [...questions.values()].flatMap(([action, resource]): PermissionChange[] => {
    const was = conditionsFor(old, action, resource);
    const is = conditionsFor(now, action, resource);
    const shown = { holder: party.holder, actions: [action], resource: party.resource ?? resource };
    const [first = []] = is ?? was ?? [];
    if (was === undefined || is === undefined) {
      return was === is ? [] : [{ ...shown, kind: appearance(party.isTrust, is !== undefined), conditions: first }];
    }
    if (isCovered(is, was) && isCovered(was, is)) {
      return [];
    }
    const [earlier = []] = was;
    return [{ ...shown, kind: isCovered(is, was) ? "narrowed" : "widened", conditions: first, before: earlier }];
  });
}

function appearance(isTrust: boolean, isNew: boolean): PermissionChange["kind"] {
  if (isTrust) {
    return isNew ? "trusted" : "no longer trusted";
  }
  return isNew ? "allowed" : "no longer allowed";
}

/** Every action and resource pattern of the allowing statements. */
function questionsOf(party: Party | undefined): readonly (readonly [action: string, resource: string])[] {
  return (party?.statements ?? [])
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ actions, notActions, resources, notResources }) => {
      const asked = notActions.length > 0 ? ["*"] : actions.map(({ value }) => showValue(value));
      const on =
        notResources.length > 0 || resources.length === 0 ? ["*"] : resources.map(({ value }) => showValue(value));
      return asked.flatMap((action) => on.map((resource) => [action, resource] as const));
    });
}

/** The conditions of each statement that allows all of an action pattern on all of a resource pattern; undefined where none does. */
function conditionsFor(
  party: Party | undefined,
  action: string,
  resource: string,
): readonly (readonly string[])[] | undefined {
  if (party === undefined || !isWithin(party.boundary, action, resource)) {
    return undefined;
  }
  const covering = party.statements.filter((statement) => covers(statement, action, resource));
  const allows = covering.filter(({ effect }) => effect === "Allow").map((statement) => shownConditions(statement));
  const isDenied = covering.some(({ effect, conditions }) => effect === "Deny" && conditions.length === 0);
  return isDenied || allows.length === 0 ? undefined : allows;
}

function isWithin(boundary: readonly Statement[] | undefined, action: string, resource: string): boolean {
  return (
    boundary === undefined ||
    boundary.some((statement) => statement.effect === "Allow" && covers(statement, action, resource))
  );
}

function covers(statement: Statement, action: string, resource: string): boolean {
  const { resources, notResources } = statement;
  const includes = (pattern: string) => globMatches(pattern, resource);
  const isOn =
    notResources.length > 0
      ? !notResources.some(({ value }) => includes(showValue(value)))
      : resources.length === 0 || resources.some(({ value }) => includes(showValue(value)));
  return isOn && coversAction(statement, action) === true;
}

function shownConditions({ conditions }: Statement): readonly string[] {
  return conditions.map(showCondition).sort();
}

/** Whether each way of one side is as strict as some way of the other: it has all conditions of that way. */
function isCovered(ways: readonly (readonly string[])[], by: readonly (readonly string[])[]): boolean {
  return ways.every((way) => by.some((other) => other.every((condition) => way.includes(condition))));
}

/** Puts actions of one holder, resource and condition together, most important kinds first. */
function grouped(changes: readonly PermissionChange[]): readonly PermissionChange[] {
  const groups = new Map<string, PermissionChange>();
  for (const change of changes) {
    const { kind, holder, resource, conditions, before } = change;
    const key = JSON.stringify([kind, holder, resource, conditions, before]);
    const known = groups.get(key);
    groups.set(key, { ...change, actions: [...new Set([...(known?.actions ?? []), ...change.actions])] });
  }
  return [...groups.values()].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.holder.localeCompare(b.holder),
  );
}
