import { isBounded } from "../../iam/bounds";
import { hasUnknownCondition } from "../../iam/conditions";
import { type Condition, coversAction, type Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { type Located, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { identityAllows, identityTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamKmsDecryptScoped = resourceRule({
  name: "iam-kms-decrypt-scoped",
  displayName: "Policies name the keys that they decrypt and sign with",
  description:
    "IAM policies should name the KMS keys that they decrypt and sign with. With every key, a holder can decrypt all data that it can read, and sign what others trust.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Put the ARNs of the keys into Resource. Or use arn:aws:kms:<region>:<account>:key/* with a Condition that compares kms:ResourceAliases with the key's alias (ForAnyValue:StringEquals), or aws:ResourceTag with its tag.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
  tags: ["iam", "kms", "least-privilege"],
  equivalentChecks: {
    securityHub: ["KMS.1", "KMS.2"],
    config: ["IAM_INLINE_POLICY_BLOCKED_KMS_ACTIONS", "IAM_CUSTOMER_POLICY_BLOCKED_KMS_ACTIONS"],
    prowler: ["iam_inline_policy_no_full_access_to_kms"],
    owasp: ["SEC-5"],
  },
  types: identityTypes,
  judge: identityAllows(usesNamedKeys),
});

/** Actions that open data, or make what others trust: signatures of images, tokens, and message authentication codes. */
const uses = ["kms:Decrypt", "kms:GenerateMac", "kms:ReEncryptFrom", "kms:Sign"];

function usesNamedKeys(statement: Statement): Finding[] {
  const covers = uses.map((action) => coversAction(statement, action));
  const { path, notResources } = statement;
  if (!covers.includes(true)) {
    return covers.includes(unknownValue) ? [unknownAt(`${path}.Action`)] : [];
  }
  const excluded = notResources.map(() => violation(`${path}.NotResource`, "should give way to the ARNs of the keys"));
  return [...excluded, ...statement.resources.flatMap((resource) => judgeKey(resource, statement))];
}

function judgeKey({ path, value }: Located, { path: statement, conditions }: Statement): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  const pattern = textOf(value);
  if (!hasWildcard(pattern) || !mayBeKey(pattern) || multiRegionKey.test(pattern)) {
    return [];
  }
  const isOfAccount = /^arn:[^:*?]+:kms:[^:]+:\d{12}:/.test(pattern);
  if (isOfAccount && isBounded(conditions.filter(({ values }) => !values.includes(unknownValue)))) {
    return [];
  }
  return isOfAccount && hasUnknownKeys(conditions)
    ? [unknownAt(`${statement}.Condition`)]
    : [violation(path, "should name keys, or be the keys of one account that an alias or a tag narrows")];
}

function mayBeKey(pattern: string): boolean {
  const [, , service = "*"] = pattern.split(":");
  return service === "kms" || hasWildcard(service);
}

/** The replicas of a multi-Region key have one ID in every region. */
const multiRegionKey = /^arn:[^:*?]+:kms:[^:]+:\d{12}:key\/mrk-/;

function hasUnknownKeys(conditions: readonly Condition[]): boolean {
  return hasUnknownCondition(conditions) || conditions.some(({ values }) => values.includes(unknownValue));
}
