import { type RuleConfig, textList } from "./config";

/** The configuration of rules that tell the account's own principals from those of other accounts. */
export interface OwnAccounts {
  /** Numbers of the accounts that count as the resource's own. */
  readonly ownAccounts: readonly string[];
}

export const ownAccounts: RuleConfig<OwnAccounts> = {
  properties: { ownAccounts: textList("Numbers of the accounts that count as the resource's own, of 12 digits each") },
  defaults: { ownAccounts: [] },
};
