import { namesNobodyAtLarge } from "../../iam/public-principal";
import { policyAllows } from "../../iam/resource-policy";
import { resourceRule } from "../../lib/rule/rule";

export const codebuildResourcePolicyNotPublic = resourceRule({
  name: "codebuild-resource-policy-not-public",
  displayName: "Projects are shared with accounts that are named",
  description:
    "Policies of CodeBuild projects and report groups should name the accounts they share with: a wildcard shares with every AWS account.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the accounts in Principal, or compare aws:PrincipalOrgID with your organization in Condition.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/project-sharing.html",
  tags: ["codebuild", "public-access"],
  equivalentChecks: { owasp: ["SEC-2"] },
  types: ["aws:codebuild/resourcePolicy:ResourcePolicy"],
  judge: policyAllows((statement) => namesNobodyAtLarge(statement)),
});
