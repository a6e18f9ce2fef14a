import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { PreviewError } from "../preview/base/error";
import { failureReason, git as runGit } from "../preview/base/git";

const LOCKS = ["package-lock.json", "npm-shrinkwrap.json"];

/**
 * Checks another commit of a program out into a temporary worktree, and gives its folder of the program to an action. The
 * worktree uses the dependencies of the checkout, or installs its own without scripts where its lock file differs.
 *
 * @param programs - folders of programs that need their dependencies. @default - the folder itself
 * @throws {PreviewError} when the folder is in no repository, or the commit does not exist
 */
export async function withCheckout<T>(
  cwd: string,
  revision: string,
  action: (cwd: string) => Promise<T>,
  programs: readonly string[] = [cwd],
): Promise<T> {
  if (revision.startsWith("-")) {
    throw new PreviewError(`--against: "${revision}" must be a commit, branch or tag`);
  }
  const top = git(cwd, "rev-parse", "--show-toplevel");
  const prefix = git(cwd, "rev-parse", "--show-prefix");
  const commit = git(cwd, "rev-parse", "--verify", `${revision}^{commit}`);
  const folder = mkdtempSync(join(tmpdir(), "aws-pipelines-"));
  const tree = join(folder, "tree");
  try {
    git(top, "worktree", "add", "--detach", tree, commit);
    const provided = new Set<string>();
    for (const program of programs) {
      provideDependencies(resolve(program), top, tree, provided);
    }
    return await action(join(tree, prefix));
  } finally {
    if (existsSync(tree)) {
      git(top, "worktree", "remove", "--force", tree);
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gives the worktree every `node_modules` that lies between the program and the top of the checkout. */
function provideDependencies(cwd: string, top: string, tree: string, provided: Set<string>): void {
  for (let folder = cwd; !provided.has(folder); folder = dirname(folder)) {
    provided.add(folder);
    const there = join(tree, folder.slice(top.length));
    const lock = LOCKS.find((name) => existsSync(join(there, name)));
    if (lock !== undefined && !isSameFile(top, folder, there, lock)) {
      install(there);
    } else if (existsSync(join(folder, "node_modules")) && existsSync(there)) {
      symlinkSync(join(folder, "node_modules"), join(there, "node_modules"), "dir");
    }
    if (folder === top || folder === dirname(folder)) {
      return;
    }
  }
}

function isSameFile(top: string, folder: string, there: string, name: string): boolean {
  const own = join(folder, name);
  return existsSync(own) && hash(top, own) === hash(top, join(there, name));
}

function hash(top: string, file: string): string {
  return git(top, "hash-object", file);
}

function install(folder: string): void {
  try {
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, stdio: "pipe" });
  } catch (error) {
    throw new PreviewError(`--against: "npm ci" of the other commit failed: ${failureReason(error)}`);
  }
}

function git(cwd: string, ...args: readonly string[]): string {
  return runGit(cwd, args, (reason) => `--against: ${reason}`).trim();
}
