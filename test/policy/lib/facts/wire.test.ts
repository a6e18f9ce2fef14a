import assert from "node:assert/strict";
import fc from "fast-check";
import { unknownValue } from "../../../../policy/iam/value";
import { snapshot } from "../../../../policy/lib/facts/snapshot";
import { fromWire } from "../../../../policy/lib/facts/wire";
import { unknownFlag, unknownList, unknownObject, unknownText } from "../../support/judging";

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("properties of the engine", () => {
  it("are plain data, without members that are null", () => {
    assert.deepEqual(fromWire({ name: "shop", size: 1, on: true, tags: [{ a: null }, "b"], none: null }), {
      name: "shop",
      size: 1,
      on: true,
      tags: [{ a: undefined }, "b"],
      none: undefined,
    });
  });

  it("may be unknown, whatever their type", () => {
    for (const unknown of [unknownText, unknownFlag, unknownList, unknownObject]) {
      assert.deepEqual(fromWire({ a: { b: [unknown] } }), { a: { b: [unknownValue] } });
    }
  });

  it("are the value of a secret, which may hold another one", () => {
    assert.deepEqual(fromWire({ a: { ...secret, value: { b: { ...secret, value: "x" } } } }), { a: { b: "x" } });
    assert.deepEqual(fromWire({ a: { ...secret, value: unknownText } }), { a: unknownValue });
  });

  it("show an asset as its place, without its mark", () => {
    const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", path: "./x" };
    assert.deepEqual(fromWire({ code: asset }), { code: { path: "./x" } });
  });

  it("are those that a rule of another pack reads", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (properties) => {
        assert.deepEqual(fromWire(properties), snapshot(properties));
      }),
    );
  });
});
