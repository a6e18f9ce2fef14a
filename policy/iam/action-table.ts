import { readFileSync } from "node:fs";
import { join } from "node:path";
import { anything, globMatches, globMatchesIgnoringCase, hasWildcard } from "./glob";

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
  /**
   * The condition keys of the action and of its resources, as AWS writes them (`iam:PassedToService`,
   * `aws:ResourceTag/${TagKey}`). Global keys such as `aws:SourceAccount` are not among them.
   */
  readonly conditionKeys: readonly string[];
}

/**
 * The table as its file stores it. Each service has its condition keys, and its actions by access level. A `*` marks an
 * action without resource types, and a `?` one whose resource types are all optional. The numbers after `#` are
 * indexes of its condition keys.
 */
export interface IamTable {
  readonly source: string;
  readonly version: string;
  readonly date: string;
  readonly services: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const iamTable: IamTable = JSON.parse(readFileSync(join(__dirname, "actions.json"), "utf8"));

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
  const { conditionKeys = "", ...levels } = services.get(service) ?? {};
  const keys = conditionKeys.split(" ");
  const actions = Object.entries(levels).flatMap(([level, entries]) =>
    entries.split(" ").map((entry) => readAction(service, level, entry, keys)),
  );
  actionsByService.set(service, actions);
  return actions;
}

/** Whether a request for the action names the service that receives a role, so that a condition can compare it. */
export function saysPassedToService({ conditionKeys }: Action): boolean {
  return conditionKeys.includes("iam:PassedToService");
}

function readAction(service: string, level: string, entry: string, keys: readonly string[]): Action {
  const [name = "", places] = entry.split("#");
  return {
    name: `${service}:${name.replace(/[*?]$/, "")}`,
    level,
    wildcardOnly: name.endsWith("*"),
    resourceOptional: name.endsWith("?"),
    conditionKeys: places === undefined ? [] : places.split(",").flatMap((place) => keys[Number(place)] ?? []),
  };
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
