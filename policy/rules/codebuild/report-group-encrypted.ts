import { at, isSet, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isCustomerKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildReportGroupEncrypted = resourceRule({
  name: "codebuild-report-group-encrypted",
  displayName: "Exported test reports are encrypted",
  description:
    "CodeBuild report groups should encrypt their exports with a customer managed key. Test reports describe weaknesses of the code.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove encryptionDisabled from exportConfig.s3Destination and set encryptionKey to a customer managed key.",
  remediation: "sets exportConfig.s3Destination.encryptionDisabled to false",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/report-group-export-settings.html",
  tags: ["codebuild", "encryption"],
  equivalentChecks: {
    securityHub: ["CodeBuild.7"],
    config: ["CODEBUILD_REPORT_GROUP_ENCRYPTED_AT_REST"],
    prowler: ["codebuild_report_group_export_encrypted"],
    owasp: ["SEC-9"],
  },
  types: ["aws:codebuild/reportGroup:ReportGroup"],
  judge: exportEncrypted,
});

function exportEncrypted({ props: { exportConfig } }: JudgedResource): Finding[] {
  const path = "exportConfig.s3Destination";
  const type = at(exportConfig, "type");
  const disabled = at(exportConfig, "s3Destination", "encryptionDisabled");
  const key = at(exportConfig, "s3Destination", "encryptionKey");
  const awsKey = isSet(key) && !isCustomerKey(key);
  if (type === "NO_EXPORT" || (disabled !== true && disabled !== unknownValue && !awsKey)) {
    return [];
  }
  if (type === unknownValue || (disabled === unknownValue && !awsKey)) {
    return [unknownAt(type === unknownValue ? "exportConfig.type" : `${path}.encryptionDisabled`)];
  }
  return disabled === true
    ? [
        violation(`${path}.encryptionDisabled`, "should be absent or false: remove it", {
          [`${path}.encryptionDisabled`]: false,
        }),
      ]
    : [violation(`${path}.encryptionKey`, "should be a customer managed KMS key: alias/aws/s3 is not one")];
}
