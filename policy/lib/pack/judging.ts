import type { EnforcementLevel } from "@pulumi/policy";
import type { Finding } from "../facts/finding";
import type { Stack } from "../facts/stack";
import type { JudgedResource, Rule } from "../rule/rule";
import { byCause, type Diagnostic } from "./causes";
import { type Configuration, givenTo, levelOf } from "./configuration";

/** The result of a judgement: findings, and the rules that did not apply. */
export interface Judged {
  readonly diagnostics: readonly Diagnostic[];
  readonly idle: readonly string[];
}

/** Judges one resource by its inputs. */
export function judgeResource(rules: readonly Rule[], resource: JudgedResource, configuration: Configuration): Judged {
  const diagnostics: Diagnostic[] = [];
  const idle: string[] = [];
  for (const rule of rules) {
    const { ofResource } = rule.judgement;
    const level = levelOf(rule, configuration);
    if (ofResource === undefined || level === "disabled") {
      continue;
    }
    if (!rule.types.includes(resource.type)) {
      idle.push(rule.name);
      continue;
    }
    const given = givenTo(rule, configuration);
    const { failOnUnknown } = rule.judgement.config(given);
    for (const finding of asking(rule, () => ofResource(resource, given))) {
      diagnostics.push({ rule, finding, level: levelOfFinding(finding, level, failOnUnknown) });
    }
  }
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
