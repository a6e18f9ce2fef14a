import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withCheckout } from "../../../cli/commands/revision";
import { removeTemporaryDirectories, temporaryDirectory } from "../preview/support/temporary";

const git = (cwd: string, ...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
    cwd,
    encoding: "utf8",
    stdio: "pipe",
  });

/** A repository with a program in a folder, changed since its first commit. */
function repository(): string {
  const root = temporaryDirectory({
    "infra/index.ts": "one",
    "node_modules/x/package.json": "{}",
    ".gitignore": "node_modules\n",
  });
  git(root, "init", "--quiet");
  git(root, "add", ".");
  git(root, "commit", "--quiet", "-m", "one");
  git(root, "tag", "first");
  writeFileSync(join(root, "infra/index.ts"), "two");
  return root;
}

describe("another commit of a program", () => {
  after(removeTemporaryDirectories);

  it("is checked out beside it with its dependencies, and taken away afterwards", async () => {
    const root = repository();
    const seen = await withCheckout(join(root, "infra"), "first", async (folder) => ({
      folder,
      code: readFileSync(join(folder, "index.ts"), "utf8"),
      hasDependencies: existsSync(join(folder, "../node_modules/x/package.json")),
    }));
    assert.deepEqual([seen.code, seen.hasDependencies, existsSync(seen.folder)], ["one", true, false]);
    assert.equal(readFileSync(join(root, "infra/index.ts"), "utf8"), "two");
    assert.equal(git(root, "worktree", "list").trim().split("\n").length, 1);
  });

  it("is taken away when the action fails", async () => {
    const root = repository();
    await assert.rejects(
      withCheckout(root, "HEAD", () => Promise.reject(new Error("broken"))),
      { message: "broken" },
    );
    assert.equal(git(root, "worktree", "list").trim().split("\n").length, 1);
  });

  it("must be a commit of a repository, and no option of git", async () => {
    const root = repository();
    const never = () => assert.fail();
    await assert.rejects(withCheckout(root, "nowhere", never), {
      name: "PreviewError",
      message: /^--against: fatal: /,
    });
    await assert.rejects(withCheckout(root, "--exec=x", never), {
      message: '--against: "--exec=x" must be a commit, branch or tag',
    });
    await assert.rejects(withCheckout(temporaryDirectory(), "HEAD", never), {
      name: "PreviewError",
      message: /not a git repository/,
    });
  });
});
