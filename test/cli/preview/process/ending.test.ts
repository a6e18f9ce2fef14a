import assert from "node:assert/strict";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import { programStatus } from "../../../../cli/preview/process/ending";
import { Status } from "../../../../cli/preview/result";

function status(code: number | null, errors: readonly string[], refusal?: "inputs" | "registration") {
  const diagnostics = new Diagnostics();
  for (const message of errors) {
    diagnostics.add("error", message);
  }
  return programStatus({ code, signal: code === null ? "SIGTERM" : null }, diagnostics, refusal);
}

describe("the end of a program", () => {
  it("is clean with status 0, unless the engine refused something", () => {
    assert.equal(status(0, []), Status.clean);
    assert.equal(status(0, ["logged, and went on"]), Status.clean);
    assert.equal(status(0, [], "registration"), Status.failed);
  });

  it("is a refusal when all that was said is meant for its user", () => {
    assert.equal(status(32, ["settings: size must be 1 or more"]), Status.refused);
    assert.equal(status(32, ["Running program '/a' failed with an unhandled exception:\nboom"]), Status.failed);
    assert.equal(status(32, ["meant for you", "Error: x\n    at f (/a/b.ts:1:2)"]), Status.failed);
    assert.equal(status(32, []), Status.failed);
    assert.equal(status(32, ["meant for you"], "registration"), Status.failed);
  });

  it("is a refusal when the engine refused only inputs of components", () => {
    assert.equal(status(32, ["Store store has a problem:\n  size: is 3: give 4"], "inputs"), Status.refused);
    assert.equal(status(1, [], "inputs"), Status.failed);
  });

  it("is a failure with any other status, or a signal", () => {
    assert.equal(status(1, ["meant for you"]), Status.failed);
    assert.equal(status(null, []), Status.failed);
  });
});
