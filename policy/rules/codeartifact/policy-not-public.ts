import { sharesWithNamed } from "../../lib/iam/public-principal";
import { resourceRule } from "../../lib/rule/rule";

export const codeartifactPolicyNotPublic = resourceRule({
  name: "codeartifact-policy-not-public",
  displayName: "CodeArtifact policies name their accounts",
  description:
    "Policies of CodeArtifact domains and repositories should name the accounts that they allow. A publisher runs code in your builds.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the accounts in Principal, or compare aws:PrincipalOrgID with your organization in Condition.",
  url: "https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html",
  tags: ["codeartifact", "public-access", "supply-chain"],
  equivalentChecks: { owasp: ["SEC-3"] },
  types: [
    "aws:codeartifact/domainPermissions:DomainPermissions",
    "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy",
  ],
  judge: sharesWithNamed(undefined, ["policyDocument"]),
});
