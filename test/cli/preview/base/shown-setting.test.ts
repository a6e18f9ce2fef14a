import assert from "node:assert/strict";
import { shownSetting } from "../../../../cli/preview/base/shown-setting";

describe("a wrong setting in an error message", () => {
  it("is shown, but a text that may be a credential only in part", () => {
    assert.equal(shownSetting("strict"), '"strict"');
    assert.equal(shownSetting(3), "3");
    assert.equal(shownSetting(undefined), "undefined");
    assert.equal(shownSetting("ghp_short"), '"ghp_…" (9 characters)');
    assert.equal(shownSetting("x".repeat(25)), '"xxxx…" (25 characters)');
  });
});
