import { globMatches, globsOverlap } from "../lib/facts/glob";

/**
 * Whether a pattern of a statement and the ARN of a target can be the same ARN. Both may have wildcards: what is not
 * known of the target, as its region, is `*` there. A wildcard stays within its part of an ARN, but for the last one.
 */
export function reaches(pattern: string, target: string): boolean {
  return everyPart(pattern, target, globsOverlap);
}

/** Whether a pattern stands for all that a target can be, taking what is not known of it for what the pattern says. */
export function includes(pattern: string, target: string): boolean {
  return everyPart(pattern, target, (part, of) => of === "*" || globMatches(part, of));
}

function everyPart(pattern: string, target: string, holds: (part: string, of: string) => boolean): boolean {
  const count = Math.min(pattern.split(":").length, arnParts);
  const parts = partsOf(pattern, count);
  const others = partsOf(target, count);
  return parts.every((part, index) => holds(part, others[index] ?? ""));
}

/** `arn`, partition, service, region, account, and the rest. */
const arnParts = 6;

function partsOf(arn: string, count: number): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(":")];
}
