import { namesNothing } from "./arn";
import { requiring } from "./conditions";
import type { Condition } from "./document";
import { isSet, textOf } from "./value";

/** Keys that tell one resource of an account from another, or limit the granted permissions. In lower case. */
const boundingKey =
  /^(.*:resourcetag\/.+|aws:requesttag\/.+|kms:resourcealiases|kms:requestalias|iam:(permissionsboundary|policyarn|awsservicename)|ecs:cluster|lambda:functionarn|cloudformation:rolearn|ec2:(subnet|vpc))$/;

/** Whether a condition says which resources a statement reaches, or how far it reaches. */
export function isBounded(conditions: readonly Condition[]): boolean {
  return conditions.some(
    (condition) =>
      requiring([condition], [textOf(condition.key)]).length > 0 &&
      boundingKey.test(textOf(condition.key)) &&
      condition.values.length > 0 &&
      condition.values.every((value) => isSet(value) && !isOpenValue(textOf(value))),
  );
}

/** A text of wildcards, or the ARN of all of a type. */
function isOpenValue(value: string): boolean {
  return /^[*?]+$/.test(value) || (value.startsWith("arn:") && namesNothing(value));
}
