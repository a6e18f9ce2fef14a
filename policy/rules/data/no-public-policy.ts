import { sharesWithNamed } from "../../lib/iam/public-principal";
import { resourceRule } from "../../lib/rule/rule";

export const dataNoPublicPolicy = resourceRule({
  name: "data-no-public-policy",
  displayName: "Policies of data services name their principals",
  description:
    "Resource policies of Glue catalogs, DynamoDB tables, Kinesis streams and backup vaults should name their principals. A wildcard principal lets every AWS account use them.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "Name the roles or accounts in Principal, or require aws:PrincipalOrgID with StringEquals.",
  url: "https://docs.aws.amazon.com/glue/latest/dg/security_iam_service-with-iam.html",
  tags: ["public-access"],
  equivalentChecks: { prowler: ["glue_data_catalogs_not_publicly_accessible"] },
  types: [
    "aws:backup/vaultPolicy:VaultPolicy",
    "aws:dynamodb/resourcePolicy:ResourcePolicy",
    "aws:glue/resourcePolicy:ResourcePolicy",
    "aws:kinesis/resourcePolicy:ResourcePolicy",
  ],
  judge: sharesWithNamed(),
});
