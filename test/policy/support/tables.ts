import assert from "node:assert/strict";
import type { Rule } from "../../../policy/lib/rule/rule";
import {
  judgeResource,
  judgeStack,
  type Place,
  type Props,
  remediated,
  type StackEntry,
  type Verdict,
} from "./judging";

/** Verdicts of a rule on a resource with the given properties. */
export type Case = readonly [title: string, props: Props, ...expected: Verdict[]];

/** Verdicts of a rule on a stack. */
export type StackCase = readonly [title: string, stack: readonly StackEntry[], ...expected: Verdict[]];

/** Tests of a rule on resources of one type. */
export function itJudgesEach(
  rule: Rule,
  type: string,
  cases: readonly Case[],
  config: object = {},
  place: Place = {},
): void {
  for (const [title, props, ...expected] of cases) {
    it(title, () => assert.deepEqual(judgeResource(rule, type, props, config, place), expected));
  }
}

/** Tests of a rule on stacks. */
export function itJudgesStacks(rule: Rule, cases: readonly StackCase[], config: object = {}): void {
  for (const [title, stack, ...expected] of cases) {
    it(title, () => assert.deepEqual(judgeStack(rule, stack, config), expected));
  }
}

/** A test that a rule mends a resource so that these are its properties, or changes nothing: `undefined`. */
export function itMends(
  rule: Rule,
  title: string,
  type: string,
  props: Props,
  expected: Props | undefined,
  config: object = {},
): void {
  it(title, async () => assert.deepEqual(await remediated(rule, type, props, config), expected));
}

/** A violation of a rule that is off unless somebody asks for it. */
export function whenAskedFor(text: string, urn?: string): Verdict {
  return urn === undefined ? { level: "disabled", text } : { level: "disabled", text, urn };
}
