import { type Condition, type Principal, unknownValue, type Value } from "@platform/aws-pipelines-policy/iam";
import type { Identity } from "./identities";

/** An identity in words: `role shop-dev-image`. */
export function showIdentity({ kind, name }: Pick<Identity, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/** A principal in words: `service codebuild.amazonaws.com`, `anyone`, `account 111122223333`. */
export function showPrincipal({ type, value }: Principal): string {
  const text = showValue(value);
  if (text === "*") {
    return "anyone";
  }
  const account = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
  return account === undefined ? `${String(showValue(type)).toLowerCase()} ${text}` : `account ${account}`;
}

/** A condition in words: `aws:sourceaccount stringequals 111122223333`. */
export function showCondition({ operator, key, values }: Condition): string {
  return `${showValue(key)} ${showValue(operator)} ${values.map(showValue).join(" or ")}`;
}

/** A value of a document as text. */
export function showValue(value: Value): string {
  return value === unknownValue ? "[unknown]" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Conditions as the end of a sentence; empty for none. */
export function showConditions(conditions: readonly Condition[]): string {
  return conditions.length === 0 ? "" : `, if ${conditions.map(showCondition).join(" and ")}`;
}
