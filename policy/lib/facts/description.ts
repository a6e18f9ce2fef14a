import { textOf, unknownValue, type Value } from "../../iam/value";

/** What providers write when nobody does. */
const filledIn = /^Managed by (Pulumi|Terraform)$/;

/** Whether a text tells something: more than a word's worth, and not what a provider fills in. */
export function isDescribed(description: Value): boolean {
  const text = textOf(description).trim();
  return description === unknownValue || (text.length >= 6 && !filledIn.test(text));
}
