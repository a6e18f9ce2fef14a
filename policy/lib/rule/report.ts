import type { EnforcementLevel, ReportViolation, Severity } from "@pulumi/policy";
import type { Finding } from "../facts/finding";
import type { CommonConfig } from "./config";
import { withExceptions } from "./exceptions";

interface ReportedRule {
  readonly description: string;
  readonly severity: Severity;
}

/**
 * The SDK accepts this in place of a message since 1.20, though its types do not say so. A mandatory policy has no other
 * way to report without failing the preview.
 */
type ReportDiagnostic = (diagnostic: {
  readonly message: string;
  readonly urn: string | undefined;
  readonly severity: Severity;
  readonly enforcementLevel: EnforcementLevel;
}) => void;

/** Applies the exceptions for a resource to findings about it. */
export function settled(findings: readonly Finding[], urn: string, { exemptions }: CommonConfig): Finding[] {
  if (findings.length === 0) {
    return [];
  }
  const today = new Date().toISOString().slice(0, 10);
  return findings.map((finding) => withExceptions(finding, urn, exemptions, today));
}

/** Reports findings to the engine: violations at the rule's level, and all others as advisories. */
export function reporter(rule: ReportedRule, { failOnUnknown }: CommonConfig, reportViolation: ReportViolation) {
  const reportDiagnostic = reportViolation as unknown as ReportDiagnostic;
  return (finding: Finding, urn?: string): void => {
    if (finding.kind === "violation" || (finding.kind === "unjudged" && failOnUnknown)) {
      reportViolation(finding.message, urn);
      return;
    }
    reportDiagnostic({
      message: `${rule.description}\n${finding.message}`,
      urn,
      severity: rule.severity,
      enforcementLevel: "advisory",
    });
  };
}
