import { at, type Located, locatedItems, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const ecrKms = resourceRule({
  name: "ecr-kms",
  displayName: "ECR repositories use KMS",
  description: "ECR repositories should encrypt with KMS. AES256, the default, leaves no record of who decrypts.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set encryptionConfigurations to [{ encryptionType: KMS, kmsKey: ARN of the key }]. The change replaces the repository.",
  remediation: "sets encryptionType to KMS, which replaces a repository that exists",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
  tags: ["ecr", "encryption", "kms"],
  equivalentChecks: {
    checkov: ["CKV_AWS_136"],
    compliancePolicies: ["aws-ecr-repository-disallow-unencrypted-repository"],
  },
  types: ["aws:ecr/repository:Repository"],
  judge: encryptedWithKms,
});

const kmsTypes = ["KMS", "KMS_DSSE"];

function encryptedWithKms({ props }: JudgedResource): Finding[] {
  const configurations = locatedItems("encryptionConfigurations", props.encryptionConfigurations);
  return configurations.length === 0 ? [notKms("encryptionConfigurations[0]")] : configurations.flatMap(judge);
}

function judge({ path, value: configuration }: Located): Finding[] {
  const type = at(configuration, "encryptionType");
  if (type === unknownValue) {
    return [unknownAt(`${path}.encryptionType`)];
  }
  return typeof type === "string" && kmsTypes.includes(type) ? [] : [notKms(path)];
}

function notKms(path: string): Finding {
  const place = `${path}.encryptionType`;
  return violation(place, "should be KMS: absent means AES256", { [place]: "KMS" });
}
