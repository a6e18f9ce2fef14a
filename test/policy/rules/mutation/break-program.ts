import assert from "node:assert/strict";
import { changed } from "../../support/cases";
import type { Break } from "./breaks";
import { keyOf } from "./judge-program";
import type { ProgramResource } from "./program/resource";

/** The program with one thing broken. */
export function broken(program: readonly ProgramResource[], change: Break): ProgramResource[] {
  const targets = [change.on, change.without].filter((key) => key !== undefined);
  for (const key of targets) {
    assert.equal(program.filter((resource) => keyOf(resource) === key).length, 1, `the program has one ${key}`);
  }
  const kept = program.filter((resource) => keyOf(resource) !== change.without);
  const bent = kept.map((resource) => (keyOf(resource) === change.on ? bend(resource, change) : resource));
  return change.with === undefined ? bent : [...bent, change.with];
}

function bend(resource: ProgramResource, { changes = {}, unprotected = false }: Break): ProgramResource {
  return { ...resource, props: changed(resource.props, changes), protect: resource.protect && !unprotected };
}

/** The types of the resources that a break touches: rules that read none of these cannot have changed their minds. */
export function touched(change: Break): Set<string> {
  const keys = [change.on, change.without].flatMap((key) => (key === undefined ? [] : [key.split(" ")[0] ?? ""]));
  return new Set([...keys, ...(change.with === undefined ? [] : [change.with.type])]);
}
