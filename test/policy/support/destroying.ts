import assert from "node:assert/strict";
import type { Rule } from "../../../policy/lib/rule/rule";
import { codepipelineApprovalBeforeDestroy } from "../../../policy/rules/codepipeline/approval-before-destroy";
import { destroyStartRestricted } from "../../../policy/rules/codepipeline/destroy-start-restricted";
import { destroyStack } from "../../fixtures/policy/destroy";
import { type Changes, changed } from "./cases";
import { judgeResource, judgeStack, notApplicable, type StackEntry, type Verdict } from "./judging";

/** The stack that destroys behind approvals, with other resources as well. */
export function withMore(...more: readonly StackEntry[]): StackEntry[] {
  return [...destroyStack, ...more];
}

/** The stack with one resource changed. */
export function withChanged(name: string, changes: Changes): StackEntry[] {
  assert.equal(destroyStack.filter((entry) => entry.name === name).length, 1, `the stack has one ${name}`);
  return destroyStack.map((entry) =>
    entry.name === name ? { ...entry, props: changed(entry.props, { ...changes }) } : entry,
  );
}

/** Findings of a rule on a stack, by resource: first on each resource alone, then on all together. */
export function saidOf(rule: Rule, stack: readonly StackEntry[]): string[] {
  const shown = (verdicts: Verdict[] | typeof notApplicable, of?: string) =>
    verdicts === notApplicable ? [] : verdicts.map(({ level, text, urn = of }) => `${level} ${urn}: ${text}`);
  return [
    ...stack
      .filter(({ type }) => rule.types.includes(type))
      .flatMap(({ name, type, props }) => shown(judgeResource(rule, type, props), name)),
    ...shown(judgeStack(rule, stack)),
  ];
}

/** A test that the two rules about destroying have exactly these violations. Advisories have tests of their own. */
export function itRefuses(title: string, stack: readonly StackEntry[], ...expected: readonly string[]): void {
  it(title, () => {
    const said = [codepipelineApprovalBeforeDestroy, destroyStartRestricted].flatMap((rule) => saidOf(rule, stack));
    assert.deepEqual(
      said.filter((text) => text.startsWith("mandatory")),
      expected.map((text) => `mandatory ${text}`),
    );
  });
}
