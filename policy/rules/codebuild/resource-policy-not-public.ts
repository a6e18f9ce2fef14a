import { sharesWithNamed } from "../../lib/iam/public-principal";
import { resourceRule } from "../../lib/rule/rule";

export const codebuildResourcePolicyNotPublic = resourceRule({
  name: "codebuild-resource-policy-not-public",
  displayName: "CodeBuild resource policies name their accounts",
  description:
    "Resource policies of CodeBuild projects and report groups should name the accounts that they allow. A wildcard allows every AWS account.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the accounts in Principal, or compare aws:PrincipalOrgID with your organization in Condition.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/project-sharing.html",
  tags: ["codebuild", "public-access"],
  equivalentChecks: { owasp: ["SEC-2"] },
  types: ["aws:codebuild/resourcePolicy:ResourcePolicy"],
  judge: sharesWithNamed(),
});
