import { sharesWithNamed } from "../../lib/iam/public-principal";
import { resourceRule } from "../../lib/rule/rule";

export const ecrNoPublicPolicy = resourceRule({
  name: "ecr-no-public-policy",
  displayName: "ECR policies name their principals",
  description:
    "ECR repository policies should name their principals. A wildcard principal lets everybody pull or push images.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the roles, accounts or services in Principal, or require aws:PrincipalOrgID with StringEquals.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
  tags: ["ecr", "public-access"],
  equivalentChecks: {
    checkov: ["CKV_AWS_32"],
    cdkNag: ["ECROpenAccess"],
    trivy: ["AWS-0032"],
    prowler: ["ecr_repositories_not_publicly_accessible"],
  },
  types: ["aws:ecr/repositoryPolicy:RepositoryPolicy", "aws:ecr/registryPolicy:RegistryPolicy"],
  judge: sharesWithNamed(),
});
