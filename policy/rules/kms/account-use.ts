import { bindsCaller } from "../../iam/bounds";
import { coversAction, readDocument, type Statement } from "../../iam/document";
import { hasWildcard } from "../../iam/glob";
import { isWholeAccount } from "../../iam/principals";
import { isSet, type Located, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { declared, type StackResource } from "../../lib/facts/stack";
import { judgeAllows } from "../../lib/iam/documents";
import { bindsKeyCaller, dataActions, isRefusedToOthers } from "../../lib/iam/key-callers";
import { isDefaultKeyPolicy } from "../../lib/iam/key-policy";
import { deliveryKeys, deliveryKeyTypes, keyPolicyType } from "../../lib/pipeline/delivery-keys";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const kmsAccountUse = stackRule({
  name: "kms-account-use",
  displayName: "Policies of pipeline keys name who uses the data",
  description:
    "Policies of keys that pipelines use should name who decrypts and signs. A statement for the whole account leaves that to each IAM policy of the account.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps:
    "Give the whole account only the actions that administer the key. Name roles as principals of kms:Decrypt and the like, or require aws:PrincipalArn (ArnEquals) or kms:ViaService (StringEquals).",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  tags: ["kms", "least-privilege"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: deliveryKeyTypes,
  judge: everyKeyNamesUsers,
});

function everyKeyNamesUsers(resources: readonly StackResource[]): StackFinding[] {
  return deliveryKeys(resources).flatMap((owner) => about(owner.urn, judgePolicy(owner)));
}

/** kms-policy-explicit reports the keys with KMS's default policy. */
function judgePolicy(owner: StackResource): Finding[] {
  const policy: Located = { path: "policy", value: declared(owner, "policy") };
  if (!isSet(policy.value) || (owner.type !== keyPolicyType && isDefaultKeyPolicy(policy.value))) {
    return [];
  }
  const { statements } = readDocument(policy);
  return judgeAllows([policy], (statement: Statement) => namesUsers(statement, statements), undefined);
}

function namesUsers(statement: Statement, all: readonly Statement[]): Finding[] {
  const { path, principals, conditions } = statement;
  const groups = principals.filter(({ type, value }) => isGroup(textOf(type), textOf(value)));
  const covers = dataActions
    .filter((action) => !isRefusedToOthers(all, action))
    .map((action) => ({ action, covers: coversAction(statement, action) }));
  const first = covers.find((each) => each.covers === true) ?? covers.find((each) => each.covers === unknownValue);
  const isBound = bindsKeyCaller(conditions);
  if (first === undefined || isBound === true) {
    return [];
  }
  const { action } = first;
  return groups.flatMap(({ path: place, value }) => {
    // kms-no-public-principal reports a wildcard principal without a condition on its owner.
    const isPublic = hasWildcard(textOf(value)) && bindsCaller(conditions) !== true && !isOfAccount(statement);
    if (isPublic) {
      return [];
    }
    if (first.covers === unknownValue) {
      return [unknownAt(`${path}.Action`)];
    }
    return isBound === unknownValue
      ? [unknownAt(`${path}.Condition`)]
      : [
          violation(
            place,
            `should name roles, or Condition require aws:PrincipalArn or kms:ViaService: each IAM policy of the account may allow ${action}`,
          ),
        ];
  });
}

function isOfAccount({ conditions }: Statement): boolean {
  return bindsCaller(conditions, ["kms:CallerAccount"]) === true;
}

/** A whole account, or a wildcard. A service is none. */
function isGroup(type: string, principal: string): boolean {
  return (type === "AWS" || type === "*") && (isWholeAccount(principal) || hasWildcard(principal));
}
