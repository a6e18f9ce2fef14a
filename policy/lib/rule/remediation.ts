import type { Finding, Fixes, FixValue } from "../facts/finding";

// How a rule remediates: it states `remediation` in its text, and its violations carry what mends them, as in
// `violation(path, "should be absent or false: remove it", { [path]: false })`. Where a key is needed,
// `customerKeyConfig` and `toKey` of kms-key.ts take it from the rule's configuration. Nothing else is to be written:
// the level `remediate` applies the fixes of exactly what the rule found, and any other level applies none.

/**
 * Writes the fixes of all findings into the properties.
 *
 * @param properties - those that the engine sent: they are changed in place, because a copy would lose what is unknown
 * or secret in them
 * @returns whether anything was written
 */
export function applyFixes(properties: object, findings: readonly Finding[]): boolean {
  const fixes = findings.flatMap((finding) => Object.entries<Fixes[string]>(finding.fixes ?? {}));
  for (const [path, value] of fixes) {
    write(properties, stepsOf(path), value);
  }
  return fixes.length > 0;
}

/** The steps of a path: `a[0].b` has the steps `a`, `0` and `b`. */
function stepsOf(path: string): string[] {
  return path.split(/[.[\]]+/).filter((step) => step !== "");
}

function write(owner: object, steps: readonly string[], value: FixValue | undefined): void {
  const [step = "", ...rest] = steps;
  const only = onlyElement(owner, step);
  if (only !== undefined) {
    write(only, steps, value);
  } else if (rest.length > 0) {
    write(ownedObject(owner, step, isIndex(rest[0])), rest, value);
  } else if (value === undefined) {
    Reflect.deleteProperty(owner, step);
  } else {
    Reflect.set(owner, step, structuredClone(value));
  }
}

/** Older resource types wrap every block in a list of one, which paths leave out. */
function onlyElement(owner: object, step: string): object | undefined {
  const element: unknown = Array.isArray(owner) && owner.length === 1 && !isIndex(step) ? owner[0] : undefined;
  return typeof element === "object" && element !== null ? element : undefined;
}

function ownedObject(owner: object, step: string, asList: boolean): object {
  const present: unknown = Reflect.get(owner, step);
  if (typeof present === "object" && present !== null) {
    return present;
  }
  const made = asList ? [] : {};
  Reflect.set(owner, step, made);
  return made;
}

function isIndex(step: string | undefined): boolean {
  return step !== undefined && /^\d+$/.test(step);
}
