import { globMatches, globsOverlap } from "./glob";
import { textOf, type Value } from "./value";

/** `arn`, partition, service, region, account, and the rest. */
const arnParts = 6;

/** Returns the account part of an ARN, which may be empty. */
export function accountInArn(arn: Value): string | undefined {
  return textOf(arn).split(":")[4];
}

/**
 * Whether a resource pattern and a target can be the same ARN. Both may have wildcards: an unknown part of the target,
 * such as its region, is `*`. A wildcard stays within its part of an ARN, except in the last part.
 */
export function reaches(pattern: string, target: string): boolean {
  return everyPart(pattern, target, globsOverlap);
}

/** Whether a pattern covers a whole target. An unknown part of the target, `*`, counts as covered. */
export function includes(pattern: string, target: string): boolean {
  return everyPart(pattern, target, (part, of) => of === "*" || globMatches(part, of));
}

function everyPart(pattern: string, target: string, holds: (part: string, of: string) => boolean): boolean {
  const count = Math.min(pattern.split(":").length, arnParts);
  const parts = partsOf(pattern, count);
  const others = partsOf(target, count);
  return parts.every((part, index) => holds(part, others[index] ?? ""));
}

function partsOf(arn: string, count: number): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(":")];
}

/**
 * Whether a resource pattern matches everything, or all of a service in any account: `*`, `arn:*`, `arn:aws:*:*`, and
 * `arn:aws:s3:::*`.
 */
export function isEveryResource(pattern: string): boolean {
  const parts = pattern.split(":");
  const [scheme = "", , , , account, ...resource] = parts;
  if (!"arn".startsWith(scheme.replace(/[*?]/g, ""))) {
    return false;
  }
  if (account === undefined) {
    return /^[^*?]*[*?]*\*[*?]*$/.test(parts.at(-1) ?? "");
  }
  const anyAccount = account === "" || isWild(account);
  return anyAccount && (resource.length === 0 ? isWild(account) : isWild(resource.join(":").replace(/[/:]/g, "")));
}

function isWild(part: string): boolean {
  return /^[*?]*\*[*?]*$/.test(part);
}
