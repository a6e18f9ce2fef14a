import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { unknownAt } from "../../../../policy/lib/facts/finding";
import { about } from "../../../../policy/lib/rule/about";
import { expectation } from "../../../../policy/lib/rule/expectation";

const fixes = { enableKeyRotation: true };
const judged = (value: Parameters<typeof expectation>[1], isRight: boolean) =>
  expectation("enableKeyRotation", value, isRight, "should be true", fixes);

describe("an expectation of one value", () => {
  it("finds nothing in a right value", () => assert.deepEqual(judged(true, true), []));

  it("finds a violation with its fixes in a wrong or absent value", () => {
    const violation = { kind: "violation", message: "enableKeyRotation should be true", fixes };
    assert.deepEqual(judged(false, false), [violation]);
    assert.deepEqual(judged(undefined, false), [violation]);
  });

  it("judges no unknown value, whatever it seems to be", () => {
    for (const isRight of [true, false]) {
      assert.deepEqual(judged(unknownValue, isRight), [unknownAt("enableKeyRotation")]);
    }
  });

  it("has no fixes where none are safe", () => {
    assert.deepEqual(expectation("a", 1, false, "should be 2"), [{ kind: "violation", message: "a should be 2" }]);
  });
});

describe("findings about one resource", () => {
  it("carry its URN, each", () => {
    const [one, other] = [...judged(false, false), unknownAt("policy")];
    assert.ok(one && other);
    assert.deepEqual(about("urn:key", [one, other]), [
      { urn: "urn:key", finding: one },
      { urn: "urn:key", finding: other },
    ]);
    assert.deepEqual(about("urn:key", []), []);
  });
});
