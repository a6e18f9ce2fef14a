import type {
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Properties } from "../../iam/value";
import type { Finding } from "../facts/finding";
import { snapshot } from "../facts/snapshot";
import { isOwn, ofStackResource, registered, type Stack, type StackResource, stackOf, type Tags } from "../facts/stack";
import { type CommonConfig, commonConfigOf, type RuleConfig } from "./config";
import { refusedExceptions } from "./exceptions";
import { applyFixes } from "./remediation";
import { reporter, settled } from "./report";
import { policyText, type RuleFacts, type RuleText } from "./text";

/** A policy of the pack, with facts for documentation and coverage tables, and its judgement. */
export type Rule = (ResourceValidationPolicy | StackValidationPolicy) & RuleFacts & { readonly judgement: Judgement };

/** The resource that a resource rule judges: its inputs, and where it stands. */
export interface JudgedResource {
  readonly type: string;
  readonly props: Properties;
  readonly urn: string;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  readonly stackTags: Tags;
}

/** A finding and the resource it is about. */
export interface StackFinding {
  readonly urn: string;
  readonly finding: Finding;
}

/** A finding about a resource, or about the whole stack without one. */
export type StackVerdict = Pick<StackFinding, "finding"> & Partial<StackFinding>;

/** The configuration that a rule gets from the engine. */
export type GivenConfig = Readonly<Record<string, unknown>>;

/** How a rule judges plain data. The server of this pack asks it directly; in other packs the SDK does. */
export interface Judgement {
  readonly config: (given: GivenConfig) => CommonConfig;
  /** Judges the inputs of one resource of the rule's types. */
  readonly ofResource?: (resource: JudgedResource, given: GivenConfig) => readonly Finding[];
  /** Judges all resources; `undefined` where the rule does not apply to the stack. */
  readonly ofStack?: (stack: Stack, given: GivenConfig) => readonly StackVerdict[] | undefined;
}

interface ResourceRule<C extends object> extends RuleText {
  readonly config?: RuleConfig<C>;
  readonly judge: (resource: JudgedResource, config: C) => readonly Finding[];
}

interface StackRule<C extends object> extends RuleText {
  readonly config?: RuleConfig<C>;
  readonly judge: (resources: readonly StackResource[], config: C) => readonly StackFinding[];
}

/**
 * A rule that judges one resource at a time, before it is created. One that states its `remediation` mends what its
 * violations carry fixes for, where its level is `remediate`.
 */
export function resourceRule<C extends object = object>(rule: ResourceRule<C>): Rule {
  const config = configurer(rule);
  const ofResource = (resource: JudgedResource, given: GivenConfig): Finding[] => {
    const settings = config(given);
    return settled(rule.judge(resource, settings), resource.urn, settings);
  };
  const judgement: Judgement = {
    config,
    ofResource: (resource, given) => [
      ...refusedExceptions(config(given).exemptions, resource.urn),
      ...ofResource(resource, given),
    ],
    ofStack: (stack, given) => judgeTranslated(rule, stack, config(given)),
  };
  return {
    ...ruleOf(rule, judgement),
    ...(rule.remediation === undefined
      ? {}
      : {
          remediateResource: (args) => {
            const findings = rule.types.includes(args.type)
              ? ofResource(judgedResource(args), args.getConfig<GivenConfig>())
              : declineQuickly(args.notApplicable);
            return applyFixes(args.props, findings) ? args.props : undefined;
          },
        }),
  };
}

/** A rule that needs several resources at once: judged when all are registered, from their outputs. */
export function stackRule<C extends object = object>(rule: StackRule<C>): Rule {
  const config = configurer(rule);
  return ruleOf(rule, { config, ofStack: (stack, given) => judgeStack(rule, stack, config(given)) });
}

/** Joins a resource rule and a stack rule of one name. The stack rule states types and parameters. */
export function jointRule(ofResource: Rule, ofStack: Rule): Rule {
  return withValidations(
    { ...ofResource, ...ofStack },
    {
      ...ofStack.judgement,
      ...(ofResource.judgement.ofResource === undefined ? {} : { ofResource: ofResource.judgement.ofResource }),
      ofStack: (stack, given) => {
        const judged = [ofResource, ofStack].map(({ judgement }) => judgement.ofStack?.(stack, given));
        return judged.every((findings) => findings === undefined)
          ? undefined
          : judged.flatMap((findings) => findings ?? []);
      },
    },
  );
}

/** A rule with a judgement of its own. */
export function ruleOf(text: RuleText & { readonly config?: RuleConfig<object> }, judgement: Judgement): Rule {
  return withValidations(policyText(text), judgement);
}

