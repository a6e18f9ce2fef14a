import { globMatches } from "../../iam/glob";

/** Whether a resource is in a stack that one of the patterns names. */
export function isStack(urn: string, patterns: readonly string[]): boolean {
  const stack = /^urn:pulumi:(.+?)::/.exec(urn)?.[1];
  return stack !== undefined && patterns.some((pattern) => globMatches(pattern, stack));
}
