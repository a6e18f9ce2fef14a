import { textOf, unknownValue } from "../lib/facts/value";
import { type RuleConfig, textList } from "../lib/rule/config";
import type { Principal } from "./statement";

/** The configuration of rules that tell the account's own principals from others'. */
export interface OwnAccounts {
  /** Numbers of the accounts that count as the resource's own. */
  readonly ownAccounts: readonly string[];
}

export const ownAccounts: RuleConfig<OwnAccounts> = {
  properties: { ownAccounts: textList("Numbers of the accounts that count as the resource's own, of 12 digits each") },
  defaults: { ownAccounts: [] },
};

/** The principals that may be of another account than these; one that is not known may be. */
export function principalsElsewhere(principals: readonly Principal[], own: readonly string[]): Principal[] {
  return principals.filter(({ type, value }) => {
    const account = accountOf(textOf(value));
    return type === "AWS" && (value === unknownValue || (account !== undefined && !own.includes(account)));
  });
}

/** Whether a principal stands for all of an account: by its number, or by the ARN of its root. */
export function isWholeAccount(principal: string): boolean {
  return /^(\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(principal);
}

function accountOf(principal: string): string | undefined {
  return /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1];
}
