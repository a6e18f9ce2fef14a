import { namesNobodyAtLarge, sharesWithNamed } from "../../lib/iam/public-principal";
import { resourceRule } from "../../lib/rule/rule";

/** Services that read a secret by its policy should say for which resource. */
const servicePrincipals = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html";

export const secretNoPublicPolicy = resourceRule({
  name: "secret-no-public-policy",
  displayName: "Secret policies name their principals",
  description:
    "Resource policies of secrets should name their principals. A wildcard principal lets every AWS account read the secret.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the roles, accounts or services in Principal, or require aws:PrincipalOrgID with StringEquals.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
  tags: ["secrets", "public-access"],
  equivalentChecks: { prowler: ["secretsmanager_not_publicly_accessible"] },
  types: ["aws:secretsmanager/secretPolicy:SecretPolicy", "aws:secretsmanager/secret:Secret"],
  judge: sharesWithNamed((statement) => namesNobodyAtLarge(statement, [], servicePrincipals)),
});
