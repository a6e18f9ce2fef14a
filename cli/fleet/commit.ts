import { execFileSync } from "node:child_process";
import { PreviewError } from "../preview/base/error";

/** The commit that a repository has checked out. */
export interface Checkout {
  readonly commit: string;
  /** Files that differ from the commit, in the short form of `git status`. */
  readonly changes: readonly string[];
}

/**
 * Finds the top of the repository that holds a folder.
 *
 * @throws {PreviewError} when the folder is in no repository
 */
export function topOf(folder: string): string {
  return git(folder, "rev-parse", "--show-toplevel");
}

/**
 * Reads the commit of a repository.
 *
 * @throws {PreviewError} when the repository has no commit
 */
export function readCheckout(top: string): Checkout {
  const commit = git(top, "rev-parse", "--verify", "HEAD^{commit}");
  const changes = git(top, "status", "--porcelain", "--untracked-files=all");
  return { commit, changes: changes === "" ? [] : changes.split("\n") };
}

function git(cwd: string, ...args: readonly string[]): string {
  try {
    return execFileSync("git", [...args], { cwd, encoding: "utf8", stdio: "pipe" }).trimEnd();
  } catch (error) {
    const reason = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new PreviewError(`a fleet deploys a commit, and git has none for ${cwd}: ${reason}`);
  }
}
