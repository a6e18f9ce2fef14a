import { isUnnamed } from "../../iam/bounds";
import { hasUnknownCondition, requiring } from "../../iam/conditions";
import { type Condition, coversAction, type Statement } from "../../iam/document";
import { textOf, unknownValue, type Value } from "../../iam/value";

/** Actions of a key that open data, make what others trust, or hand one of these on. */
export const dataActions: readonly string[] = [
  "kms:Decrypt",
  "kms:CreateGrant",
  "kms:DeriveSharedSecret",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GenerateMac",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:Sign",
];

const principalArn = "aws:PrincipalArn";
const viaService = "kms:ViaService";

/**
 * Whether conditions of a key policy bind the caller beyond its account. They bind to named principals, to a service
 * that authorizes the caller itself, or to grants for AWS resources. Unknown where an unknown value may bind.
 */
export function bindsKeyCaller(conditions: readonly Condition[]): boolean | typeof unknownValue {
  const comparisons = requiring(conditions, [principalArn, viaService]);
  if (isForAwsResource(conditions) || comparisons.some(isNamed)) {
    return true;
  }
  return hasUnknownCondition(conditions) || comparisons.some(({ values }) => values.includes(unknownValue))
    ? unknownValue
    : false;
}

/**
 * Whether each request is for a grant that a service makes for its resource. Other requests have no such key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
 */
export function isForAwsResource(conditions: readonly Condition[]): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      operator === "bool" &&
      key === "kms:grantisforawsresource" &&
      values.length > 0 &&
      values.every((value) => value === true || value === "true"),
  );
}

/** Whether a document refuses everybody else an action, by a negated comparison of the caller. */
export function isRefusedToOthers(statements: readonly Statement[], action: string): boolean {
  return statements.some(
    (statement) =>
      statement.effect === "Deny" &&
      statement.principals.some(({ value }) => value === "*") &&
      coversAction(statement, action) === true &&
      statement.conditions.length === 1 &&
      statement.conditions.every((condition) => isNegated(condition) && isNamed(condition)),
  );
}

function isNegated({ operator, key }: Condition): boolean {
  return (
    [principalArn, viaService].some((name) => name.toLowerCase() === key) &&
    /^(arnnotequals|arnnotlike|stringnotequals|stringnotlike)(ifexists)?$/.test(textOf(operator))
  );
}

function isNamed({ key, values }: Condition): boolean {
  const names = key === viaService.toLowerCase() ? isService : isPrincipal;
  return values.length > 0 && values.every(names);
}

function isService(value: Value): boolean {
  return /^[a-z0-9-]+\./.test(textOf(value));
}

/** A policy variable such as `${aws:PrincipalArn}` names every caller. */
function isPrincipal(value: Value): boolean {
  const text = textOf(value);
  return text.startsWith("arn:") && !/\$\{[^*?$]/.test(text) && !isUnnamed(text);
}
