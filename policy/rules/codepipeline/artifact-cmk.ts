import { at, type Located, locatedItems, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineArtifactCmk = resourceRule<CustomerKey>({
  name: "codepipeline-artifact-cmk",
  displayName: "Artifact stores use a customer managed key",
  description:
    "Every artifact store of a pipeline should name a customer managed key. Nobody can restrict the AWS managed key.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Set encryptionKey of every artifact store to { type: KMS, id: ARN of a customer managed key }.",
  remediation: "sets the encryptionKey of a store to this policy's keyArn",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html",
  tags: ["codepipeline", "encryption", "kms"],
  equivalentChecks: { checkov: ["CKV_AWS_219"], owasp: ["SEC-9"] },
  types: ["aws:codepipeline/pipeline:Pipeline"],
  config: customerKeyConfig,
  judge: storesUnderCustomerKeys,
});

function storesUnderCustomerKeys({ props }: JudgedResource, { keyArn }: CustomerKey): Finding[] {
  const stores = locatedItems("artifactStores", props.artifactStores);
  return stores.length === 0
    ? [violation("artifactStores", "should name a bucket and a customer managed key")]
    : stores.flatMap((store) => judgeStore(store, keyArn));
}

function judgeStore({ path, value: store }: Located, keyArn: string): Finding[] {
  if (store === unknownValue) {
    return [unknownAt(path)];
  }
  const key = at(store, "encryptionKey");
  const type = at(key, "type");
  return isCustomerKey(at(key, "id")) && (type === "KMS" || type === unknownValue)
    ? []
    : [
        violation(
          `${path}.encryptionKey`,
          "should have type KMS and the ARN of a customer managed key as id",
          keyArn === "" ? undefined : { [`${path}.encryptionKey`]: { type: "KMS", id: keyArn } },
        ),
      ];
}
