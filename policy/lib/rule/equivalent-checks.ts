import type { PolicyComplianceFramework } from "@pulumi/policy";

/** Identifiers of the equivalent checks of other tools and lists. */
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

/** Returns the framework of a policy, when the OWASP list has its risk. */
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
