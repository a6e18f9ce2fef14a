import assert from "node:assert/strict";
import { z } from "zod";
import { isWithin, readInput, readLeniently, unlessRefused } from "../../../components/schema/lenient";
import { allowedKeys, matching } from "../../../components/schema/vocabulary";

const account = matching(/^\d{12}$/, "give 12 digits");

const settings = allowedKeys({
  account: account.optional(),
  count: z.int().min(1).max(9).default(3),
  regions: z
    .array(matching(/^[a-z-]+$/, "give a region"))
    .min(2)
    .optional(),
  deploy: z
    .discriminatedUnion("tool", [
      allowedKeys({ tool: z.literal("pulumi"), stack: z.string() }),
      allowedKeys({ tool: z.literal("terraform"), key: z.string() }),
    ])
    .optional(),
  variables: z
    .record(
      matching(/^[A-Z]+$/, "give letters"),
      z.union([allowedKeys({ value: z.string() }), allowedKeys({ secret: z.string(), key: account.optional() })]),
    )
    .optional(),
});

describe("readLeniently", () => {
  const cases: Readonly<Record<string, readonly [input: unknown, read: unknown]>> = {
    "the keys that fit, without the others": [
      { account: "111122223333", colour: "blue", count: "many" },
      { account: "111122223333", count: 3 },
    ],
    "no text that breaks its pattern": [{ account: "12" }, { count: 3 }],
    "a list with its positions, whatever its length": [{ regions: [5] }, { count: 3, regions: [undefined] }],
    "the member that the discriminator names": [
      { deploy: { tool: "terraform", key: 7, stack: "dev" } },
      { count: 3, deploy: { tool: "terraform" } },
    ],
    "nothing where no member is named": [{ deploy: { tool: "cdk", stack: "dev" } }, { count: 3 }],
    "the union member with the most readable keys": [
      {
        variables: {
          A: { secret: "s", key: "111122223333", more: 1 },
          B: { value: "v", secret: 1 },
          b: { value: "x" },
        },
      },
      { count: 3, variables: { A: { secret: "s", key: "111122223333" }, B: { value: "v" } } },
    ],
    "nothing of what is no object": ["text", undefined],
  };
  for (const [what, [input, read]] of Object.entries(cases)) {
    it(`reads ${what}`, () => {
      assert.deepEqual(readLeniently(settings, input), read);
    });
  }

  it("reads text and numbers that break a pattern or a limit, if asked to", () => {
    assert.deepEqual(
      readLeniently(settings, { account: "12", count: 99, regions: ["Frankfurt", 5] }, { constraints: false }),
      {
        account: "12",
        count: 99,
        regions: ["Frankfurt", undefined],
      },
    );
  });
});

describe("readInput", () => {
  it("returns the value with its defaults, and no problem", () => {
    assert.deepEqual(readInput(settings, { account: "111122223333" }), {
      value: { account: "111122223333", count: 3 },
      parts: { account: "111122223333", count: 3 },
      problems: [],
    });
  });

  it("returns the readable parts and every problem, and no value", () => {
    const { value, parts, problems } = readInput(settings, { account: 5, count: 4 });
    assert.equal(value, undefined);
    assert.deepEqual(parts, { count: 4 });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["account"],
    );
  });
});

describe("unlessRefused", () => {
  it("drops problems at, in and around a refused place, and keeps those beside it", () => {
    const at = (path: string) => ({ path, reason: "is wrong" });
    const found = ["state", "state.key", "state.key.name", "state.keys", "statement", "list[1]"].map(at);
    assert.deepEqual(
      unlessRefused([at("state.key"), at("list[0]")], found).map(({ path }) => path),
      ["state.keys", "statement", "list[1]"],
    );
  });

  it("drops everything where the whole input is refused", () => {
    assert.deepEqual(unlessRefused([{ path: "", reason: "is missing" }], [{ path: "a", reason: "is wrong" }]), []);
    assert.equal(isWithin("a.b[0]", "a.b"), true);
  });
});
