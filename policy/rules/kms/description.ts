import { isDescribed } from "../../lib/facts/description";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const kmsDescription = resourceRule({
  name: "kms-description",
  displayName: "KMS keys have a description",
  description: "KMS keys should have a description. It tells the reader what stops working without the key.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Set description to the data and the owner of the key.",
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
