import type { PolicyComplianceFramework } from "@pulumi/policy";

/** Names of the tools and lists that have a check for the same thing, with the identifiers they give it. */
export interface EquivalentChecks {
  readonly checkov?: readonly string[];
  readonly cdkNag?: readonly string[];
  readonly guard?: readonly string[];
  readonly securityHub?: readonly string[];
  readonly config?: readonly string[];
  readonly trivy?: readonly string[];
  readonly prowler?: readonly string[];
  readonly compliancePolicies?: readonly string[];
  readonly awsGuard?: readonly string[];
  readonly accessAnalyzer?: readonly string[];
  /** Risks of the OWASP Top 10 CI/CD Security Risks, as `SEC-5`. */
  readonly owasp?: readonly string[];
}

/** The framework that a policy belongs to, when the OWASP list names its risk. */
export function owaspFramework(equivalentChecks: EquivalentChecks): PolicyComplianceFramework | undefined {
  if (equivalentChecks.owasp === undefined) {
    return undefined;
  }
  return {
    name: "OWASP Top 10 CI/CD Security Risks",
    version: "2022",
    reference: "https://owasp.org/www-project-top-10-ci-cd-security-risks/",
    specification: equivalentChecks.owasp.map((risk) => `CICD-${risk}`).join(", "),
  };
}