function withValidations(
  text: Omit<Rule, "judgement" | "validateStack" | "validateResource">,
  judgement: Judgement,
): Rule {
  const { ofResource, ofStack } = judgement;
  const types = new Set(text.types);
  const validateResource: ResourceValidation = (args, reportViolation) => {
    if (ofResource === undefined || !types.has(args.type)) {
      declineQuickly(args.notApplicable);
    }
    const given = args.getConfig<GivenConfig>();
    const report = reporter(text, judgement.config(given), reportViolation);
    for (const finding of ofResource(judgedResource(args), given)) {
      report(finding);
    }
  };
  const validateStack = (args: StackValidationArgs, reportViolation: ReportViolation): void => {
    const given = args.getConfig<GivenConfig>();
    const findings = ofStack?.(stackOf(args.resources.map(registered), args.stackTags), given);
    if (findings === undefined) {
      declineQuickly(args.notApplicable);
    }
    const report = reporter(text, judgement.config(given), reportViolation);
    for (const { finding, urn } of findings) {
      report(finding, urn);
    }
  };
  return {
    ...text,
    judgement,
    ...(ofResource === undefined ? {} : { validateResource: typed(text.types, validateResource) }),
    ...(ofStack === undefined ? {} : { validateStack }),
  } as Rule;
}

/**
 * Judges resources of AWS Native, Cloud Control and other types in the form that the rule reads. They are judged with
 * the stack, because the SDK asks a rule of one type about no other type.
 */
function judgeTranslated<C extends object>(
  rule: ResourceRule<C>,
  stack: Stack,
  config: C & CommonConfig,
): StackFinding[] | undefined {
  const resources = stack.translated(rule.types);
  return resources.length === 0
    ? undefined
    : resources.flatMap(({ type, props, urn, names, protect }) => {
        const findings = rule.judge({ type, props, urn, protect, stackTags: stack.tags }, config);
        return findings.flatMap((each) => settledIn({ urn, finding: withOwnNames(each, names) }, config));
      });
}

/** A finding with the property names of the program. */
function withOwnNames(finding: Finding, names: Readonly<Record<string, string>>): Finding {
  return { ...finding, message: finding.message.replace(/^\w+/, (name) => names[name] ?? name) };
}

function judgeStack<C extends object>(
  rule: StackRule<C>,
  stack: Stack,
  config: C & CommonConfig,
): StackFinding[] | undefined {
  const resources = stack.ofTypes(rule.types);
  if (resources.length === 0) {
    return undefined;
  }
  const refused = resources
    .filter(isOwn)
    .flatMap(({ urn }) => refusedExceptions(config.exemptions, urn).map((finding) => ({ urn, finding })));
  return [...refused, ...rule.judge(resources, config).flatMap((found) => settledIn(found, config))];
}

function settledIn(found: StackFinding, config: CommonConfig): StackFinding[] {
  const { urn, finding } = ofStackResource(found);
  return settled([finding], urn, config).map((each) => ({ urn, finding: each }));
}

/** Marks a function that judges one type as the SDK marks it, which then reads no resources of other types. */
function typed(types: readonly string[], validate: ResourceValidation): ResourceValidation {
  return types.length === 1 ? Object.assign(validate, { __pulumiType: types[0] }) : validate;
}

/** The reason why a rule does not apply: short, because the engine gets it for most rules and resources. */
export const otherTypes = "judges other types";

/**
 * Says that a rule does not apply to a resource, as most rules do for most resources. The SDK throws an error for it, and
 * tracing its stack takes longer than all rules together.
 */
function declineQuickly(notApplicable: ResourceValidationArgs["notApplicable"]): never {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return notApplicable(otherTypes);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function judgedResource({
  type,
  props,
  urn,
  opts,
  stackTags,
}: Omit<ResourceValidationArgs, "asType" | "isType">): JudgedResource {
  return { type, props: snapshot(props), urn, protect: opts.protect, stackTags };
}

/** The configuration of a rule, completed once for all resources: the server gives a rule the same object each time. */
function configurer<C extends object>(
  rule: RuleText & { readonly config?: RuleConfig<C> },
): (given: GivenConfig) => C & CommonConfig {
  let last: { readonly given: GivenConfig; readonly config: C & CommonConfig } | undefined;
  return (given) => {
    if (last?.given !== given) {
      last = { given, config: configured(rule, given) };
    }
    return last.config;
  };
}

function configured<C extends object>(
  rule: RuleText & { readonly config?: RuleConfig<C> },
  given: GivenConfig,
): C & CommonConfig {
  return { ...commonConfigOf(rule.severity).defaults, ...rule.config?.defaults, ...(given as Partial<C>) } as C &
    CommonConfig;
}
