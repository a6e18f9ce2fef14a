import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Signature } from "../../../../cli/preview/base/property-value";
import { archiveHash } from "../../../../cli/preview/engine/archives";
import { withAssetHashes } from "../../../../cli/preview/engine/assets";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const KEY = "4dabf18193072939515e22adb298388d";
const hash = createHash("sha256").update("content").digest("hex");

describe("an asset", () => {
  afterEach(removeTemporaryDirectories);

  it("carries the hash of its content, from text or from a file beside the program", () => {
    const directory = temporaryDirectory({ "file.txt": "content" });
    const text = { [KEY]: Signature.asset, text: "content", __pulumiAsset: true };
    const file = { [KEY]: Signature.asset, path: "file.txt" };
    const remote = { [KEY]: Signature.asset, uri: "https://example.com/a" };
    assert.deepEqual(withAssetHashes({ list: [text, file, remote], plain: { text: "content" } }, directory), {
      list: [{ [KEY]: Signature.asset, text: "content", hash }, { ...file, hash }, remote],
      plain: { text: "content" },
    });
  });

  it("inside an archive too, which has a hash of its own", () => {
    const archive = {
      [KEY]: Signature.archive,
      __pulumiArchive: true,
      assets: { a: { [KEY]: Signature.asset, text: "content" } },
    };
    assert.deepEqual(withAssetHashes(archive, "/"), {
      [KEY]: Signature.archive,
      assets: { a: { [KEY]: Signature.asset, text: "content", hash } },
      hash: archiveHash(archive, "/"),
    });
  });

  it("must be a file that can be read", () => {
    assert.throws(() => withAssetHashes({ [KEY]: Signature.asset, path: "none" }, "/nowhere"), {
      message: /^asset none: cannot be read: ENOENT/,
    });
  });
});
