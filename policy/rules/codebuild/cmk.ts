import { type Finding, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildCmk = resourceRule<CustomerKey>({
  name: "codebuild-cmk",
  displayName: "CodeBuild projects use a customer managed key",
  description:
    "CodeBuild projects should encrypt with a customer managed key. Every principal of the account can use the AWS managed key.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps: "Set encryptionKey to the ARN of a customer managed KMS key that the project's role may use.",
  remediation: "sets encryptionKey to this policy's keyArn",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-kms.html",
  tags: ["codebuild", "encryption", "kms"],
  equivalentChecks: {
    checkov: ["CKV_AWS_147"],
    cdkNag: ["CodeBuildProjectKMSEncryptedArtifacts"],
    guard: ["CODEBUILD_ENCRYPTION_KEY_RULE"],
    owasp: ["SEC-9"],
  },
  types: ["aws:codebuild/project:Project"],
  config: customerKeyConfig,
  judge: encryptedWithCustomerKey,
});

/** The key also protects the cache and the S3 logs of a project without artifacts. */
function encryptedWithCustomerKey({ props }: JudgedResource, config: CustomerKey): Finding[] {
  return isCustomerKey(props.encryptionKey)
    ? []
    : [
        violation(
          "encryptionKey",
          "should be the ARN of a customer managed KMS key: absent or alias/aws/s3 is not one",
          toKey("encryptionKey", config),
        ),
      ];
}
