import type { Rule } from "../../../../policy/lib/rule/rule";
import { rules } from "../../../../policy/rules";
import {
  judgeResource,
  judgeStack,
  notApplicable,
  type Place,
  type StackEntry,
  type Verdict,
} from "../../support/judging";
import { programConfig } from "./program";
import type { ProgramResource } from "./program/resource";

/** The name of a resource among all: its type and name. */
export function keyOf({ type, name }: Pick<ProgramResource, "type" | "name">): string {
  return `${type} ${name}`;
}

/** Findings of all rules, as `rule: text`. With types, only findings on resources of these types. */
export function judgeProgram(program: readonly ProgramResource[], types?: ReadonlySet<string>): string[] {
  const concerned = rules.filter((rule) => types === undefined || readsAny(rule, types));
  return concerned.flatMap((rule) => verdictsOf(rule, program).map((found) => `${rule.name}: ${found.text}`));
}

/** A rule without types reads the types of all resources. */
export function readsAny(rule: Rule, types: ReadonlySet<string>): boolean {
  return rule.types.length === 0 || rule.types.some((type) => types.has(type));
}

/** Findings of one rule on a program, with their resources, under the configuration of the program. */
export function verdictsOf(
  rule: Rule,
  program: readonly ProgramResource[],
  configs: Readonly<Record<string, object>> = programConfig,
): Verdict[] {
  const config = configs[rule.name] ?? {};
  const ofStack = "validateStack" in rule ? applied(judgeStack(rule, stackEntries(program), config)) : [];
  const ofResources = "validateResource" in rule ? program.filter(({ type }) => rule.types.includes(type)) : [];
  return [
    ...ofStack,
    ...ofResources.flatMap((resource) =>
      applied(judgeResource(rule, resource.type, resource.props, config, placeOf(resource))).map((verdict) => ({
        urn: urnOf(resource),
        ...verdict,
      })),
    ),
  ];
}

function placeOf({ protect, ...resource }: ProgramResource): Place {
  return { protect, urn: urnOf(resource) };
}

function applied(verdicts: Verdict[] | typeof notApplicable): Verdict[] {
  return verdicts === notApplicable ? [] : verdicts;
}

function urnOf({ type, name }: Pick<ProgramResource, "type" | "name">): string {
  return `urn:pulumi:prod::shop::${type}::${name}`;
}

/** The stack of a program. A part of a program may lack resources that its values come from. */
export function stackEntries(program: readonly ProgramResource[]): StackEntry[] {
  const urns = new Set(program.map(urnOf));
  return program.map(stackEntry).map(({ from = {}, ...entry }) => ({
    ...entry,
    from: Object.fromEntries(
      Object.entries(from).map(([property, names]) => [property, names.filter((name) => urns.has(name))]),
    ),
  }));
}

function stackEntry({ type, name, props, from }: ProgramResource): StackEntry {
  const sources = Object.entries(from).map(([property, keys]) => [property, keys.map(urnOfKey)]);
  return { type, name: urnOf({ type, name }), props, from: Object.fromEntries(sources) };
}

function urnOfKey(key: string): string {
  const [type = "", name = ""] = key.split(" ");
  return urnOf({ type, name });
}
