import type { PolicyConfigSchema } from "@pulumi/policy";

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
export interface Strictness {
  /**
   * Whether what the rule cannot judge, as when a value is unknown during a preview, counts as a violation.
   * @default false - it is reported as an advisory
   */
  readonly failOnUnknown?: boolean;
}

/** The schema the engine checks a rule's configuration against. */
export function configSchema(config: RuleConfig<object> | undefined): PolicyConfigSchema {
  const defaults = new Map<string, unknown>(Object.entries(config?.defaults ?? {}));
  const parameters = Object.entries<ParameterSchema>(config?.properties ?? {});
  return {
    properties: {
      ...Object.fromEntries(parameters.map(([name, schema]) => [name, { ...schema, default: defaults.get(name) }])),
      failOnUnknown: {
        type: "boolean",
        default: false,
        description:
          "Whether what this rule cannot judge, as when a value is unknown during a preview, is a violation, not an advisory",
      },
    },
  };
}
