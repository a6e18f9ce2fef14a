import assert from "node:assert/strict";
import { Signature, secret, UNKNOWN } from "../../../cli/preview/base/property-value";
import { members, shownOutput, showValue } from "../../../cli/report/value";

const KEY = "4dabf18193072939515e22adb298388d";

describe("a value in a report", () => {
  it("is quoted text, a number, a word for what cannot be shown", () => {
    assert.deepEqual(
      ["a\n", 1, true, null, UNKNOWN, secret("x"), [], {}].map((value) => showValue(value)),
      ['"a\\n"', "1", "true", "null", "[unknown]", "[secret]", "[]", "{}"],
    );
  });

  it("stands over several lines when it has members", () => {
    assert.deepEqual(members({ one: { a: 1, long: ["x", { b: UNKNOWN }] }, three: 3 }, ""), [
      'one  : {\n    a   : 1\n    long: [\n        "x"\n        {\n            b: [unknown]\n        }\n    ]\n}',
      "three: 3",
    ]);
  });

  it("names assets, archives and resources", () => {
    const special = (signature: string, given: Record<string, string>) => showValue({ [KEY]: signature, ...given });
    assert.equal(special(Signature.asset, { path: "a.txt" }), "asset(a.txt)");
    assert.equal(special(Signature.asset, { text: "secret text" }), "asset(text)");
    assert.equal(special(Signature.archive, { uri: "https://a" }), "archive(https://a)");
    assert.equal(special(Signature.archive, {}), "archive(assets)");
    assert.equal(special(Signature.resource, { urn: "urn:a" }), "urn:a");
  });

  it("is of a whole resource only what is known", () => {
    const resource = { "@isPulumiResource": true, urn: "urn:a", id: UNKNOWN, tags: { a: UNKNOWN } };
    assert.deepEqual(shownOutput({ list: [resource], id: UNKNOWN }), { list: [{ urn: "urn:a" }], id: UNKNOWN });
  });
});
