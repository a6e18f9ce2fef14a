import { namesOwner } from "../../iam/bounds";
import { hasUnknownCondition, narrowing } from "../../iam/conditions";
import type { Statement } from "../../iam/document";
import { isSet, textOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { policyAllows } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const kmsServicePrincipalScoped = resourceRule({
  name: "kms-service-principal-scoped",
  displayName: "Services use keys for your account only",
  description:
    "Key policies should bind service principals to your account. Otherwise another customer's resource can make the service use the key.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Compare aws:SourceAccount, aws:SourceArn, kms:CallerAccount, kms:ViaService or a kms:EncryptionContext key with StringEquals or ArnLike.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html",
  tags: ["kms", "least-privilege"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: ["aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy"],
  judge: policyAllows(saysForWhom),
});

const keys = ["aws:sourcearn", "aws:sourceaccount", "kms:viaservice", "kms:calleraccount"];

function saysForWhom({ path, principals, conditions }: Statement): Finding[] {
  const services = principals.filter(({ type }) => type === "Service");
  const bounds = narrowing(conditions).filter(({ key }) => isBoundingKey(textOf(key)));
  if (services.length === 0 || bounds.some(({ values }) => values.length > 0 && values.every(isBound))) {
    return [];
  }
  const unsure = hasUnknownCondition(conditions) || bounds.some(({ values }) => values.includes(unknownValue));
  return unsure
    ? [unknownAt(`${path}.Condition`)]
    : [
        violation(
          `${path}.Condition`,
          "should compare aws:SourceAccount, or another key that says for whom the service acts",
        ),
      ];
}

function isBoundingKey(key: string): boolean {
  return keys.includes(key) || key.startsWith("kms:encryptioncontext:");
}

function isBound(value: Value): boolean {
  return isSet(value) && value !== unknownValue && (isArn(value) ? namesOwner(value) : !/^[*?]+$/.test(textOf(value)));
}

function isArn(value: Value): boolean {
  return textOf(value).startsWith("arn:");
}
