import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { type Fixes, violation } from "../../../../policy/lib/facts/finding";
import { applyFixes } from "../../../../policy/lib/rule/remediation";
import { unknownText } from "../../support/judging";

function fixed(props: object, fixes: Fixes): object {
  const sent = structuredClone(props);
  assert.equal(applyFixes(unknownCheckingProxy(sent), [violation("it", "should be otherwise", fixes)]), true);
  return sent;
}

describe("the fixes of a rule", () => {
  it("are written where they belong, and nothing else changes", () => {
    assert.deepEqual(fixed({ a: { b: 1, c: unknownText }, d: unknownText }, { "a.b": 2 }), {
      a: { b: 2, c: unknownText },
      d: unknownText,
    });
  });

  it("reach into lists", () => {
    assert.deepEqual(fixed({ a: [{ b: 1 }, { b: 1 }] }, { "a[1].b": 2 }), { a: [{ b: 1 }, { b: 2 }] });
  });

  it("reach into the one block of a list where the path names none", () => {
    assert.deepEqual(fixed({ a: [{ b: [{ c: 1 }] }] }, { "a.b.c": 2 }), { a: [{ b: [{ c: 2 }] }] });
  });

  it("make what is missing on their way", () => {
    assert.deepEqual(fixed({}, { "a.b[0].c": 2 }), { a: { b: [{ c: 2 }] } });
    assert.deepEqual(fixed({ a: null }, { "a.b": 2 }), { a: { b: 2 } });
  });

  it("remove a property", () => {
    assert.deepEqual(fixed({ a: { b: 1, c: 1 } }, { "a.b": undefined }), { a: { c: 1 } });
  });

  it("write whole objects, each time a new one", () => {
    const value = { b: ["c"] };
    const first: { a?: unknown } = {};
    applyFixes(first, [violation("a", "should be otherwise", { a: value })]);
    assert.deepEqual(first, { a: value });
    assert.notEqual(first.a, value);
  });

  it("are all written", () => {
    const props = {};
    const findings = [violation("a", "should be 1", { a: 1 }), violation("b", "should be 2", { b: 2 })];
    assert.equal(applyFixes(props, findings), true);
    assert.deepEqual(props, { a: 1, b: 2 });
  });

  it("change nothing where a violation has none", () => {
    assert.equal(applyFixes({}, [violation("a", "should be 1")]), false);
  });
});
