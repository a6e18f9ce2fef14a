import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { type PropertyMap, Signature } from "../../../../cli/preview/base/property-value";
import { archiveHash } from "../../../../cli/preview/engine/archives";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const KEY = "4dabf18193072939515e22adb298388d";
const text = (content: string): PropertyMap => ({ [KEY]: Signature.asset, text: content });
const archive = (given: PropertyMap): PropertyMap => ({ [KEY]: Signature.archive, ...given });

/** The hash of what tar writes of files, in the format and with the metadata that the engine uses. */
function tarHash(directory: string, ...files: string[]): string {
  const metadata = ["--format=ustar", "--mtime=@0", "--owner=:0", "--group=:0", "--mode=0600", "--blocking-factor=1"];
  const tar = execFileSync("tar", ["-c", ...metadata, "--numeric-owner", "-C", directory, ...files]);
  return createHash("sha256").update(tar).digest("hex");
}

describe("an archive", () => {
  afterEach(removeTemporaryDirectories);

  it("has the hash that the engine computes: of a directory, of members, and of an archive file", () => {
    const directory = temporaryDirectory({
      "lib/a.js": "a",
      "lib/deep/b.js": "b".repeat(1000),
      "lib/.pulumi/x": "left out",
      "code.zip": "zip",
    });
    symlinkSync(join(directory, "lib/deep"), join(directory, "lib/link"));
    const ofLib = archiveHash(archive({ path: "lib" }), directory);
    assert.equal(ofLib, tarHash(join(directory, "lib"), "a.js", "deep/b.js"));
    const members = {
      lib: archive({ path: "lib" }),
      "z.js": text("z"),
      "file.js": { [KEY]: Signature.asset, path: "lib/a.js" },
    };
    const flat = temporaryDirectory({
      "file.js": "a",
      "lib/a.js": "a",
      "lib/deep/b.js": "b".repeat(1000),
      "z.js": "z",
    });
    assert.equal(
      archiveHash(archive({ assets: members }), directory),
      tarHash(flat, "file.js", "lib/a.js", "lib/deep/b.js", "z.js"),
    );
    assert.equal(
      archiveHash(archive({ path: "code.zip" }), directory),
      createHash("sha256").update("zip").digest("hex"),
    );
  });

  it("has long names split as tar splits them", () => {
    const name = `${"d".repeat(90)}/${"f".repeat(60)}`;
    const directory = temporaryDirectory({ [name]: "x" });
    assert.equal(archiveHash(archive({ path: "." }), directory), tarHash(directory, name));
  });

  it("has no hash where its members are elsewhere or need another format", () => {
    assert.equal(archiveHash(archive({ uri: "https://example.com/a.zip" }), "/"), undefined);
    assert.equal(archiveHash(archive({ assets: { a: { [KEY]: Signature.asset, uri: "https://x" } } }), "/"), undefined);
    assert.equal(archiveHash(archive({ assets: { ä: text("x") } }), "/"), undefined);
    assert.equal(archiveHash(archive({ assets: { [`${"n".repeat(101)}`]: text("x") } }), "/"), undefined);
  });

  it("must exist", () => {
    assert.throws(() => archiveHash(archive({ path: "none" }), "/nowhere"), {
      message: /^archive none: cannot be read: ENOENT/,
    });
    assert.throws(() => archiveHash(archive({ path: "none.zip" }), "/nowhere"), {
      message: /^archive none\.zip: cannot be read/,
    });
  });
});
