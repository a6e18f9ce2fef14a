import assert from "node:assert/strict";
import { join } from "node:path";
import { ownVersion } from "../../../cli/preview/version";
import { removeTemporaryDirectories, temporaryDirectory } from "./support/temporary";

describe("the version", () => {
  afterEach(removeTemporaryDirectories);

  it("is that of the nearest package.json with one", () => {
    const directory = temporaryDirectory({ "package.json": '{"version":"1.2.3"}', "bin/preview/package.json": "{}" });
    assert.equal(ownVersion(join(directory, "bin", "preview")), "1.2.3");
  });

  it("needs such a file, and one that can be read", () => {
    assert.throws(() => ownVersion("/"), { message: "no package.json above the preview's own files" });
    assert.throws(() => ownVersion(temporaryDirectory({ "package.json": "{" })), { name: "SyntaxError" });
  });
});
