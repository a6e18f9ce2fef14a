import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PropertyMap } from "../../../../cli/preview/base/property-value";
import { decodeStruct, encodeStruct, frameEntry } from "../../../../cli/preview/process/struct-bytes";

const text = fc.string({ unit: "grapheme" });
const { map } = fc.letrec((tie) => ({
  value: fc.oneof(fc.constant(null), fc.boolean(), fc.double(), text, tie("list"), tie("map")),
  list: fc.array(tie("value"), { maxLength: 3 }),
  map: fc.dictionary(
    text.filter((key) => key !== "__proto__"),
    tie("value"),
    { maxKeys: 4, noNullPrototype: true },
  ),
}));
const anyMap = map as fc.Arbitrary<PropertyMap>;
const long = { text: "ä".repeat(100_000), list: Array.from({ length: 300 }, (_, index) => ({ index })) };

// The tests of this file do not load the module that changes the class.
const encodedByGoogle = (value: PropertyMap) =>
  Struct.fromJavaScript(value as { [key: string]: JavaScriptValue }).serializeBinary();

describe("the bytes of a Struct", () => {
  it("are those of the generated code", () => {
    fc.assert(
      fc.property(anyMap, (value) => {
        assert.deepEqual(Buffer.from(encodeStruct(value)), Buffer.from(encodedByGoogle(value)));
      }),
    );
    assert.deepEqual(Buffer.from(encodeStruct(long)), Buffer.from(encodedByGoogle(long)));
  });

  it("are read as by the generated code, with sorted keys", () => {
    fc.assert(
      fc.property(anyMap, (value) => {
        const read = decodeStruct([encodeStruct(value)]);
        const expected = Struct.deserializeBinary(encodedByGoogle(value)).toJavaScript();
        assert.deepEqual(read, expected);
        assert.equal(JSON.stringify(read), JSON.stringify(expected));
      }),
    );
    assert.deepEqual(decodeStruct([encodeStruct(long)]), long);
  });

  it("may come in parts and in any order, and a later entry replaces an earlier one", () => {
    const maps: readonly PropertyMap[] = [{ a: 1 }, { b: [true, null] }, { a: "x" }];
    const [one, two, later] = maps.map(encodeStruct);
    assert.ok(one && two && later);
    assert.equal(JSON.stringify(decodeStruct([two, one, later])), '{"a":"x","b":[true,null]}');
    const bare = one.subarray(2);
    assert.deepEqual(frameEntry(bare), one);
  });

  it("may hold fields of later versions, which are skipped", () => {
    const unknown = Uint8Array.from([0x98, 0x06, 0x81, 0x01, 0x9a, 0x06, 0x01, 0x7f, 0x9d, 0x06, 1, 2, 3, 4]);
    assert.deepEqual(decodeStruct([unknown, encodeStruct({ a: 1 })]), { a: 1 });
  });

  it("hold no value that JSON does not have", () => {
    assert.throws(() => encodeStruct({ a: undefined } as never), /Unexpected struct type/);
    assert.throws(() => decodeStruct([Uint8Array.from([0x0a, 0x03, 0x0a, 0x01, 0x61])]), /Unexpected struct type/);
  });
});
