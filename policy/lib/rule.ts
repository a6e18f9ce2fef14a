import type {
  Policy,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";
import { configSchema, type RuleConfig, type Strictness } from "./config";
import type { Finding } from "./finding";
import { owaspFramework, type Peers } from "./peers";
import { reporter } from "./report";
import { type StackResource, stackResources } from "./stack";
import { type Properties, snapshot } from "./value";

/** A policy of the pack, with what documentation and coverage tables need beside it. */
export type Rule = (ResourceValidationPolicy | StackValidationPolicy) & RuleFacts;

interface RuleFacts {
  /** Type tokens of the resources that the rule reads. */
  readonly types: readonly string[];
  readonly peers: Peers;
}

/** What is said about a rule, once. */
export interface RuleText extends RuleFacts {
  /** Kebab case; the name of the file too. */
  readonly name: string;
  readonly displayName: string;
  /** What should hold, and why it matters. */
  readonly description: string;
  readonly severity: Severity;
  readonly enforcementLevel: "advisory" | "mandatory" | "disabled";
  readonly remediationSteps: string;
  /** The AWS page behind the rule. */
  readonly url: string;
  readonly tags: readonly string[];
}

/** The resource that a resource rule judges: its inputs, and where it stands. */
export interface JudgedResource {
  readonly type: string;
  readonly props: Properties;
  readonly urn: string;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  readonly stackTags: ReadonlyMap<string, string>;
}

/** A finding and the resource it is about. */
export interface StackFinding {
  readonly urn: string;
  readonly finding: Finding;
}

interface ResourceRule<C extends object> extends RuleText {
  readonly config?: RuleConfig<C>;
  readonly judge: (resource: JudgedResource, config: C) => readonly Finding[];
}

interface StackRule<C extends object> extends RuleText {
  readonly config?: RuleConfig<C>;
  readonly judge: (resources: readonly StackResource[], config: C) => readonly StackFinding[];
}

/** A rule that judges one resource at a time, before it is created. */
export function resourceRule<C extends object = object>(rule: ResourceRule<C>): Rule {
  const types = new Set(rule.types);
  return {
    ...policyText(rule),
    validateResource(args, reportViolation) {
      if (!types.has(args.type)) {
        args.notApplicable(`applies to ${rule.types.join(", ")}`);
      }
      const config = { ...rule.config?.defaults, ...args.getConfig<C & Strictness>() };
      const report = reporter(rule, config, reportViolation);
      for (const finding of rule.judge(judgedResource(args), config)) {
        report(finding);
      }
    },
  };
}

function judgedResource({ type, props, urn, opts, stackTags }: ResourceValidationArgs): JudgedResource {
  return { type, props: snapshot(props), urn, protect: opts.protect, stackTags };
}

/** A rule that needs several resources at once: judged when all are registered, from their outputs. */
export function stackRule<C extends object = object>(rule: StackRule<C>): Rule {
  return {
    ...policyText(rule),
    validateStack(args, reportViolation) {
      const resources = stackResources(args.resources, rule.types);
      if (resources.length === 0) {
        args.notApplicable(`applies to ${rule.types.join(", ")}`);
      }
      const config = { ...rule.config?.defaults, ...args.getConfig<C & Strictness>() };
      const report = reporter(rule, config, reportViolation);
      for (const { urn, finding } of rule.judge(resources, config)) {
        report(finding, urn);
      }
    },
  };
}

function policyText(rule: RuleText & { readonly config?: RuleConfig<object> }): Policy & RuleFacts {
  return {
    name: rule.name,
    displayName: rule.displayName,
    description: rule.description,
    severity: rule.severity,
    enforcementLevel: rule.enforcementLevel,
    remediationSteps: rule.remediationSteps,
    url: rule.url,
    tags: [...rule.tags],
    framework: owaspFramework(rule.peers),
    configSchema: configSchema(rule.config),
    types: rule.types,
    peers: rule.peers,
  };
}
