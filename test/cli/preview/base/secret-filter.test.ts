import assert from "node:assert/strict";
import { secretFilter } from "../../../../cli/preview/base/secret-filter";

describe("the secret filter", () => {
  it("masks every secret, longest first, also in JSON and without its line break", () => {
    const mask = secretFilter(['sesame "42"', "sesame", "line\n"]);
    assert.equal(mask('say sesame "42" or sesame'), "say [secret] or [secret]");
    assert.equal(mask(JSON.stringify({ a: 'sesame "42"' })), '{"a":"[secret]"}');
    assert.equal(mask("one line, two"), "one [secret], two");
  });

  it("leaves secrets of one or two characters, as the Pulumi CLI does", () => {
    assert.equal(secretFilter(["ab", "", "abc"])("ab abc"), "ab [secret]");
  });
});
