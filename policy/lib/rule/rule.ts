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
import { type StackResource, stackResources, translatedResource } from "../facts/stack";
import { isTranslated } from "../facts/translations";
import { type CommonConfig, commonConfigOf, type RuleConfig } from "./config";
import { refusedExceptions } from "./exceptions";
import { applyFixes } from "./remediation";
import { reporter, settled } from "./report";
import { policyText, type RuleFacts, type RuleText } from "./text";

/** A policy of the pack, with what documentation and coverage tables need beside it. */
export type Rule = (ResourceValidationPolicy | StackValidationPolicy) & RuleFacts;

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

/**
 * A rule that judges one resource at a time, before it is created. One that states its `remediation` mends what its
 * violations carry fixes for, where its level is `remediate`.
 */
export function resourceRule<C extends object = object>(rule: ResourceRule<C>): Rule {
  const types = new Set(rule.types);
  const judge = (args: ResourceValidationArgs) => {
    if (!types.has(args.type)) {
      declineQuickly(args.notApplicable);
    }
    const config = configured(rule, args.getConfig);
    return { config, findings: settled(rule.judge(judgedResource(args), config), args.urn, config) };
  };
  return {
    ...policyText(rule),
    validateResource: typed(rule.types, (args, reportViolation) => {
      const { config, findings } = judge(args);
      const report = reporter(rule, config, reportViolation);
      for (const finding of [...refusedExceptions(config.exemptions, args.urn), ...findings]) {
        report(finding);
      }
    }),
    validateStack: (args, reportViolation) => judgeTranslated(rule, args, reportViolation),
    ...(rule.remediation === undefined
      ? {}
      : { remediateResource: (args) => (applyFixes(args.props, judge(args).findings) ? args.props : undefined) }),
  };
}

/**
 * Judges resources of AWS Native, Cloud Control and other types in the form that the rule reads. They are judged with
 * the stack, because the SDK asks a rule of one type about no other type.
 */
function judgeTranslated<C extends object>(
  rule: ResourceRule<C>,
  args: StackValidationArgs,
  reportViolation: ReportViolation,
): void {
  const types = new Set(rule.types);
  const resources = args.resources
    .filter(({ type }) => isTranslated(type))
    .flatMap((resource) => translatedResource(resource).map((each) => ({ ...each, protect: resource.opts.protect })))
    .filter(({ type }) => types.has(type));
  if (resources.length === 0) {
    declineQuickly(args.notApplicable);
  }
  const config = configured(rule, args.getConfig);
  const report = reporter(rule, config, reportViolation);
  for (const { type, props, urn, names, protect } of resources) {
    const findings = rule.judge({ type, props, urn, protect, stackTags: args.stackTags }, config);
    for (const finding of settled(
      findings.map((each) => withOwnNames(each, names)),
      urn,
      config,
    )) {
      report(finding, urn);
    }
  }
}

/** A finding with the property names of the program. */
function withOwnNames(finding: Finding, names: Readonly<Record<string, string>>): Finding {
  return { ...finding, message: finding.message.replace(/^\w+/, (name) => names[name] ?? name) };
}

/** Marks what judges one type only as the SDK marks it, which then does not even read resources of other types. */
function typed(types: readonly string[], validate: ResourceValidation): ResourceValidation {
  return types.length === 1 ? Object.assign(validate, { __pulumiType: types[0] }) : validate;
}

/** Why a rule does not apply: short, for it goes over the wire for most rules and most resources. */
const otherTypes = "judges other types";

/**
 * Says that a rule has nothing to say about a resource, which most rules do of most resources. The SDK makes an error
 * of it that nobody sees, and tracing its stack would take longer than all rules together.
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
        args.notApplicable(otherTypes);
      }
      const config = configured(rule, args.getConfig);
      const report = reporter(rule, config, reportViolation);
      for (const { urn } of resources) {
        for (const refusal of refusedExceptions(config.exemptions, urn)) {
          report(refusal, urn);
        }
      }
      for (const { urn, finding } of rule.judge(resources, config)) {
        for (const outcome of settled([finding], urn, config)) {
          report(outcome, urn);
        }
      }
    },
  };
}

/** Thrown by the parts of a joint rule that do not apply. */
const declined = new Error(otherTypes);

/**
 * Joins a resource rule and a stack rule of one name. The stack rule states types and parameters. With the stack, the
 * resource rule judges the resources of other providers.
 */
export function jointRule(ofResource: Rule, ofStack: Rule): Rule {
  const validations = [ofResource, ofStack].flatMap((rule) =>
    "validateStack" in rule && rule.validateStack !== undefined ? [rule.validateStack] : [],
  );
  return {
    ...ofResource,
    ...ofStack,
    validateStack(args, reportViolation) {
      const decline = (): never => {
        throw declined;
      };
      const applied = validations.map((validate) =>
        ran(() => validate({ ...args, notApplicable: decline }, reportViolation)),
      );
      if (!applied.includes(true)) {
        declineQuickly(args.notApplicable);
      }
    },
  };
}

function ran(validate: () => unknown): boolean {
  try {
    validate();
    return true;
  } catch (error) {
    if (error === declined) {
      return false;
    }
    throw error;
  }
}

function configured<C extends object>(
  rule: RuleText & { readonly config?: RuleConfig<C> },
  getConfig: <T extends object>() => T,
): C & CommonConfig {
  return { ...commonConfigOf(rule.severity).defaults, ...rule.config?.defaults, ...getConfig<C & CommonConfig>() };
}
