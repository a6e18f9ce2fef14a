import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const kmsNoLockoutBypass = resourceRule({
  name: "kms-no-lockout-bypass",
  displayName: "Key policies cannot lock everybody out",
  description:
    "KMS should check that a key policy leaves an administrator. Nobody can recover a locked key or its data.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps: "Remove bypassPolicyLockoutSafetyCheck, or set it to false.",
  remediation: "sets bypassPolicyLockoutSafetyCheck to false",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  tags: ["kms", "availability"],
  equivalentChecks: { compliancePolicies: ["aws-kms-key-disallow-bypass-policy-lockout-safety-check"] },
  types: [
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  judge: keepsSafetyCheck,
});

function keepsSafetyCheck({ props }: JudgedResource): Finding[] {
  const bypass = props.bypassPolicyLockoutSafetyCheck;
  const desired = "should be absent or false: only AWS Support can open a key that its policy has locked";
  return expectation("bypassPolicyLockoutSafetyCheck", bypass, bypass !== true, desired, {
    bypassPolicyLockoutSafetyCheck: false,
  });
}
