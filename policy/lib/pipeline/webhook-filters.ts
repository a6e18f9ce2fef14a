import { at, isSet, type Located, locatedItems, textOf, unknownValue, type Value } from "../../iam/value";

/** A group of filters of a CodeBuild webhook: a build starts when all filters of one group hold. */
export interface FilterGroup {
  readonly path: string;
  /** The events that start a build, as in `PULL_REQUEST_CREATED`; unknown when the group's filter for events is. */
  readonly events: readonly string[] | typeof unknownValue;
  readonly filters: readonly Filter[];
}

export interface Filter {
  readonly path: string;
  readonly type: Value;
  readonly pattern: Value;
  /** Whether a build starts on all that the pattern does not match. */
  readonly excludes: Value;
}

export function filterGroups(groups: Value): FilterGroup[] {
  return locatedItems("filterGroups", groups).map(filterGroup);
}

function filterGroup({ path, value: group }: Located): FilterGroup {
  const filters = locatedItems(`${path}.filters`, at(group, "filters")).map(filter);
  return { path, events: eventsOf(filters), filters };
}

function filter({ path, value }: Located): Filter {
  return {
    path,
    type: at(value, "type"),
    pattern: at(value, "pattern"),
    excludes: at(value, "excludeMatchedPattern"),
  };
}

function eventsOf(filters: readonly Filter[]): readonly string[] | typeof unknownValue {
  const patterns = filters
    .filter(({ type }) => type === "EVENT" || type === unknownValue)
    .map(({ pattern }) => pattern);
  return patterns.includes(unknownValue)
    ? unknownValue
    : patterns.flatMap((pattern) => textOf(pattern).split(",")).map((event) => event.trim());
}

/**
 * Whether a filter limits what starts a build. An excluding filter names nobody, and neither does a pattern such as
 * `.*`, `^\\d*$` or `^(123|.*)$`. An unknown pattern comes from the program and counts.
 */
export function narrows({ type, pattern, excludes }: Filter, types: readonly string[]): boolean {
  return types.includes(textOf(type)) && isSet(pattern) && excludes !== true && !isMatchAll(textOf(type), pattern);
}

/** Values that have nothing in common: a pattern that matches all of them names nobody and nothing. */
const strangers: Readonly<Record<string, readonly string[]>> = {
  ACTOR_ACCOUNT_ID: ["7", "84736251", "102938475"],
  other: ["refs/heads/zq81x", "refs/tags/9.9.9-zq", "refs/pull/918/head", "zq/0/x.y", "W"],
};

function isMatchAll(type: string, pattern: Value): boolean {
  if (typeof pattern !== "string") {
    return false;
  }
  try {
    const expression = new RegExp(pattern);
    return (strangers[type] ?? strangers.other ?? []).every((value) => expression.test(value));
  } catch {
    // Java's expressions differ in a few places; one that JavaScript cannot read is judged by its look.
    return /^\^?\(?\.?[*+]?\)?\$?$/.test(pattern);
  }
}

/**
 * Events by which somebody else's code is built before anybody has merged it; without any filter a webhook starts a
 * build on every event.
 */
export function buildsPullRequests(groups: Value): boolean | typeof unknownValue {
  if (groups === unknownValue) {
    return unknownValue;
  }
  const events = filterGroups(groups).map((group) => group.events);
  return (
    events.length === 0 || events.some(includesPullRequests) || (events.includes(unknownValue) ? unknownValue : false)
  );
}

/** Whether a group builds what a pull request proposes; what has been merged, somebody has let in. */
export function includesPullRequests(events: FilterGroup["events"]): boolean {
  return (
    events !== unknownValue &&
    events.some((event) => event.startsWith("PULL_REQUEST_") && event !== "PULL_REQUEST_MERGED")
  );
}
