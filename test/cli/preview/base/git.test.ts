import assert from "node:assert/strict";
import { git } from "../../../../cli/preview/base/git";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

describe("git of the commands", () => {
  after(removeTemporaryDirectories);

  const fails = (reason: string) => `refused: ${reason}`;

  it("runs in the folder, and its output stays as it is", () => {
    const folder = temporaryDirectory();
    assert.equal(git(folder, ["init", "--quiet"], fails), "");
    assert.equal(git(folder, ["rev-parse", "--is-inside-work-tree"], fails), "true\n");
  });

  it("fails with the reason that it gives", () => {
    const folder = temporaryDirectory();
    git(folder, ["init", "--quiet"], fails);
    assert.throws(() => git(folder, ["rev-parse", "--verify", "gone^{commit}"], fails), {
      name: "PreviewError",
      message: "refused: fatal: Needed a single revision",
    });
  });
});
