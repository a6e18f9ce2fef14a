import { createHash } from "node:crypto";
import type { PackVerdict, Violation } from "../preview/analysis/verdict";
import { blinded, mapMembers, type PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";

/** One accepted violation. */
export interface BaselineEntry {
  readonly policy: string;
  /** URN of the resource; empty for a finding about the whole stack. */
  readonly urn: string;
  /** Digest of the resource's inputs and of the message. The finding returns when either changes. */
  readonly digest: string;
  /** Last day on which the entry counts, as `2027-06-30`. @default - no end */
  readonly expires?: string;
  readonly reason?: string;
}

/** A preview's verdicts with the accepted findings taken out. */
export interface BaselineOutcome {
  readonly packs: readonly PackVerdict[];
  /** Findings that the baseline accepts. */
  readonly accepted: number;
  /** Entries that no finding of this preview needs. */
  readonly unused: readonly BaselineEntry[];
  /** Entries whose last day is over. */
  readonly expired: readonly BaselineEntry[];
  /** Entries whose resource or message changed, so that the finding is back. */
  readonly changed: readonly BaselineEntry[];
}

/** The findings of a preview as a baseline, in the order of policies and URNs. */
export function baselineOf(packs: readonly PackVerdict[], resources: readonly Resource[]): readonly BaselineEntry[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const entries = packs
    .flatMap(({ policies }) => policies)
    .flatMap(({ name, violations }) =>
      violations.map((violation) => ({ policy: name, urn: violation.urn, digest: digestOf(violation, byUrn) })),
    );
  const unique = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  return [...unique.values()].sort(
    (a, b) => a.policy.localeCompare(b.policy) || a.urn.localeCompare(b.urn) || a.digest.localeCompare(b.digest),
  );
}

/**
 * Takes out the findings that a baseline names. An entry accepts one policy on one resource as it is: another message or
 * another input brings the finding back.
 *
 * @param today - `2026-11-30`
 */
export function applyBaseline(
  packs: readonly PackVerdict[],
  resources: readonly Resource[],
  baseline: readonly BaselineEntry[],
  today: string,
): BaselineOutcome {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const expired = baseline.filter(({ expires }) => expires !== undefined && expires < today);
  const valid = new Map(baseline.filter((entry) => !expired.includes(entry)).map((entry) => [keyOf(entry), entry]));
  const used = new Set<BaselineEntry>();
  const found = new Set<string>();
  const isAccepted = (policy: string, violation: Violation) => {
    found.add(`${policy} ${violation.urn}`);
    const entry = valid.get(keyOf({ policy, urn: violation.urn, digest: digestOf(violation, byUrn) }));
    if (entry !== undefined) {
      used.add(entry);
    }
    return entry !== undefined;
  };
  let accepted = 0;
  const left = packs.map((pack) => ({
    ...pack,
    policies: pack.policies.map((policy) => {
      const violations = policy.violations.filter((violation) => !isAccepted(policy.name, violation));
      accepted += policy.violations.length - violations.length;
      return { ...policy, violations };
    }),
  }));
  const idle = [...valid.values()].filter((entry) => !used.has(entry));
  const isFound = ({ policy, urn }: BaselineEntry) => found.has(`${policy} ${urn}`);
  return {
    packs: left,
    accepted,
    unused: idle.filter((entry) => !isFound(entry)),
    changed: idle.filter(isFound),
    expired,
  };
}

function keyOf({ policy, urn, digest }: Pick<BaselineEntry, "policy" | "urn" | "digest">): string {
  return JSON.stringify([policy, urn, digest]);
}

function digestOf({ urn, message }: Violation, byUrn: ReadonlyMap<string, Resource>): string {
  const inputs = mapMembers(byUrn.get(urn)?.inputs ?? {}, blinded);
  return createHash("sha256")
    .update(JSON.stringify([message, sorted(inputs)]))
    .digest("hex")
    .slice(0, 32);
}

/** The value with the members of every object in the order of their keys. */
function sorted(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, member]) => [key, sorted(member)]),
      )
    : value;
}
