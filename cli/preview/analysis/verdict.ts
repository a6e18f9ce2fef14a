import type { Level } from "./level";

/** One thing a policy found. */
export interface Violation {
  /** Resource it is about; empty for the whole stack. */
  readonly urn: string;
  readonly level: Level;
  readonly message: string;
}

/** Result of one policy in this preview. */
export interface PolicyVerdict {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly level: Level;
  readonly kind: "resource" | "stack";
  readonly severity: string;
  /** How many resources it judged; for a stack policy 1, or 0 when it did not apply. */
  judged: number;
  /** URNs of the resources it changed. */
  readonly remediated: string[];
  readonly violations: Violation[];
}

/** Result of a policy pack. */
export interface PackVerdict {
  readonly name: string;
  readonly version: string;
  readonly policies: readonly PolicyVerdict[];
}

/** Whether anything a policy demands is violated. */
export function isViolated(packs: readonly PackVerdict[]): boolean {
  return packs.some((pack) =>
    pack.policies.some((policy) => policy.violations.some((violation) => violation.level === "mandatory")),
  );
}
