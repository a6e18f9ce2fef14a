import type { PolicyConfigSchema } from "@pulumi/policy";
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

/** What every rule can be configured with. */
export interface CommonConfig {
  /**
   * Whether what the rule cannot judge, as when a value is unknown during a preview, counts as a violation.
   * @default false - it is reported as an advisory
   */
  readonly failOnUnknown: boolean;
  /**
   * Resources that the rule is to let be for a time.
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
        "Whether what this rule cannot judge, as when a value is unknown during a preview, is a violation, not an advisory",
    },
    exemptions: {
      type: "array",
      // What is in them the rule checks itself: every rule sends its schema at the start of every preview, and saying
      // it there made the schemas three times as large.
      items: { type: "object" },
      description:
        "Resources that this rule lets be for a time: urn (a pattern), reason, and expires (the last day, as 2026-12-31)",
    },
  },
  defaults: { failOnUnknown: false, exemptions: [] },
};

/** The schema the engine checks a rule's configuration against. */
export function configSchema(config: RuleConfig<object> | undefined): PolicyConfigSchema {
  return { properties: { ...withDefaults(config), ...withDefaults(commonConfig) } };
}

function withDefaults(config: RuleConfig<object> | undefined): PolicyConfigSchema["properties"] {
  const defaults = new Map<string, ParameterSchema["default"]>(Object.entries(config?.defaults ?? {}));
  const parameters = Object.entries<ParameterSchema>(config?.properties ?? {});
  return Object.fromEntries(parameters.map(([name, schema]) => [name, { ...schema, default: defaults.get(name) }]));
}
