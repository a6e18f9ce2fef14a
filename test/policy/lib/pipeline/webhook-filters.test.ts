import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import {
  buildsPullRequests,
  type Filter,
  filterGroups,
  includesPullRequests,
  narrows,
} from "../../../../policy/lib/pipeline/webhook-filters";

const event = (pattern: Value): Properties => ({ type: "EVENT", pattern });

describe("the filter groups of a webhook", () => {
  it("have their events and filters, with paths", () => {
    const groups = [
      { filters: [event("PUSH, PULL_REQUEST_CREATED"), { type: "HEAD_REF", pattern: "^refs/heads/main$" }] },
      { filters: [event(unknownValue)] },
    ];
    assert.deepEqual(filterGroups(groups), [
      {
        path: "filterGroups[0]",
        events: ["PUSH", "PULL_REQUEST_CREATED"],
        filters: [
          {
            path: "filterGroups[0].filters[0]",
            type: "EVENT",
            pattern: "PUSH, PULL_REQUEST_CREATED",
            excludes: undefined,
          },
          { path: "filterGroups[0].filters[1]", type: "HEAD_REF", pattern: "^refs/heads/main$", excludes: undefined },
        ],
      },
      {
        path: "filterGroups[1]",
        events: unknownValue,
        filters: [{ path: "filterGroups[1].filters[0]", type: "EVENT", pattern: unknownValue, excludes: undefined }],
      },
    ]);
  });

  it("may have events behind an unknown type", () => {
    const [group] = filterGroups([{ filters: [{ type: unknownValue, pattern: "PULL_REQUEST_CREATED" }] }]);
    assert.deepEqual(group?.events, ["PULL_REQUEST_CREATED"]);
  });

  it("are none without any", () => assert.deepEqual(filterGroups(undefined), []));
});

describe("a filter limits what starts a build", () => {
  const filter = (type: Value, pattern: Value, excludes?: Value): Filter => ({ path: "f", type, pattern, excludes });
  const actors = ["ACTOR_ACCOUNT_ID", "HEAD_REF"];

  for (const [pattern, type, expected] of [
    ["^(84736251|7)$", "ACTOR_ACCOUNT_ID", true],
    ["^7$", "ACTOR_ACCOUNT_ID", true],
    [unknownValue, "ACTOR_ACCOUNT_ID", true],
    ["^\\d*$", "ACTOR_ACCOUNT_ID", false],
    ["^(123|.*)$", "ACTOR_ACCOUNT_ID", false],
    ["", "ACTOR_ACCOUNT_ID", false],
    [undefined, "ACTOR_ACCOUNT_ID", false],
    ["^refs/heads/main$", "HEAD_REF", true],
    ["^refs/", "HEAD_REF", true],
    [".*", "HEAD_REF", false],
    [".", "HEAD_REF", false],
    ["\\w", "HEAD_REF", false],
    // Patterns that JavaScript cannot read.
    ["(?i)main", "HEAD_REF", true],
    ["*", "HEAD_REF", false],
    ["^+$", "HEAD_REF", false],
    // Another kind of filter.
    ["^main$", "FILE_PATH", false],
  ] as const) {
    it(`${expected ? "by" : "not by"} ${type} ${String(pattern)}`, () => {
      assert.equal(narrows(filter(type, pattern), actors), expected);
    });
  }

  it("not by excluding somebody", () => {
    assert.equal(narrows(filter("ACTOR_ACCOUNT_ID", "^7$", true), actors), false);
    assert.equal(narrows(filter("ACTOR_ACCOUNT_ID", "^7$", false), actors), true);
  });
});

describe("a webhook builds pull requests", () => {
  const groups = (...events: readonly Value[]): Value => events.map((each) => ({ filters: [event(each)] }));
  for (const [title, value, expected] of [
    ["without filters", undefined, true],
    ["with an event of pull requests", groups("PUSH", "PUSH,PULL_REQUEST_UPDATED"), true],
    ["in spite of an unknown event", groups(unknownValue, "PULL_REQUEST_REOPENED"), true],
    ["not with pushes and merges", groups("PUSH", "PULL_REQUEST_MERGED", "RELEASED"), false],
    ["unknown with an unknown event", groups("PUSH", unknownValue), unknownValue],
    ["unknown with unknown groups", unknownValue, unknownValue],
  ] as const) {
    it(title, () => assert.equal(buildsPullRequests(value), expected));
  }

  it("by any event before the merge", () => {
    const events = ["CREATED", "UPDATED", "REOPENED", "CLOSED", "MERGED"].map((each) => `PULL_REQUEST_${each}`);
    assert.deepEqual(
      events.map((each) => includesPullRequests([each])),
      [true, true, true, true, false],
    );
    assert.equal(includesPullRequests([]), false);
    assert.equal(includesPullRequests(unknownValue), false);
  });
});
