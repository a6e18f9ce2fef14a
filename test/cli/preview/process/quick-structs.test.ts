import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../../..");

// Uses of properties by the SDK, and other uses of the message.
const program = `
  const { Struct, Value } = require("google-protobuf/google/protobuf/struct_pb");
  const { RegisterResourceRequest } = require("@pulumi/pulumi/proto/resource_pb");
  const map = { size: 1.5, text: "ä", none: null, list: [true, { deep: [] }], empty: {} };
  const request = new RegisterResourceRequest();
  request.setType("a:b:C");
  request.setObject(Struct.fromJavaScript(map));
  map.size = 2;
  const bytes = request.serializeBinary();
  const object = RegisterResourceRequest.deserializeBinary(bytes).getObject();
  const [first, second] = [object.toJavaScript(), object.toJavaScript()];
  const again = Struct.deserializeBinary(object.serializeBinary());
  const before = again.toJavaScript();
  again.getFieldsMap().set("more", Value.fromJavaScript("added"));
  const copied = Struct.deserializeBinary(again.serializeBinary());
  const nested = Value.fromJavaScript({ a: { b: 1 } });
  let refused;
  try { Struct.fromJavaScript({ a: undefined }); } catch ({ message }) { refused = message; }
  console.log(JSON.stringify([
    Buffer.from(bytes).toString("hex"), first, first === second, before, copied.toJavaScript(),
    copied.getFieldsMap().get("list").toJavaScript(), object.toObject(), nested.toJavaScript(),
    Buffer.from(nested.serializeBinary()).toString("hex"), new Struct().toJavaScript(), refused,
  ]));
`;

function resultOf(...options: string[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [...options, "-e", program], { cwd: root, encoding: "utf8" });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

describe("a property map that is kept as bytes", () => {
  it("is sent, read and changed as the generated code does it", () => {
    const quick = resultOf(`--require=${join(root, "bin/cli/preview/process/quick-structs.js")}`);
    assert.deepEqual(quick, resultOf());
    const [, first, isSame, , copied] = quick as unknown[];
    assert.deepEqual(
      [first, isSame],
      [{ size: 1.5, text: "ä", none: null, list: [true, { deep: [] }], empty: {} }, false],
    );
    assert.equal(Object(copied).more, "added");
  });
});
