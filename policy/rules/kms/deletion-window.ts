import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Smallest deletion window in days, 7 to 30. */
  readonly minimumDays: number;
}

export const kmsDeletionWindow = resourceRule<Config>({
  name: "kms-deletion-window",
  displayName: "KMS keys have a long deletion window",
  description:
    "KMS keys should wait long before deletion. Nobody can restore a deleted key or the data that it encrypts.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Remove deletionWindowInDays (30 days), or set it to this policy's minimumDays or more.",
  remediation: "sets deletionWindowInDays to 30",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  tags: ["kms", "availability"],
  equivalentChecks: {
    securityHub: ["KMS.3"],
    config: ["KMS_CMK_NOT_SCHEDULED_FOR_DELETION"],
    prowler: ["kms_cmk_not_deleted_unintentionally"],
  },
  types: ["aws:kms/key:Key"],
  config: {
    properties: {
      minimumDays: { type: "integer", minimum: 7, maximum: 30, description: "Days that a key has to wait, 7 to 30" },
    },
    defaults: { minimumDays: 30 },
  },
  judge: leavesTime,
});

function leavesTime({ props }: JudgedResource, { minimumDays }: Config): Finding[] {
  const days = props.deletionWindowInDays;
  const isLong = days === undefined || (typeof days === "number" && days >= minimumDays);
  const desired = `should be absent or at least ${minimumDays}: until then a deletion can be called back`;
  return expectation("deletionWindowInDays", days, isLong, desired, { deletionWindowInDays: 30 });
}
