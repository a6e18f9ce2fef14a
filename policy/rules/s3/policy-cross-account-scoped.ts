import { isEveryAction, isWholeService } from "../../iam/action-table";
import { namesOwner } from "../../iam/bounds";
import { requiring } from "../../iam/conditions";
import type { Principal, Statement } from "../../iam/document";
import { globMatchesIgnoringCase } from "../../iam/glob";
import { isWholeAccount, principalsElsewhere } from "../../iam/principals";
import { type Located, textOf } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { policyAllows } from "../../lib/iam/documents";
import { expectation } from "../../lib/rule/expectation";
import { type OwnAccounts, ownAccounts } from "../../lib/rule/own-accounts";
import { resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";

export const s3PolicyCrossAccountScoped = resourceRule({
  name: "s3-policy-cross-account-scoped",
  displayName: "Bucket policies scope other accounts",
  description:
    "Bucket policies should name the roles of other accounts and grant no bucket administration. A named account can pass its access to any of its principals.",
  severity: "high",
  enforcementLevel: "advisory",
  remediationSteps:
    "Put the ARNs of the roles into Principal, and remove actions that change policies, ACLs or encryption. Add the bucket's own account to this policy's ownAccounts.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html",
  tags: ["s3", "cross-account"],
  equivalentChecks: {
    securityHub: ["S3.6"],
    config: ["S3_BUCKET_BLACKLISTED_ACTIONS_PROHIBITED"],
    prowler: ["s3_bucket_cross_account_access"],
    owasp: ["SEC-5"],
  },
  types: [...s3Types.policy, ...s3Types.bucket, ...s3Types.accessPoint, ...s3Types.accessPointPolicy],
  config: ownAccounts,
  judge: policyAllows(scopesOthers),
});

/** Actions that change who can access the bucket. */
const settings = [
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

function scopesOthers({ principals, conditions, actions }: Statement, { ownAccounts: own }: OwnAccounts): Finding[] {
  const others = principalsElsewhere(principals, own);
  const named = requiring(conditions, ["aws:PrincipalArn"]).some(({ values }) => values.every(namesOwner));
  const toOwner = requiring(conditions, ["s3:x-amz-acl"]).some(({ values }) => values.every(givesOwnerControl));
  const judged = actions.filter(({ value }) => !(toOwner && textOf(value) === "s3:PutObjectAcl"));
  return [
    ...others.flatMap((other) => judgePrincipal(other, named)),
    ...(others.length > 0 ? judged : []).flatMap(judgeAction),
  ];
}

/** The ACL that gives the bucket owner control of an object opens nothing to anybody else. */
function givesOwnerControl(acl: unknown): boolean {
  return acl === "bucket-owner-full-control";
}

function judgePrincipal({ path, value }: Principal, named: boolean): Finding[] {
  const desired = "should name roles of the account, unless ownAccounts names the account as the bucket's own";
  return named ? [] : expectation(path, value, !isWholeAccount(textOf(value)), desired);
}

function judgeAction({ path, value }: Located): Finding[] {
  const pattern = textOf(value);
  const isSetting = settings.some((action) => globMatchesIgnoringCase(pattern, action));
  // s3-policy-no-wildcard-action reports policies that allow every S3 action.
  return isSetting && !isEveryAction(pattern) && !isWholeService(pattern)
    ? [violation(path, `should not let another account change the bucket's settings: ${pattern} does`)]
    : [];
}
