import { isDescribed } from "../../lib/facts/description";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const kmsDescription = resourceRule({
  name: "kms-description",
  displayName: "KMS keys say what they are for",
  description: "KMS keys should have a description: whoever finds a key has to know what stops when it goes.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Set description to what the key protects and for whom.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/viewing-keys.html",
  tags: ["kms", "documentation"],
  equivalentChecks: { compliancePolicies: ["aws-kms-key-missing-description"] },
  types: ["aws:kms/key:Key"],
  judge: describesItself,
});

function describesItself({ props }: JudgedResource): Finding[] {
  return isDescribed(props.description)
    ? []
    : [violation("description", "should say what the key protects, in at least 6 characters")];
}
