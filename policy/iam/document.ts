import { type Finding, unknownAt, violation } from "../lib/facts/finding";
import { fromJson } from "../lib/facts/json-text";
import { type Located, locatedItems } from "../lib/facts/located";
import { isProperties, unknownValue, type Value } from "../lib/facts/value";
import { type Principal, type Statement, toStatement } from "./statement";

export type { Principal, Statement };

/** An IAM document, read once: its statements, and what is wrong with it or not known. */
export interface IamDocument {
  readonly statements: readonly Statement[];
  readonly findings: readonly Finding[];
}

/**
 * Reads a policy document given as JSON text or as an object. Text that is no document is a violation: AWS would
 * refuse it, and nobody can say what it was meant to grant.
 */
export function readDocument({ path, value }: Located): IamDocument {
  if (value === unknownValue) {
    return { statements: [], findings: [unknownAt(path)] };
  }
  const document = fromJson(value);
  const statements = isProperties(document) ? locatedItems(`${path}.Statement`, element(document, "Statement")) : [];
  if (statements.length === 0) {
    return { statements: [], findings: [violation(path, "should be a JSON policy document with a Statement")] };
  }
  const read = statements.map(readStatement);
  return { statements: read.flatMap((part) => part.statements), findings: read.flatMap((part) => part.findings) };
}

function readStatement({ path, value: statement }: Located): IamDocument {
  if (statement === unknownValue) {
    return { statements: [], findings: [unknownAt(path)] };
  }
  if (!isProperties(statement)) {
    return { statements: [], findings: [violation(path, "should be an object with Effect, Action and so on")] };
  }
  const effect = element(statement, "Effect");
  if (effect === "Allow" || effect === "Deny") {
    return { statements: [toStatement(path, effect, (name) => element(statement, name))], findings: [] };
  }
  return {
    statements: [],
    findings: [
      effect === unknownValue ? unknownAt(`${path}.Effect`) : violation(`${path}.Effect`, "should be Allow or Deny"),
    ],
  };
}

/** An element by its name in any case: what AWS would still read must not slip past a rule. */
export function element(owner: Value, name: string): Value {
  if (!isProperties(owner)) {
    return undefined;
  }
  const key = Object.keys(owner).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : owner[key];
}
