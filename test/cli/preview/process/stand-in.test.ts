import assert from "node:assert/strict";
import { placeholder } from "../../../../cli/preview/base/placeholder";
import { standIn } from "../../../../cli/preview/process/stand-in";

const unknown = placeholder("plain");
const isMarked = (value: unknown) =>
  typeof value === "object" && value !== null && Reflect.get(value, "__pulumiUnknown");

/** A member that no type has. */
const member = (value: unknown, name: PropertyKey): unknown => Reflect.get(Object(value), name);

describe("the value in place of an unknown one", () => {
  it("is a placeholder for text, and no number for a number", () => {
    assert.equal(
      standIn("text", () => assert.fail()),
      unknown,
    );
    assert.ok(Number.isNaN(standIn("number", () => assert.fail())));
  });

  it("is a list of one unknown element, and tells when the program goes through it", () => {
    let told = 0;
    const list = standIn("texts", () => {
      told += 1;
    });
    assert.ok(Array.isArray(list));
    assert.equal(list[5], unknown);
    assert.equal(told, 0);
    assert.deepEqual([...list], [unknown]);
    assert.deepEqual(
      list.map((each) => `x${each}`),
      [`x${unknown}`],
    );
    assert.equal(told > 0, true);
    assert.equal(isMarked(list), true);
  });

  it("is an object of unknown members for anything else", () => {
    const object = standIn("other", () => undefined);
    assert.equal(isMarked(object), true);
    assert.equal(isMarked(member(member(object, "a"), "b")), true);
    assert.equal(`${object}`, unknown);
    assert.equal(JSON.stringify({ object }), JSON.stringify({ object: unknown }));
    assert.ok(Number.isNaN(Number(object)));
    assert.ok(Number.isNaN(member(object, "length")));
  });

  it("can be called as text, list or number, and is still unknown", () => {
    const object = standIn("list", () => undefined);
    const element = member(object, 0);
    for (const method of ["toUpperCase", "map", "toFixed", "split"]) {
      const call = member(element, method);
      assert.ok(typeof call === "function");
      assert.equal(isMarked(call()), true, method);
    }
  });

  it("is no promise, and an awaited one settles", async () => {
    const object = standIn("other", () => undefined);
    assert.equal(member(object, "then"), undefined);
    assert.equal(isMarked(await object), true);
  });

  it("tells when the program goes through an object as a list", () => {
    let told = 0;
    const object = standIn("other", () => {
      told += 1;
    }) as Iterable<unknown>;
    const elements = [...object];
    assert.deepEqual(elements.map(isMarked), [true]);
    assert.equal(told, 1);
  });
});
