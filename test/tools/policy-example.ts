import type { Rule } from "../../policy/lib/rule/rule";
import { broken } from "../policy/rules/mutation/break-program";
import { breaks } from "../policy/rules/mutation/breaks";
import { keyOf, verdictsOf } from "../policy/rules/mutation/judge-program";
import { program } from "../policy/rules/mutation/program";
import type { ProgramResource } from "../policy/rules/mutation/program/resource";
import { changed } from "../policy/support/cases";

/** The answers of a rule to its mistake in the program of the rule tests. */
export function answers(rule: Rule): string[] {
  const change = breaks[rule.name];
  if (change === undefined) {
    throw new Error(`${rule.name} has no mistake among those that the rules are tested with: add one`);
  }
  return [...new Set(verdictsOf(rule, broken(program, change)).map(({ text }) => text))];
}

/** A resource that a rule accepts and one that it refuses, as the statements of a program. */
export function snippets(rule: Rule): { readonly passes: string; readonly fails: string } {
  const change = breaks[rule.name];
  const found = program.find((resource) => keyOf(resource) === (change?.on ?? change?.without));
  if (change?.with !== undefined) {
    return { passes: `// no ${className(change.with.type)}`, fails: statement(change.with, change.with.props) };
  }
  if (change === undefined || found === undefined) {
    throw new Error(`${rule.name} has no mistake in a resource of the program`);
  }
  if (change.without !== undefined) {
    return { passes: statement(found, found.props), fails: `// no ${className(found.type)}` };
  }
  if (change.unprotected === true) {
    return {
      passes: statement(found, {}, "{ protect: true }"),
      fails: statement(found, {}, "{ protect: false }"),
    };
  }
  const bent = changed(found.props, change.changes ?? {});
  const paths = Object.keys(change.changes ?? {});
  return { passes: statement(found, partOf(found.props, paths)), fails: statement(found, partOf(bent, paths)) };
}

/** The members of properties at some paths, without their neighbours. */
function partOf(props: object, paths: readonly string[]): object {
  return paths.reduce<object>((part, path) => withPart(part, props, path.split(/[.[\]]+/).filter(Boolean)), {});
}

function withPart(part: object, owner: object, [step = "", ...rest]: readonly string[]): object {
  const value: unknown = Reflect.get(owner, step);
  const isList = Array.isArray(owner);
  const known: unknown = isList ? Reflect.get(part, 0) : Reflect.get(part, step);
  const inner =
    rest.length > 0 && typeof value === "object" && value !== null
      ? withPart(typeof known === "object" && known !== null ? known : Array.isArray(value) ? [] : {}, value, rest)
      : value;
  return isList ? [named(value, inner)] : { ...part, [step]: inner };
}

/** A part of an element of a list, with the element's name. */
function named(element: unknown, part: unknown): unknown {
  const name: unknown = typeof element === "object" && element !== null ? Reflect.get(element, "name") : undefined;
  return typeof name === "string" && typeof part === "object" ? { name, ...part } : part;
}

function statement({ type, name }: ProgramResource, props: object, options?: string): string {
  const values = literal(props, "");
  return `new ${className(type)}("${name}", ${[values, ...(options === undefined ? [] : [options])].join(", ")});`;
}

/** `aws.s3.Bucket` of `aws:s3/bucket:Bucket`. */
function className(type: string): string {
  const [provider = "", path = "", name = ""] = type.split(":");
  return `${provider}.${path.split("/")[0]}.${name}`;
}

/** A value as TypeScript. A document is shown as the object that it is. */
function literal(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  const block = (open: string, items: readonly string[], close: string) => {
    const line = `${open}${open === "{" && items.length > 0 ? " " : ""}${items.join(", ")}${open === "{" && items.length > 0 ? " " : ""}${close}`;
    return indent.length + line.length <= 100 && !line.includes("\n")
      ? line
      : `${open}\n${items.map((item) => `${deeper}${item},\n`).join("")}${indent}${close}`;
  };
  if (typeof value === "string" && value.startsWith("{")) {
    return `JSON.stringify(${literal(JSON.parse(value), indent)})`;
  }
  if (Array.isArray(value)) {
    return block(
      "[",
      value.map((each) => literal(each, deeper)),
      "]",
    );
  }
  if (typeof value !== "object" || value === null) {
    return JSON.stringify(value) ?? "undefined";
  }
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return block(
    "{",
    members.map(
      ([name, each]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}: ${literal(each, deeper)}`,
    ),
    "}",
  );
}
