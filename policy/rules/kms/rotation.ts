import { isSet, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const kmsRotation = resourceRule({
  name: "kms-rotation",
  displayName: "KMS keys rotate",
  description:
    "Symmetric KMS keys should rotate every year. Rotation limits the data under one version of the key material.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set enableKeyRotation to true. Rotation keeps the key's ARN and everything encrypted before.",
  remediation: "sets enableKeyRotation to true",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  tags: ["kms", "encryption"],
  equivalentChecks: {
    checkov: ["CKV_AWS_7"],
    cdkNag: ["KMSBackingKeyRotationEnabled"],
    guard: ["CMK_BACKING_KEY_ROTATION_ENABLED"],
    securityHub: ["KMS.4"],
    config: ["CMK_BACKING_KEY_ROTATION_ENABLED"],
    trivy: ["AWS-0065"],
    prowler: ["kms_cmk_rotation_enabled"],
    compliancePolicies: ["aws-kms-key-enable-key-rotation"],
    awsGuard: ["cmk-backing-key-rotation-enabled"],
  },
  types: ["aws:kms/key:Key"],
  judge: rotates,
});

function rotates({ props }: JudgedResource): Finding[] {
  const spec = props.customerMasterKeySpec;
  const canRotate = !isSet(props.customKeyStoreId) && (!isSet(spec) || spec === "SYMMETRIC_DEFAULT");
  if (props.enableKeyRotation === true || !(canRotate || spec === unknownValue)) {
    return [];
  }
  if (spec === unknownValue) {
    return isSet(props.customKeyStoreId) ? [] : [unknownAt("customerMasterKeySpec")];
  }
  return props.enableKeyRotation === unknownValue
    ? [unknownAt("enableKeyRotation")]
    : [
        violation("enableKeyRotation", "should be true: set it, the key's ARN and old data stay as they are", {
          enableKeyRotation: true,
        }),
      ];
}
