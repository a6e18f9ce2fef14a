import type { EnforcementLevel } from "@pulumi/policy";
import type { GivenConfig, Rule } from "../rule/rule";

interface Setting {
  readonly level: EnforcementLevel;
  readonly properties: GivenConfig;
}

/** Levels and parameters of the rules, as the engine settles them. */
export type Configuration = ReadonlyMap<string, Setting>;

const nothing: GivenConfig = {};

export function givenTo(rule: Rule, configuration: Configuration): GivenConfig {
  return configuration.get(rule.name)?.properties ?? nothing;
}

/** The level of a rule. Its violations are mandatory at the level `remediate`. */
export function levelOf(rule: Rule, configuration: Configuration): EnforcementLevel {
  return configuration.get(rule.name)?.level ?? rule.enforcementLevel ?? "advisory";
}
