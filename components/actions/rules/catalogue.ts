import { z } from "zod";
import { cloudWatchAlarm } from "./cloud-watch-alarm";
import { codeBuildRuleType } from "./code-build";
import { commandsRuleType } from "./commands";
import { deploymentWindow } from "./deployment-window";
import { lambdaInvokeRuleType } from "./lambda-invoke";
import type { RuleType } from "./rule-type";
import { variableCheck } from "./variable-check";

/** Every provider of rules. A new provider is a file beside this one and a line here. */
const types = [
  cloudWatchAlarm,
  codeBuildRuleType,
  commandsRuleType,
  deploymentWindow,
  lambdaInvokeRuleType,
  variableCheck,
] as const;

type Type = (typeof types)[number];
type Schemas<T> = { -readonly [K in keyof T]: T[K] extends { readonly schema: infer S } ? S : never };

export const ruleCatalogue: readonly RuleType[] = types;

/** Reads a rule of any provider. The cast restores the tuple type that `map` loses. */
export const ruleSchema = z.discriminatedUnion("provider", types.map(({ schema }) => schema) as Schemas<typeof types>);

/** A rule as a user writes it. */
export type RuleInput = z.input<Type["schema"]>;

/** A rule with every default in place. */
export type Rule = z.output<Type["schema"]>;

/** Finds the facts about a provider of rules. */
export function findRuleType(provider: string): RuleType | undefined {
  return ruleCatalogue.find((type) => type.provider === provider);
}

/** The schema of the configuration of a provider's rules; `undefined` for an unknown provider. */
export function ruleConfigurationSchemaOf(provider: string): z.core.$ZodType | undefined {
  return types.find((type) => type.provider === provider)?.schema.shape.configuration;
}

/** The facts about the provider of a rule. */
export function ruleTypeOf({ provider }: Rule): RuleType {
  const type = findRuleType(provider);
  if (!type) {
    throw new Error(`The catalogue has no type for the rule ${provider}, although a schema of it read a rule.`);
  }
  return type;
}
