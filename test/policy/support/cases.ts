import assert from "node:assert/strict";
import type { Rule } from "../../../policy/lib/rule/rule";
import { judgeResource, type Props, type Verdict } from "./judging";

/** A resource that every rule accepts. */
export interface Fixture {
  readonly type: string;
  readonly props: Props;
}

/** Changes to a fixture by property path, as in `environment.privilegedMode`; `undefined` removes. */
export type Changes = Readonly<Record<string, unknown>>;

/** A test that a rule reports exactly this about the fixture with these changes. */
export function itJudges(
  rule: Rule,
  title: string,
  fixture: Fixture,
  changes: Changes,
  expected: readonly Verdict[],
  config: object = {},
): void {
  it(title, () => {
    assert.deepEqual(judgeResource(rule, fixture.type, changed(fixture.props, changes), config), expected);
  });
}

/** A test that a rule reports exactly this about one statement of a role's inline policy, given as JSON text. */
export function itJudgesStatement(
  rule: Rule,
  title: string,
  statement: object,
  expected: readonly Verdict[],
  config: object = {},
): void {
  const fixture = { type: "aws:iam/rolePolicy:RolePolicy", props: { role: "build", policy: document(statement) } };
  itJudges(rule, title, fixture, {}, expected, config);
}

/** A policy document of these statements, as text. */
export function document(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A copy of a fixture's properties with changes. */
export function changed(props: Props, changes: Changes): Props {
  const copy: Record<string, unknown> = structuredClone(props);
  for (const [path, value] of Object.entries(changes)) {
    change(copy, path.split(/[.[\]]+/), value);
  }
  return copy;
}

function change(owner: object, steps: readonly string[], value: unknown): void {
  const [step = "", ...rest] = steps.filter((part) => part !== "");
  if (rest.length > 0) {
    const next: unknown = Reflect.get(owner, step);
    assert.ok(typeof next === "object" && next !== null, `the fixture has no ${step}`);
    change(next, rest, value);
  } else if (value === undefined) {
    Reflect.deleteProperty(owner, step);
  } else {
    Reflect.set(owner, step, value);
  }
}
