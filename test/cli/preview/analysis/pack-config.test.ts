import assert from "node:assert/strict";
import { join } from "node:path";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { readPackConfig, reconcile } from "../../../../cli/preview/analysis/pack-config";
import { configProblems } from "../../../../cli/preview/analysis/validate-config";
import { levelFromWire, levelToWire } from "../../../../cli/preview/analysis/wire-level";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

function read(json: string) {
  return readPackConfig(join(temporaryDirectory({ "config.json": json }), "config.json"));
}

const policies = [
  {
    name: "one",
    level: "advisory",
    properties: { size: { type: "integer", default: 3 }, unit: { type: "string" } },
    required: [],
  },
  { name: "two", level: "mandatory", properties: {}, required: [] },
] as const;

describe("the configuration of a policy pack", () => {
  afterEach(removeTemporaryDirectories);

  it("gives a level, or a level with properties, per policy", () => {
    const config = read(
      '{"all":"mandatory","one":{"enforcementLevel":"disabled","size":4},"two":{"a":[1]},"environments":["x"]}',
    );
    assert.deepEqual(Object.fromEntries(config), {
      all: { level: "mandatory", properties: {} },
      one: { level: "disabled", properties: { size: 4 } },
      two: { properties: { a: [1] } },
    });
    assert.deepEqual(read(" \n").size, 0);
  });

  it("is refused with every entry that is neither", () => {
    assert.throws(() => read('{"one":"strict","two":3}'), {
      name: "PreviewError",
      message:
        /config\.json: one: "strict" is not an enforcement level; use advisory, mandatory, remediate or disabled\n.*two: 3 is not an enforcement level/,
    });
    assert.throws(() => read("[]"), { message: /expected a JSON object of policies$/ });
    assert.throws(() => read("{"), { message: /config\.json: not valid JSON: / });
    assert.throws(() => readPackConfig("/nowhere.json"), { message: /^\/nowhere\.json: cannot be read: ENOENT/ });
  });

  it("stands over what the pack sets, which stands over its defaults; a policy's own level over that of all", () => {
    const initial = new Map([["one", { level: "mandatory", properties: { unit: "m", size: 5 } } as const]]);
    const given = new Map([
      ["all", { level: "disabled", properties: {} } as const],
      ["one", { level: "remediate", properties: { size: 6 } } as const],
    ]);
    assert.deepEqual(Object.fromEntries(reconcile(policies, initial, given)), {
      one: { level: "remediate", properties: { size: 6, unit: "m" } },
      two: { level: "disabled", properties: {} },
    });
    assert.deepEqual(Object.fromEntries(reconcile(policies)), {
      one: { level: "advisory", properties: { size: 3 } },
      two: { level: "mandatory", properties: {} },
    });
  });

  it("is checked against the schemas of the pack", () => {
    const demanding = [{ ...policies[0], required: ["unit"] }, policies[1]];
    assert.deepEqual(configProblems(demanding, new Map([["one", { properties: { size: "big" } }]])), [
      "one: must have required property 'unit'",
      "one.size: must be integer",
    ]);
    assert.deepEqual(configProblems(demanding, new Map()), ["one: must have required property 'unit'"]);
    assert.deepEqual(configProblems(policies, new Map([["one", { properties: { size: 4 } }]])), []);
    assert.deepEqual(configProblems([policies[1]], new Map([["two", { properties: { any: 1 } }]])), []);
  });

  it("is checked for each policy by itself, though many take the same settings", () => {
    const alike = ["one", "two", "three"].map((name) => ({ ...policies[0], name }));
    const settings = new Map([
      ["one", { properties: { size: "big" } }],
      ["two", { properties: { size: 4 } }],
      ["three", { properties: { size: "big" } }],
    ]);
    assert.deepEqual(configProblems(alike, settings), ["one.size: must be integer", "three.size: must be integer"]);
  });
});

describe("an enforcement level", () => {
  it("is the same here and on the wire", () => {
    for (const level of ["advisory", "mandatory", "remediate", "disabled"] as const) {
      assert.equal(levelFromWire(levelToWire(level)), level);
    }
    assert.equal(levelToWire("remediate"), EnforcementLevel.REMEDIATE);
    assert.throws(() => levelFromWire(9 as EnforcementLevel), { message: /unknown enforcement level 9$/ });
  });
});
