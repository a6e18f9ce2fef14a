import type { EnforcementLevel } from "@pulumi/policy";
import type { Finding } from "../facts/finding";
import type { Rule } from "../rule/rule";

/** A finding of a rule at its level. */
export interface Diagnostic {
  readonly rule: Pick<Rule, "name" | "description" | "severity">;
  readonly level: EnforcementLevel;
  /** Absent where the finding is about the judged resource, or about the whole stack. */
  readonly urn?: string;
  readonly finding: Finding;
}

const severities = ["critical", "high", "medium", "low"];

/** The words with which a rule says that it cannot judge an unknown value. */
const oneRule = "so this rule cannot judge it";

/**
 * Joins the findings of several rules about one unknown value. The finding of the strictest rule stays and names the
 * others: an unknown document is one cause.
 */
export function byCause(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const causes = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const key = unknownIn(diagnostic) ?? `${causes.size}`;
    causes.set(key, [...(causes.get(key) ?? []), diagnostic]);
  }
  return [...causes.values()].map(joined);
}

/** The resource and the property of an unknown value; nothing for another cause. */
function unknownIn({ finding: { kind, unknown }, urn = "" }: Pick<Diagnostic, "finding" | "urn">): string | undefined {
  return kind === "unjudged" && unknown !== undefined ? `${urn} ${unknown}` : undefined;
}

/** The unknown values that were reported for resources, so that the stack does not report them again. */
export class ReportedUnknowns {
  private readonly reported = new Set<string>();

  /** Remembers the findings about one resource. */
  add(urn: string, diagnostics: readonly Diagnostic[]): void {
    for (const { finding, level } of diagnostics) {
      const unknown = unknownIn({ urn, finding });
      if (unknown !== undefined) {
        this.reported.add(`${level} ${unknown}`);
      }
    }
  }

  /** Drops the findings that were reported before at their level or at a stricter one. */
  without(diagnostics: readonly Diagnostic[]): Diagnostic[] {
    return diagnostics.filter((diagnostic) => {
      const unknown = unknownIn(diagnostic);
      return !(
        unknown !== undefined &&
        [diagnostic.level, "mandatory"].some((level) => this.reported.has(`${level} ${unknown}`))
      );
    });
  }
}

function joined(diagnostics: readonly Diagnostic[]): Diagnostic {
  const [strictest, ...others] = diagnostics.toSorted(byStrictness);
  if (strictest === undefined) {
    throw new Error("a cause has a finding");
  }
  const names = [...new Set(others.map(({ rule }) => rule.name))].filter((name) => name !== strictest.rule.name);
  if (names.length === 0) {
    return strictest;
  }
  const message = strictest.finding.message.replace(oneRule, `so this rule and ${names.join(", ")} cannot judge it`);
  return { ...strictest, finding: { ...strictest.finding, message } };
}

function byStrictness(one: Diagnostic, other: Diagnostic): number {
  return (
    Number(other.level === "mandatory") - Number(one.level === "mandatory") ||
    severities.indexOf(one.rule.severity) - severities.indexOf(other.rule.severity)
  );
}
