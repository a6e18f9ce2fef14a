import type { PackVerdict, PolicyVerdict } from "../../../cli/preview/analysis/verdict";

/** The verdict of a policy of which a test says only what it is about. */
export function policy(name: string, given: Partial<PolicyVerdict> = {}): PolicyVerdict {
  const empty = { displayName: name, description: "", severity: "", judged: 1, remediated: [], violations: [] };
  return { ...empty, name, level: "mandatory", kind: "resource", ...given };
}

/** A pack of those policies. */
export function pack(...policies: PolicyVerdict[]): PackVerdict {
  return { name: "pack", version: "1.0.0", policies };
}
