import type { EnforcementLevel, ReportViolation, Severity } from "@pulumi/policy";
import type { Strictness } from "./config";
import type { Finding } from "./finding";

interface ReportedRule {
  readonly description: string;
  readonly severity: Severity;
}

/**
 * What the SDK accepts beside a message since 1.20, though its types do not say so: the one way in which a
 * mandatory policy can say something without failing the preview.
 */
type ReportDiagnostic = (diagnostic: {
  readonly message: string;
  readonly urn: string | undefined;
  readonly severity: Severity;
  readonly enforcementLevel: EnforcementLevel;
}) => void;

/** Hands findings to the engine: violations at the rule's level, what could not be judged as an advisory. */
export function reporter(rule: ReportedRule, strictness: Strictness, reportViolation: ReportViolation) {
  const reportDiagnostic = reportViolation as unknown as ReportDiagnostic;
  return (finding: Finding, urn?: string): void => {
    if (finding.kind === "violation" || strictness.failOnUnknown === true) {
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
