import type { EnforcementLevel } from "@pulumi/policy";
import type { Finding } from "../facts/finding";
import type { Stack } from "../facts/stack";
import type { GivenConfig, JudgedResource, Judgement, Rule } from "../rule/rule";
import { byCause, type Diagnostic } from "./causes";
import { type Configuration, givenTo, levelOf } from "./configuration";

/** The result of a judgement: findings, and the rules that did not apply. */
export interface Judged {
  readonly diagnostics: readonly Diagnostic[];
  readonly idle: readonly string[];
}

/** The rules that judge resources of one type, with their settings, and the names of the other rules. */
export interface Panel {
  readonly judges: readonly Judge[];
  readonly idle: readonly string[];
}

interface Judge {
  readonly rule: Rule;
  readonly judge: NonNullable<Judgement["ofResource"]>;
  readonly given: GivenConfig;
  readonly level: EnforcementLevel;
}

/** Chooses the rules for resources of a type. */
export function panelOf(rules: readonly Rule[], type: string, configuration: Configuration): Panel {
  const judges: Judge[] = [];
  const idle: string[] = [];
  for (const rule of rules) {
    const judge = rule.judgement.ofResource;
    const level = levelOf(rule, configuration);
    if (judge === undefined || level === "disabled") {
      continue;
    }
    if (rule.types.includes(type)) {
      judges.push({ rule, judge, given: givenTo(rule, configuration), level });
    } else {
      idle.push(rule.name);
    }
  }
  return { judges, idle };
}

/** Judges one resource by its inputs. */
export function judgeResource({ judges, idle }: Panel, resource: JudgedResource): Judged {
  const diagnostics = judges.flatMap(({ rule, judge, given, level }) => {
    const findings = asking(rule, () => judge(resource, given));
    if (findings.length === 0) {
      return [];
    }
    const { failOnUnknown } = rule.judgement.config(given);
    return findings.map((finding) => ({ rule, finding, level: levelOfFinding(finding, level, failOnUnknown) }));
  });
  return { diagnostics: byCause(diagnostics), idle };
}

/** Judges all resources together, by their outputs. */
export function judgeStack(rules: readonly Rule[], stack: Stack, configuration: Configuration): Judged {
  const diagnostics: Diagnostic[] = [];
  const idle: string[] = [];
  for (const rule of rules) {
    const { ofStack } = rule.judgement;
    const level = levelOf(rule, configuration);
    if (ofStack === undefined || level === "disabled") {
      continue;
    }
    const given = givenTo(rule, configuration);
    const verdicts = asking(rule, () => ofStack(stack, given));
    if (verdicts === undefined) {
      idle.push(rule.name);
      continue;
    }
    const { failOnUnknown } = rule.judgement.config(given);
    for (const verdict of verdicts) {
      diagnostics.push({ rule, ...verdict, level: levelOfFinding(verdict.finding, level, failOnUnknown) });
    }
  }
  return { diagnostics: byCause(diagnostics), idle };
}

/** Violations have the rule's level, and so have unknown values where the rule fails on them; others are advisories. */
function levelOfFinding({ kind }: Finding, level: EnforcementLevel, failOnUnknown: boolean): EnforcementLevel {
  const isViolation = kind === "violation" || (kind === "unjudged" && failOnUnknown);
  return isViolation ? (level === "remediate" ? "mandatory" : level) : "advisory";
}

/** Names the rule in the error of a rule. */
function asking<T>(rule: Rule, judge: () => T): T {
  try {
    return judge();
  } catch (error) {
    throw new Error(`policy '${rule.name}' failed`, { cause: error });
  }
}
