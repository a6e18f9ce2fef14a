import { textOf, unknownValue, type Value } from "../../iam/value";

/** The descriptions that providers fill in. */
const filledIn = /^Managed by (Pulumi|Terraform)$/;

/** Whether a text describes something: it has six characters or more, and no provider fills it in. */
export function isDescribed(description: Value): boolean {
  const text = textOf(description).trim();
  return description === unknownValue || (text.length >= 6 && !filledIn.test(text));
}
