import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../../../policy/lib/rule/rule";
import { rules } from "../../../../policy/rules";
import {
  judgeResource,
  judgeStack,
  notApplicable,
  type Props,
  type StackEntry,
  type Verdict,
} from "../../support/judging";

/** A small program, and what the pack must say about it. */
export interface PackCase {
  readonly id: string;
  /**
   * `found`: one of the rules has a finding, of any level. `silent`: none of the rules has one. `clean`: no rule at
   * all has a mandatory finding.
   */
  readonly expect: "found" | "clean" | "silent";
  readonly rules?: readonly string[];
  readonly note?: string;
  /** The page that shows the program. */
  readonly page?: string;
  /** Edition of the page, by year and perhaps month, from which the documents of the program were checked. */
  readonly seen?: string;
  /** Requirements of the CIS AWS Foundations Benchmark 1.4.0 that the program meets, as Security Hub maps them. */
  readonly cis?: readonly string[];
  readonly resources: readonly CaseResource[];
}

interface CaseResource {
  readonly type: string;
  readonly name: string;
  readonly props: Props;
  /** Names of the resources that this one depends on. */
  readonly deps?: readonly string[];
  /** Names of the resources that a property's value comes from. */
  readonly pdeps?: Readonly<Record<string, readonly string[]>>;
}

/** A finding of one rule. */
export interface CaseFinding extends Verdict {
  readonly rule: string;
}

/** The cases of a file beside this one. */
export function readCases(file: string): readonly PackCase[] {
  return JSON.parse(readFileSync(join(__dirname, file), "utf8"));
}

/** The findings of every enabled rule, at the rules' own levels and without configuration. */
export function judgeCase({ resources }: PackCase): CaseFinding[] {
  const enabled = rules.filter(({ enforcementLevel }) => enforcementLevel !== "disabled");
  return enabled.flatMap((rule) => verdictsOf(rule, resources).map((verdict) => ({ ...verdict, rule: rule.name })));
}

/** Whether the findings are those that a case expects. */
export function isAsExpected({ expect, rules: named = [] }: PackCase, findings: readonly CaseFinding[]): boolean {
  const ofNamed = findings.filter(({ rule }) => named.includes(rule));
  switch (expect) {
    case "found":
      return ofNamed.length > 0;
    case "silent":
      return ofNamed.length === 0;
    case "clean":
      return findings.every(({ level }) => level !== "mandatory");
  }
}

/** A rule may judge single resources, the whole stack, or both. */
function verdictsOf(rule: Rule, resources: readonly CaseResource[]): Verdict[] {
  const ofStack = "validateStack" in rule ? [judgeStack(rule, resources.map(stackEntry), defaultsOf(rule))] : [];
  const judged = "validateResource" in rule ? resources.filter(({ type }) => rule.types.includes(type)) : [];
  const ofResources = judged.map(({ type, name, props }) =>
    judgeResource(rule, type, props, defaultsOf(rule), { urn: urnOf(type, name) }),
  );
  return [...ofStack, ...ofResources].flatMap((verdicts) => (verdicts === notApplicable ? [] : verdicts));
}

/** Whether the rule fails on unknown values, as its schema says. */
function defaultsOf(rule: Rule): object {
  return { failOnUnknown: rule.configSchema?.properties.failOnUnknown?.default === true };
}

function stackEntry({ name, type, props, deps = [], pdeps = {} }: CaseResource): StackEntry {
  return { name, type, props, dependsOn: deps, from: pdeps };
}

function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}
