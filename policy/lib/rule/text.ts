import type { Policy, Severity } from "@pulumi/policy";
import { configSchema, type RuleConfig } from "./config";
import { type EquivalentChecks, owaspFramework } from "./equivalent-checks";

/** The texts about a rule, written once. */
export interface RuleText {
  /** Kebab case; the name of the file too. */
  readonly name: string;
  readonly displayName: string;
  /** The state that the rule wants, and why it matters. */
  readonly description: string;
  readonly severity: Severity;
  readonly enforcementLevel: "advisory" | "mandatory" | "disabled";
  readonly remediationSteps: string;
  /** The change that the level `remediate` makes, continuing "it": `sets enableKeyRotation to true`. Absent when none. */
  readonly remediation?: string;
  /** The AWS page behind the rule. */
  readonly url: string;
  readonly tags: readonly string[];
  /** Type tokens of the resources that the rule reads. */
  readonly types: readonly string[];
  readonly equivalentChecks: EquivalentChecks;
}

/** Facts of a rule that the docs and the coverage tables need, and the engine does not take. */
export interface RuleFacts {
  readonly severity: Severity;
  readonly types: readonly string[];
  readonly equivalentChecks: EquivalentChecks;
  readonly remediation?: string;
  /** The AWS page behind the rule; the `url` of the policy leads to the rule's own page. */
  readonly reference: string;
}

/** The page that describes every rule. It is in a package of its own, at its path in the repository. */
const page = "@platform/aws-pipelines-docs/docs/policies.md";

/** The text of a rule as the engine takes it, the same for every rule. */
export function policyText(rule: RuleText & { readonly config?: RuleConfig<object> }): Policy & RuleFacts {
  return {
    name: rule.name,
    displayName: rule.displayName,
    description: rule.description,
    severity: rule.severity,
    enforcementLevel: rule.enforcementLevel,
    remediationSteps: rule.remediationSteps,
    url: `${page}#${rule.name}`,
    tags: [...rule.tags],
    framework: owaspFramework(rule.equivalentChecks),
    configSchema: configSchema(rule.config, rule.severity),
    types: rule.types,
    equivalentChecks: rule.equivalentChecks,
    reference: rule.url,
    ...(rule.remediation === undefined ? {} : { remediation: rule.remediation }),
  };
}
