import type { PolicyConfigSchema, Severity } from "@pulumi/policy";
import type { Exception } from "./exceptions";

type ParameterSchema = PolicyConfigSchema["properties"][string];

/** The parameters of a rule: their JSON Schema, and the values that hold when the configuration is silent. */
export interface RuleConfig<C extends object> {
  readonly properties: Readonly<Record<keyof C & string, ParameterSchema>>;
  readonly defaults: C;
}

/** A parameter that is a list of texts. */
export function textList(description: string): ParameterSchema {
  return { type: "array", items: { type: "string", minLength: 1 }, description };
}

/** The configuration that every rule takes. */
export interface CommonConfig {
  /**
   * Whether a value that is unknown during a preview, so that the rule cannot judge it, counts as a violation.
   * @default true for critical rules; false for others, which report an advisory
   */
  readonly failOnUnknown: boolean;
  /**
   * Resources that are exempt from the rule until a date.
   * @default - none
   */
  readonly exemptions: readonly Exception[];
}

/** The common configuration: its JSON Schema and defaults. */
export const commonConfig: RuleConfig<CommonConfig> = {
  properties: {
    failOnUnknown: {
      type: "boolean",
      description:
        "Whether a value that is unknown during a preview is a violation, not an advisory; true by default for critical rules",
    },
    exemptions: {
      type: "array",
      // The rule checks the entries itself: each preview sends every schema, which would be three times as large.
      items: { type: "object" },
      description:
        "Resources that are exempt until a date: urn (a pattern), reason, and expires (the last day, as 2026-12-31)",
    },
  },
  defaults: { failOnUnknown: false, exemptions: [] },
};

/** The common configuration of a rule: a critical rule fails on values that it cannot judge. */
export function commonConfigOf(severity: Severity): RuleConfig<CommonConfig> {
  return { ...commonConfig, defaults: { ...commonConfig.defaults, failOnUnknown: severity === "critical" } };
}

/** The schema the engine checks a rule's configuration against. */
export function configSchema(config: RuleConfig<object> | undefined, severity: Severity): PolicyConfigSchema {
  return { properties: { ...withDefaults(config), ...withDefaults(commonConfigOf(severity)) } };
}

function withDefaults(config: RuleConfig<object> | undefined): PolicyConfigSchema["properties"] {
  const defaults = new Map<string, ParameterSchema["default"]>(Object.entries(config?.defaults ?? {}));
  const parameters = Object.entries<ParameterSchema>(config?.properties ?? {});
  return Object.fromEntries(parameters.map(([name, schema]) => [name, { ...schema, default: defaults.get(name) }]));
}
