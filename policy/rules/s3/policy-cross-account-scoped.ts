import { namesAccount } from "../../iam/account-name";
import { isEveryAction, isWholeService } from "../../iam/action-pattern";
import { requiring } from "../../iam/condition";
import { isWholeAccount, type OwnAccounts, ownAccounts, principalsElsewhere } from "../../iam/other-account";
import { policyAllows } from "../../iam/resource-policy";
import type { Principal, Statement } from "../../iam/statement";
import { type Finding, violation } from "../../lib/facts/finding";
import { globMatchesIgnoringCase } from "../../lib/facts/glob";
import type { Located } from "../../lib/facts/located";
import { textOf } from "../../lib/facts/value";
import { expectation } from "../../lib/rule/expectation";
import { resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";

export const s3PolicyCrossAccountScoped = resourceRule({
  name: "s3-policy-cross-account-scoped",
  displayName: "Bucket policies let in roles of other accounts, to read and write",
  description:
    "Bucket policies should name the roles of other accounts, and leave the bucket's settings to its own: what an account may, anyone whom it trusts may.",
  severity: "high",
  enforcementLevel: "advisory",
  remediationSteps:
    "Put the ARNs of the roles into Principal, and take away the actions that change policies, ACLs or encryption. Name the bucket's own account in this policy's ownAccounts.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html",
  tags: ["s3", "cross-account"],
  equivalentChecks: {
    securityHub: ["S3.6"],
    config: ["S3_BUCKET_BLACKLISTED_ACTIONS_PROHIBITED"],
    prowler: ["s3_bucket_cross_account_access"],
    owasp: ["SEC-5"],
  },
  types: [...s3Types.policy, ...s3Types.bucket],
  config: ownAccounts,
  judge: policyAllows(scopesOthers),
});

/** What lets its holder open or close the bucket for others. */
const settings = [
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

function scopesOthers({ principals, conditions, actions }: Statement, { ownAccounts: own }: OwnAccounts): Finding[] {
  const others = principalsElsewhere(principals, own);
  const named = requiring(conditions, ["aws:PrincipalArn"]).some(({ values }) => values.every(namesAccount));
  return [
    ...others.flatMap((other) => judgePrincipal(other, named)),
    ...(others.length > 0 ? actions : []).flatMap(judgeAction),
  ];
}

function judgePrincipal({ path, value }: Principal, named: boolean): Finding[] {
  const desired = "should name roles of the account, or config ownAccounts the account if it is the bucket's own";
  return named ? [] : expectation(path, value, !isWholeAccount(textOf(value)), desired);
}

function judgeAction({ path, value }: Located): Finding[] {
  const pattern = textOf(value);
  const isSetting = settings.some((action) => globMatchesIgnoringCase(pattern, action));
  // A policy that allows all of S3 breaks a rule of its own.
  return isSetting && !isEveryAction(pattern) && !isWholeService(pattern)
    ? [violation(path, `should not let another account change the bucket's settings: ${pattern} does`)]
    : [];
}
