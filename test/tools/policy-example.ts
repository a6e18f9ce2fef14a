import type { Rule } from "../../policy/lib/rule/rule";
import { broken } from "../policy/rules/mutation/break-program";
import { type Break, breaks } from "../policy/rules/mutation/breaks";
import { verdictsOf } from "../policy/rules/mutation/judge-program";
import { program } from "../policy/rules/mutation/program";

/** A mistake that a rule finds, with its message, from the program of the rule tests. */
export function example(rule: Rule): { readonly mistake: string; readonly said: string } {
  const change = breaks[rule.name];
  if (change === undefined) {
    throw new Error(`${rule.name} has no mistake among those that the rules are tested with: add one`);
  }
  const said = new Set(verdictsOf(rule, broken(program, change)).map(({ text }) => text));
  return { mistake: mistakeOf(change), said: [...said].join("; ") };
}

function mistakeOf(change: Break): string {
  if (change.with !== undefined) {
    return `a \`${change.with.type}\``;
  }
  if (change.without !== undefined) {
    return `no \`${typeOf(change.without)}\` for it`;
  }
  const changes = Object.entries(change.changes ?? {}).map(([path, value]) =>
    value === undefined ? `no \`${path}\`` : `\`${path}: ${shown(value)}\``,
  );
  const properties = change.unprotected === true ? ["`protect: false`"] : changes;
  return `a \`${typeOf(change.on ?? "")}\` with ${properties.join(", ")}`;
}

function typeOf(key: string): string {
  return key.split(" ")[0] ?? "";
}

function shown(value: unknown): string {
  return typeof value === "string" && value.startsWith("{") ? value : JSON.stringify(value);
}
