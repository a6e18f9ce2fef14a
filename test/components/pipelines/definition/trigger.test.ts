import assert from "node:assert/strict";
import { triggerSchema } from "../../../../components/pipelines/definition/trigger";
import { schemaProblems } from "../../../../components/schema/vocabulary";

const branches = { includes: ["main"] };
const patterns = (count: number, length = 1) =>
  Array.from({ length: count }, (_, index) => `${index}`.padEnd(length, "x"));
const push = (filter: unknown) => ({ sourceAction: "Repository", push: [filter] });
const pull = (filter: unknown) => ({ sourceAction: "Repository", pullRequest: [filter] });
const filters = (count: number) => Array.from({ length: count }, () => ({ branches }));

const refused: [what: string, trigger: unknown, path: string, reason: string | RegExp][] = [
  ["no source action", { push: [{ branches }] }, "sourceAction", "is missing: give text"],
  [
    "a source action with a space",
    { ...push({ branches }), sourceAction: "a b" },
    "sourceAction",
    'is "a b": give 1 to 100 letters, digits or the characters . @ - _',
  ],
  ["no filter of pushes", { sourceAction: "Repository", push: [] }, "push", "is []: give at least 1 entry"],
  ["four filters of pushes", { sourceAction: "Repository", push: filters(4) }, "push", /: give at most 3 entries$/],
  [
    "four filters of pull requests",
    { sourceAction: "Repository", pullRequest: filters(4) },
    "pullRequest",
    /: give at most 3 entries$/,
  ],
  [
    "nine patterns",
    push({ branches: { includes: patterns(9) } }),
    "push[0].branches.includes",
    /: give at most 8 entries$/,
  ],
  [
    "nine patterns that exclude",
    push({ branches: { excludes: patterns(9) } }),
    "push[0].branches.excludes",
    /: give at most 8 entries$/,
  ],
  ["no pattern", push({ tags: { includes: [] } }), "push[0].tags.includes", "is []: give at least 1 entry"],
  [
    "an empty pattern",
    push({ tags: { includes: [""] } }),
    "push[0].tags.includes[0]",
    'is "": give at least 1 character',
  ],
  [
    "a pattern of 256 characters",
    push({ tags: { includes: patterns(1, 256) } }),
    "push[0].tags.includes[0]",
    /: give at most 255 characters$/,
  ],
  [
    "a pattern that is given twice",
    push({ tags: { includes: ["v*", "v*"] } }),
    "push[0].tags.includes",
    'is ["v*","v*"]: give everything once',
  ],
  ["a filter that says nothing", push({ branches: {} }), "push[0].branches", "says nothing: give includes or excludes"],
  [
    "a pull request without branches",
    pull({ events: ["OPEN"] }),
    "pullRequest[0].branches",
    "is missing: give an object",
  ],
  [
    "a pull request with tags",
    pull({ branches, tags: branches }),
    "pullRequest[0].tags",
    "is not known here: allowed are events, branches, filePaths",
  ],
  [
    "an unknown event",
    pull({ branches, events: ["MERGED"] }),
    "pullRequest[0].events[0]",
    'is "MERGED": allowed are OPEN, UPDATED, CLOSED',
  ],
  ["no event", pull({ branches, events: [] }), "pullRequest[0].events", "is []: give at least 1 entry"],
  [
    "an event that is given twice",
    pull({ branches, events: ["OPEN", "OPEN"] }),
    "pullRequest[0].events",
    'is ["OPEN","OPEN"]: give everything once',
  ],
  [
    "AWS's own spelling",
    { ...push({ branches }), gitConfiguration: {} },
    "gitConfiguration",
    "is not known here: allowed are sourceAction, push, pullRequest",
  ],
];

describe("a trigger", () => {
  for (const [what, trigger, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      const [problem, ...others] = schemaProblems(triggerSchema, trigger);
      assert.equal(problem?.path, path);
      if (typeof reason === "string") {
        assert.equal(problem.reason, reason);
      } else {
        assert.match(problem.reason, reason);
      }
      assert.deepEqual(others, []);
    });
  }

  it("takes three filters of each kind, with eight patterns of 255 characters", () => {
    const full = { includes: patterns(8, 255), excludes: patterns(8, 255) };
    const trigger = {
      sourceAction: "Repository",
      push: Array.from({ length: 3 }, () => ({ branches: full, filePaths: full })),
      pullRequest: Array.from({ length: 3 }, () => ({ events: ["OPEN", "UPDATED", "CLOSED"], branches: full })),
    };
    assert.deepEqual(schemaProblems(triggerSchema, trigger), []);
  });

  it("may only exclude", () => {
    assert.deepEqual(schemaProblems(triggerSchema, push({ branches: { excludes: ["wip/*"] } })), []);
  });
});
