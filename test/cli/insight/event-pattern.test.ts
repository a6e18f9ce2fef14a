import assert from "node:assert/strict";
import { matchesPattern } from "../../../cli/insight/event-pattern";

const event = {
  source: "aws.codecommit",
  detail: { referenceName: "main", event: "referenceUpdated", changes: ["a", "b"] },
};

describe("an EventBridge pattern", () => {
  it("matches when every key has one of its values", () => {
    assert.equal(
      matchesPattern({ source: ["aws.codecommit"], detail: { referenceName: ["dev", "main"] } }, event),
      true,
    );
    assert.equal(matchesPattern({ source: ["aws.codecommit"], detail: { referenceName: ["dev"] } }, event), false);
    assert.equal(matchesPattern({ detail: { changes: ["b"] } }, event), true);
  });

  it("knows prefix, suffix, wildcard, equals-ignore-case, anything-but, exists and $or", () => {
    const name = (operator: object) => matchesPattern({ detail: { referenceName: [{ ...operator }] } }, event);
    assert.deepEqual([name({ prefix: "ma" }), name({ prefix: "x" })], [true, false]);
    assert.deepEqual([name({ suffix: "in" }), name({ suffix: "x" })], [true, false]);
    assert.deepEqual([name({ wildcard: "m*n" }), name({ wildcard: "m*x" })], [true, false]);
    assert.deepEqual([name({ "equals-ignore-case": "MAIN" }), name({ "equals-ignore-case": "DEV" })], [true, false]);
    assert.deepEqual([name({ "anything-but": ["dev"] }), name({ "anything-but": "main" })], [true, false]);
    assert.deepEqual(
      [name({ "anything-but": { prefix: "ma" } }), name({ exists: true }), name({ exists: false })],
      [false, true, false],
    );
    assert.equal(
      matchesPattern({ $or: [{ source: ["x"] }, { detail: { event: ["referenceUpdated"] } }] }, event),
      true,
    );
  });

  it("compares numbers with one limit or two", () => {
    const seconds = (...comparisons: (string | number)[]) =>
      matchesPattern({ seconds: [{ numeric: comparisons }] }, { seconds: 600 });
    assert.deepEqual([seconds(">", 599), seconds(">", 600)], [true, false]);
    assert.deepEqual([seconds(">=", 600), seconds("<=", 599)], [true, false]);
    assert.deepEqual([seconds("=", 600), seconds("<", 600)], [true, false]);
    assert.deepEqual([seconds(">", 0, "<=", 600), seconds(">", 0, "<", 600)], [true, false]);
    assert.equal(matchesPattern({ seconds: [{ numeric: ["=", 600] }] }, { seconds: "600" }), false);
  });

  it("matches a key that the event does not describe, and is undecided for an operator that is not known", () => {
    assert.equal(matchesPattern({ account: ["111122223333"] }, event), true);
    assert.equal(matchesPattern({ detail: { referenceName: [{ cidr: "10.0.0.0/8" }] } }, event), undefined);
    assert.equal(matchesPattern({ source: ["x"], detail: { referenceName: [{ cidr: "10.0.0.0/8" }] } }, event), false);
  });

  it("takes a list of objects as each of them", () => {
    const used = { detail: { resources: [{ ARN: "a" }, { ARN: "b" }] } };
    assert.deepEqual(
      ["b", "c"].map((ARN) => matchesPattern({ detail: { resources: { ARN: [ARN] } } }, used)),
      [true, false],
    );
  });

  it("does not match an absent key of an event that says everything, unless the key must be absent", () => {
    const pattern = { detail: { author: ["mary"] } };
    assert.deepEqual([matchesPattern(pattern, event), matchesPattern(pattern, event, true)], [true, false]);
    assert.equal(matchesPattern({ detail: { author: [{ exists: false }] } }, event, true), true);
    assert.equal(matchesPattern({ $or: [pattern, { source: ["aws.codecommit"] }] }, event, true), true);
  });
});
