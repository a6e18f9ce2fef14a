import assert from "node:assert/strict";
import {
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
  unknownCheckingProxy,
} from "@pulumi/policy";
import type { Rule } from "../../../policy/lib/rule/rule";

/** A verdict as the engine shows it: level, text after the rule's description, and the resource if it is named. */
export interface Verdict {
  readonly level: string;
  readonly text: string;
  readonly urn?: string;
}

/** Properties as the engine sends them; {@link unknownText} stands for a text that is not known yet. */
export type Props = Readonly<Record<string, unknown>>;

/** A resource of a stack; dependencies are names of other resources in it. */
export interface StackEntry {
  readonly name: string;
  readonly type: string;
  readonly props: Props;
  readonly dependsOn?: readonly string[];
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

/** Where a resource stands, for the rules that ask. */
export interface Place {
  readonly urn?: string;
  readonly protect?: boolean;
  readonly stackTags?: Readonly<Record<string, string>>;
}

export const notApplicable = "not applicable";

/** The engine's marks for values that are not known yet. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const unknownFlag = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";
export const unknownList = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";
export const unknownObject = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";

export function mandatory(text: string, urn?: string): Verdict {
  return urn === undefined ? { level: "mandatory", text } : { level: "mandatory", text, urn };
}

export function advisory(text: string, urn?: string): Verdict {
  return urn === undefined ? { level: "advisory", text } : { level: "advisory", text, urn };
}

/** The advisory about a value that is not known yet. */
export function unknownVerdict(path: string, urn?: string): Verdict {
  return advisory(
    `${path} is not known yet, so this rule cannot judge it in this preview: compose it from names, account and ` +
      "region that the program states, instead of another resource's outputs, and order the two with dependsOn",
    urn,
  );
}

/** Runs a resource rule as the SDK does; the one word {@link notApplicable} when the rule says so. */
export function judgeResource(rule: Rule, type: string, props: Props, config: object = {}, place: Place = {}) {
  assert.ok(isResourceRule(rule) && typeof rule.validateResource === "function");
  const verdicts: Verdict[] = [];
  const args = validationArgs(type, unknownCheckingProxy(props), config, place);
  return applied(() => rule.validateResource(args, collect(rule, verdicts)), verdicts);
}

/** Has a rule remediate as the SDK does: the properties afterwards, or nothing where it changed none. */
export async function remediated(rule: Rule, type: string, props: Props, config: object = {}): Promise<unknown> {
  assert.ok("remediateResource" in rule && typeof rule.remediateResource === "function", `${rule.name} mends nothing`);
  const sent = structuredClone(props);
  const result = await rule.remediateResource(validationArgs(type, unknownCheckingProxy(sent), config));
  return result === undefined ? undefined : sent;
}

function validationArgs(
  type: string,
  props: Record<string, unknown>,
  config: object,
  { urn = `urn:pulumi:dev::shop::${type}::subject`, protect = false, stackTags = {} }: Place = {},
): ResourceValidationArgs {
  return {
    type,
    props,
    urn,
    name: "subject",
    opts: { ...opts, protect },
    stackTags: new Map(Object.entries(stackTags)),
    isType: (resourceClass) => Reflect.get(resourceClass, "__pulumiType") === type,
    asType: () => assert.fail("rules match type tokens"),
    getConfig: () => configured(config),
    notApplicable: refuse,
  };
}

/** Shows what a rule cannot judge as an advisory, whatever its severity; the tests of levels say otherwise. */
function configured(config: object) {
  return Object.assign(Object.create(null), { failOnUnknown: false }, config);
}

/** Runs a stack rule as the SDK does. */
export function judgeStack(rule: Rule, entries: readonly StackEntry[], config: object = {}) {
  assert.ok(isStackRule(rule));
  const verdicts: Verdict[] = [];
  const args: StackValidationArgs = {
    resources: policyResources(entries),
    stackTags: new Map(),
    getConfig: () => configured(config),
    notApplicable: refuse,
  };
  return applied(() => rule.validateStack(args, collect(rule, verdicts)), verdicts);
}

const opts = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  additionalSecretOutputs: [],
  customTimeouts: noTimeouts(),
};

function noTimeouts() {
  return { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 };
}

type ResourceRule = Rule & ResourceValidationPolicy & { validateResource(args: object, report: object): unknown };

function isResourceRule(rule: Rule): rule is ResourceRule {
  return "validateResource" in rule;
}

function isStackRule(rule: Rule): rule is Rule & StackValidationPolicy {
  return "validateStack" in rule;
}

class NotApplicable extends Error {}

function refuse(reason?: string): never {
  throw new NotApplicable(reason);
}

function applied(run: () => unknown, verdicts: Verdict[]): Verdict[] | typeof notApplicable {
  try {
    run();
    return verdicts;
  } catch (error) {
    if (error instanceof NotApplicable) {
      return notApplicable;
    }
    throw error;
  }
}

function collect(rule: Rule, verdicts: Verdict[]): ReportViolation {
  return (message: string | { message: string; urn?: string; enforcementLevel: string; severity: string }, urn?) => {
    if (typeof message === "string") {
      verdicts.push(verdict(rule.enforcementLevel ?? "", message, urn));
      return;
    }
    assert.equal(message.severity, rule.severity);
    assert.ok(
      message.message.startsWith(`${rule.description}\n`),
      "an advisory of its own keeps the rule's description",
    );
    verdicts.push(verdict(message.enforcementLevel, message.message.slice(rule.description.length + 1), message.urn));
  };
}

function verdict(level: string, text: string, urn: string | undefined): Verdict {
  return urn === undefined ? { level, text } : { level, text, urn };
}

/** Resources of a stack as the SDK gives them to a rule. */
export function policyResources(entries: readonly StackEntry[]): PolicyResource[] {
  const resources = new Map(entries.map((entry) => [entry.name, policyResource(entry)]));
  const named = (names: readonly string[]) => names.flatMap((name) => resources.get(name) ?? assert.fail(name));
  for (const { name, dependsOn = [], from = {} } of entries) {
    const resource = resources.get(name);
    assert.ok(resource);
    resource.dependencies = named(dependsOn);
    resource.propertyDependencies = Object.fromEntries(
      Object.entries(from).map(([property, names]) => [property, named(names)]),
    );
  }
  return [...resources.values()];
}

function policyResource({ name, type, props }: StackEntry): PolicyResource {
  return {
    type,
    props: unknownCheckingProxy(props),
    urn: name,
    name,
    opts,
    dependencies: [],
    propertyDependencies: {},
    isType: (resourceClass) => Reflect.get(resourceClass, "__pulumiType") === type,
    asType: () => assert.fail("rules match type tokens"),
  };
}
