import { at, isSet, type Located, locatedItems, textOf, unknownValue, type Value } from "../../iam/value";

/** A group of filters of a CodeBuild webhook: a build starts when all filters of one group hold. */
export interface FilterGroup {
  readonly path: string;
  /** What starts a build, as in `PULL_REQUEST_CREATED`; unknown when the group's filter for events is. */
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
 * Whether a filter lets only some of what happens start a build: one that excludes does not name who or what may, and
 * a pattern such as `.*` lets everything through. What is not known comes from the program, so it counts.
 */
export function narrows({ type, pattern, excludes }: Filter, types: readonly string[]): boolean {
  return types.includes(textOf(type)) && isSet(pattern) && excludes !== true && !isMatchAll(pattern);
}

function isMatchAll(pattern: Value): boolean {
  return typeof pattern === "string" && /^\^?\(?\.?[*+]?\)?\$?$/.test(pattern);
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
