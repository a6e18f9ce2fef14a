import { join } from "node:path";
import { anything, globMatches, globMatchesIgnoringCase, hasWildcard } from "./glob";
import { readTable } from "./table-file";

/** An action of AWS. */
export interface Action {
  /** As in `s3:GetObject`. */
  readonly name: string;
  /**
   * `List`, `Read`, `Write`, `Tagging` or `Permissions management`. An action that grants counts as the last even where
   * AWS labels it as `Write`, as it does `iam:PassRole`.
   */
  readonly level: string;
  /** Whether AWS accepts only `*` as its resource. */
  readonly wildcardOnly: boolean;
  /** Whether a request may name a resource and need not, so that AWS then checks `*`. */
  readonly resourceOptional: boolean;
}

/**
 * The table as its file stores it, in a line for each service. `Create,Delete,List+:Bucket` is CreateBucket, DeleteBucket
 * and ListBuckets: verbs, and the nouns that each of them takes. A `+` makes the noun plural, a `*` marks an action
 * without resource types, and a `?` one whose resource types are all optional.
 */
export interface IamTable {
  readonly source: string;
  readonly version: string;
  readonly date: string;
  /** The access level of each verb. A digit after a verb is another level. */
  readonly usual: Readonly<Record<string, number>>;
  readonly services: Readonly<Record<string, string>>;
}

/** Access levels by the digit that stands for them. */
export const levels: readonly string[] = ["List", "Permissions management", "Read", "Tagging", "Write"];

export const iamTable = readTable<IamTable>(join(__dirname, "actions.json"));

const services = new Map(Object.entries(iamTable.services));
const actionsByService = new Map<string, readonly Action[]>();

/** Returns the prefixes of all services, in lower case. */
export function serviceNames(): string[] {
  return [...services.keys()];
}

/** Returns the actions of a service. Empty for a service that the table does not have. */
export function actionsOf(service: string): readonly Action[] {
  const known = actionsByService.get(service);
  if (known !== undefined) {
    return known;
  }
  const groups = services.get(service)?.split(";") ?? [];
  const actions = groups.flatMap((group) => readGroup(service, group)).toSorted(byLevelAndName);
  actionsByService.set(service, actions);
  return actions;
}

function readGroup(service: string, group: string): Action[] {
  const [verbs = "", nouns = ""] = group.split(":");
  return verbs.split(",").flatMap((form) => {
    const [, verb = "", level = "", plural, mark] = /^([A-Za-z]*)(\d?)(\+?)([*?]?)$/.exec(form) ?? [];
    return nouns.split(" ").map((noun) => ({
      name: `${service}:${verb}${noun}${plural === "" ? "" : "s"}`,
      level: levels[Number(level || iamTable.usual[verb])] ?? "",
      wildcardOnly: mark === "*",
      resourceOptional: mark === "?",
    }));
  });
}

function byLevelAndName(one: Action, other: Action): number {
  return levels.indexOf(one.level) - levels.indexOf(other.level) || (one.name < other.name ? -1 : 1);
}

/** Services whose optional resource types are alternatives: each request names one of them. */
const servicesWithAlternatives = /^(apigateway|s3):/;

/**
 * Whether a policy can name the resource of each request. AWS checks `*` for a request that names no optional resource,
 * such as `polly:SynthesizeSpeech` without a lexicon.
 */
export function needsResource({ name, level, wildcardOnly, resourceOptional }: Action): boolean {
  const isOptional = resourceOptional && (level === "Read" || level === "List") && !servicesWithAlternatives.test(name);
  return !wildcardOnly && !isOptional;
}

const expanded = new Map<string, readonly Action[]>();

/** Returns the actions that a pattern such as `s3:Get*` matches. Empty when AWS's data has none. */
export function expand(pattern: string): readonly Action[] {
  const actions = expanded.get(pattern) ?? expandAnew(pattern);
  expanded.set(pattern, actions);
  return actions;
}

function expandAnew(pattern: string): readonly Action[] {
  const { service, action } = split(pattern);
  const wanted = action.toLowerCase();
  return servicesMatching(service).flatMap((name) =>
    actionsOf(name).filter((candidate) => globMatches(wanted, candidate.name.slice(name.length + 1).toLowerCase())),
  );
}

/** Whether a pattern matches every action of every service, as `*` and `*:*` do. */
export function isEveryAction(pattern: string): boolean {
  return globMatches(pattern, `${anything}:${anything}`);
}

/**
 * Whether a pattern matches all of a service: every possible name, or every action of today where some of them write.
 * `ce:Get*` may match all of a service that only reads, and grants no more than that.
 */
export function isWholeService(pattern: string): boolean {
  if (isEveryAction(pattern) || !hasWildcard(pattern)) {
    return false;
  }
  const { service, action } = split(pattern);
  return globMatches(action, anything) || servicesMatching(service).some((name) => coversService(pattern, name));
}

function coversService(pattern: string, service: string): boolean {
  const actions = actionsOf(service);
  return !onlyReads(actions) && actions.every(({ name }) => globMatchesIgnoringCase(pattern, name));
}

/** Whether actions only read or list. */
export function onlyReads(actions: readonly Action[]): boolean {
  return actions.every(({ level }) => level === "Read" || level === "List");
}

/** Returns up to three names, for a message. */
export function someNames(actions: readonly Action[]): string {
  const rest = actions.length - 3;
  const names = actions.slice(0, 3).map(({ name }) => name);
  return rest > 0 ? `${names.join(", ")} and ${rest} more` : names.join(", ");
}

/** The reason why a rule cannot judge an action, for a message. */
export const notInIamData = `is not in AWS's data of ${iamTable.date} (${iamTable.version}), so this rule cannot judge it: check its spelling, or the AWS page of the service`;

function split(pattern: string): { service: string; action: string } {
  const colon = pattern.indexOf(":");
  return colon < 0
    ? { service: pattern, action: hasWildcard(pattern) ? pattern : "" }
    : { service: pattern.slice(0, colon), action: pattern.slice(colon + 1) };
}

function servicesMatching(service: string): string[] {
  const wanted = service.toLowerCase();
  return hasWildcard(wanted) ? serviceNames().filter((name) => globMatches(wanted, name)) : [wanted];
}
