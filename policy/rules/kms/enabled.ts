import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const kmsEnabled = resourceRule({
  name: "kms-enabled",
  displayName: "KMS keys are enabled",
  description: "KMS keys should be enabled. Nobody can read data under a disabled key.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Remove isEnabled, or set it to true. Delete an unused key instead.",
  remediation: "sets isEnabled to true",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
  tags: ["kms", "encryption"],
  equivalentChecks: { checkov: ["CKV_AWS_227"], prowler: ["kms_cmk_are_used"] },
  types: ["aws:kms/key:Key"],
  judge: enabled,
});

function enabled({ props }: JudgedResource): Finding[] {
  const desired = "should be absent or true: what a disabled key protects cannot be read";
  return expectation("isEnabled", props.isEnabled, props.isEnabled !== false, desired, { isEnabled: true });
}
