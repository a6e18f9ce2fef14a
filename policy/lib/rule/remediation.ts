import type { Finding, Fixes, FixValue } from "../facts/finding";

// A rule that remediates has `remediation` in its text, and fixes in its violations, as in
// `violation(path, "should be absent or false: remove it", { [path]: false })`. The level `remediate` applies the fixes.

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

/** Returns the steps of a path: `a[0].b` has the steps `a`, `0` and `b`. */
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

/** Older resource types wrap every block in a list of one. Paths leave it out. */
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
