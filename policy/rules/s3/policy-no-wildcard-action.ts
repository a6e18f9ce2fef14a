import { isEveryAction, isWholeService } from "../../iam/action-table";
import { bindsCaller } from "../../iam/bounds";
import type { Statement } from "../../iam/document";
import { textOf } from "../../iam/value";
import type { Finding } from "../../lib/facts/finding";
import { policyAllows } from "../../lib/iam/documents";
import { expectation } from "../../lib/rule/expectation";
import { resourceRule } from "../../lib/rule/rule";
import { accessPointKeys } from "../../lib/storage/access-points";
import { s3Types } from "../../lib/storage/buckets";

export const s3PolicyNoWildcardAction = resourceRule({
  name: "s3-policy-no-wildcard-action",
  displayName: "Bucket policies list their actions",
  description:
    "Bucket policies should list the actions that they allow. All S3 actions include opening the bucket to others.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "List the necessary actions in Action.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  tags: ["s3", "least-privilege"],
  equivalentChecks: {
    guard: ["S3_BUCKET_POLICY_NO_WILDCARD_ACTION"],
    config: ["S3_BUCKET_BLACKLISTED_ACTIONS_PROHIBITED"],
  },
  types: [...s3Types.policy, ...s3Types.bucket],
  judge: policyAllows(listsActions),
});

/** A bucket that leaves its access to access points allows everything: their policies list the actions. */
function listsActions({ actions, conditions }: Statement): Finding[] {
  if (bindsCaller(conditions, accessPointKeys) === true) {
    return [];
  }
  return actions.flatMap(({ path, value }) => {
    const pattern = textOf(value);
    const isWild = isEveryAction(pattern) || isWholeService(pattern);
    return expectation(path, value, !isWild, `should name the actions that are needed: ${pattern} is all of S3`);
  });
}
