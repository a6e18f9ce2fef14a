import assert from "node:assert/strict";
import { join } from "node:path";
import { preload } from "../../../../cli/preview/process/preload";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

describe("the argument that loads a module ahead of a program", () => {
  afterEach(removeTemporaryDirectories);

  it("names compiled code, in one word with its option", () => {
    assert.deepEqual(preload("/a b/notes.js"), ["--require=/a b/notes.js"]);
  });

  it("names the compiled form of a source", () => {
    const root = temporaryDirectory({
      "package.json": "{}",
      "cli/preview/notes.ts": "",
      "bin/cli/preview/notes.js": "",
    });
    assert.deepEqual(preload(join(root, "cli/preview/notes.ts")), [
      `--require=${join(root, "bin/cli/preview/notes.js")}`,
    ]);
  });

  it("is none where nothing is compiled", () => {
    const root = temporaryDirectory({ "package.json": "{}", "cli/notes.ts": "" });
    assert.deepEqual(preload(join(root, "cli/notes.ts")), []);
  });
});
