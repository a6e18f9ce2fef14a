import { anything, globMatches, globMatchesIgnoringCase, hasWildcard } from "../lib/facts/glob";
import { type Action, actionsOf, iamTable, serviceNames } from "./table";

const expanded = new Map<string, readonly Action[]>();

/** The actions that a pattern such as `s3:Get*` stands for; none when AWS's data knows none. */
export function expand(pattern: string): readonly Action[] {
  const actions = expanded.get(pattern) ?? expandAnew(pattern);
  // Every rule about IAM asks for the patterns of every document.
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

/** Whether a pattern stands for every action of every service, as `*` does and `*:*`. */
export function isEveryAction(pattern: string): boolean {
  return globMatches(pattern, `${anything}:${anything}`);
}

/**
 * Whether a pattern stands for all of a service: whatever its action part is called, or all that the service has
 * today when that is more than reading. `ce:Get*` may be all of a service that only reads, and means no more.
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

/** Whether actions neither change anything nor grant anything. */
export function onlyReads(actions: readonly Action[]): boolean {
  return actions.every(({ level }) => level === "Read" || level === "List");
}

/** Up to three names, for a message. */
export function someNames(actions: readonly Action[]): string {
  const rest = actions.length - 3;
  const names = actions.slice(0, 3).map(({ name }) => name);
  return rest > 0 ? `${names.join(", ")} and ${rest} more` : names.join(", ");
}

/** Why an action cannot be judged. */
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
