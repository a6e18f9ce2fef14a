import assert from "node:assert/strict";
import { z } from "zod";
import {
  allowedKeys,
  matching,
  nonEmptyText,
  refusedKey,
  renderPath,
  schemaProblems,
  shown,
  valueAt,
} from "../../../components/schema/vocabulary";

const text = "give text";
const union = z.union([allowedKeys({ file: z.string() }), allowedKeys({ url: z.string(), sha: z.string() })]);
const tagged = z.discriminatedUnion("kind", [
  allowedKeys({ kind: z.literal("git"), branch: z.string() }),
  allowedKeys({ kind: z.literal("s3"), bucket: z.string() }),
]);

const wordings: [what: string, schema: z.ZodType, input: unknown, path: string, reason: string][] = [
  ["what is missing", allowedKeys({ name: z.string() }), {}, "name", `is missing: ${text}`],
  ["a number for a text", z.string(), 7, "", `is 7: ${text}`],
  ["null for a text", z.string(), null, "", `is null: ${text}`],
  ["a text for a number", z.number(), "7", "", 'is "7": give a number'],
  ["half a number for a whole one", z.int(), 1.5, "", "is 1.5: give a whole number"],
  ["a text for a boolean", z.boolean(), "yes", "", 'is "yes": give true or false'],
  ["a text for a list", z.array(z.string()), "a", "", 'is "a": give a list'],
  ["a list for an object", allowedKeys({}), [1], "", "is [1]: give an object"],
  ["a text for a map", z.record(z.string(), z.string()), "a", "", 'is "a": give an object of names and values'],
  ["a kind that has no words of its own", z.date(), 1, "", "is 1: give date"],
  ["an unknown value", z.enum(["a", "b"]), "c", "", 'is "c": allowed are a, b'],
  [
    "a misspelt value",
    z.enum(["SUPERSEDED", "QUEUED"]),
    "queud",
    "",
    'is "queud". Did you mean QUEUED? Allowed are SUPERSEDED, QUEUED',
  ],
  ["an unknown number", z.literal([1, 3]), 2, "", "is 2: allowed are 1, 3"],
  [
    "an unknown key",
    allowedKeys({ one: z.string().optional(), two: z.string().optional() }),
    { three: 1 },
    "three",
    "is not known here: allowed are one, two",
  ],
  [
    "an unknown key deep inside",
    allowedKeys({ list: z.array(allowedKeys({ a: z.int() })) }),
    { list: [{ a: 1 }, { a: 1, b: 2 }] },
    "list[1].b",
    "is not known here: allowed are a",
  ],
  [
    "a key that is refused for a reason",
    allowedKeys({ a: refusedKey("use b"), b: z.int().optional() }),
    { a: 1 },
    "a",
    "is not allowed here: use b",
  ],
  [
    "an unknown key beside a refused one, which is not offered",
    allowedKeys({ a: refusedKey("use b"), b: z.int().optional() }),
    { c: 1 },
    "c",
    "is not known here: allowed are b",
  ],
  ["a number that is too small", z.int().min(5), 4, "", "is 4: give at least 5"],
  ["a number that is too big", z.int().max(5), 6, "", "is 6: give at most 5"],
  ["a text that is too short", z.string().min(2), "a", "", 'is "a": give at least 2 characters'],
  ["a text that is too long", z.string().max(1), "ab", "", 'is "ab": give at most 1 character'],
  ["a list that is too short", z.array(z.int()).min(1), [], "", "is []: give at least 1 entry"],
  ["a list that is too long", z.array(z.int()).max(2), [1, 2, 3], "", "is [1,2,3]: give at most 2 entries"],
  ["a text of no pattern", matching(/^a$/, "give a"), "b", "", 'is "b": give a'],
  ["a name of no pattern", z.record(matching(/^a$/, "give a"), z.int()), { b: 1 }, "b", 'is "b": give a'],
  ["a blank text", nonEmptyText, " \t", "", "is empty: write something or leave it out"],
  ["a missing discriminator", tagged, { branch: "main" }, "kind", "is missing: allowed are git, s3"],
  ["an unknown discriminator", tagged, { kind: "svn" }, "kind", 'is "svn": allowed are git, s3'],
  ["a union that is no object", tagged, "git", "", 'is "git": give an object'],
  ["what is in no form of a union", union, 7, "", "is 7: give one of the forms that the documentation shows"],
  ["the nearest form of a union", union, { url: "x", sha: 1 }, "sha", `is 1: ${text}`],
  ["a key of another form", union, { file: "a", sha: "b" }, "sha", "is not known here: allowed are file"],
];

describe("schemaProblems", () => {
  for (const [what, schema, input, path, reason] of wordings) {
    it(`names ${what}`, () => {
      assert.deepEqual(schemaProblems(schema, input), [{ path, reason }]);
    });
  }

  it("has nothing to say about what is right", () => {
    assert.deepEqual(schemaProblems(union, { url: "x", sha: "y" }), []);
  });

  it("says everything at once, each unknown key by itself", () => {
    const schema = allowedKeys({ a: z.string(), b: z.array(z.int().min(1)) });
    assert.deepEqual(schemaProblems(schema, { b: [0, "x"], c: 1, d: 2 }), [
      { path: "a", reason: `is missing: ${text}` },
      { path: "b[0]", reason: "is 0: give at least 1" },
      { path: "b[1]", reason: 'is "x": give a number' },
      { path: "c", reason: "is not known here: allowed are a, b" },
      { path: "d", reason: "is not known here: allowed are a, b" },
    ]);
  });

  it("prefers the form of a union that has less to say", () => {
    assert.deepEqual(schemaProblems(union, {}), [{ path: "file", reason: `is missing: ${text}` }]);
  });

  it("shows the paths of a union inside a list", () => {
    assert.deepEqual(schemaProblems(z.array(union), [{ file: "a" }, { file: 1 }]), [
      { path: "[1].file", reason: `is 1: ${text}` },
    ]);
  });
});

describe("shown", () => {
  it("is JSON", () => {
    assert.deepEqual([shown("a"), shown(1), shown({ a: [null] })], ['"a"', "1", '{"a":[null]}']);
  });

  it("shows what JSON does not know", () => {
    assert.equal(shown(undefined), "undefined");
  });

  it("is never longer than 80 characters", () => {
    assert.equal(shown("x".repeat(78)), `"${"x".repeat(78)}"`);
    assert.equal(shown("x".repeat(79)), `"${"x".repeat(76)}...`);
  });
});

describe("renderPath", () => {
  it("is written as one writes it in code", () => {
    assert.equal(renderPath(["stages", 1, "actions", 0, "name"]), "stages[1].actions[0].name");
    assert.equal(renderPath([2, "name"]), "[2].name");
    assert.equal(renderPath([]), "");
  });
});

describe("valueAt", () => {
  const input = { a: [{ b: 1 }] };
  it("finds what stands at a path", () => {
    assert.equal(valueAt(input, ["a", 0, "b"]), 1);
    assert.equal(valueAt(input, []), input);
  });

  it("finds nothing behind what is missing or has no parts", () => {
    assert.equal(valueAt(input, ["a", 1, "b"]), undefined);
    assert.equal(valueAt(input, ["a", 0, "b", "c"]), undefined);
    assert.equal(valueAt(null, ["a"]), undefined);
  });
});
