import { basename, dirname, join, relative, sep } from "node:path";
import { PreviewError } from "../preview/base/error";
import { git as runGit } from "../preview/base/git";
import { isInside, realFolder } from "./places";

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
  // Deployments run beside this command: it takes no lock of the index.
  const changes = git(top, "--no-optional-locks", "status", "--porcelain", "--untracked-files=all");
  return { commit, changes: changes === "" ? [] : changes.split("\n") };
}

/**
 * Makes sure that a repository still has a commit checked out, without changes.
 *
 * @throws {PreviewError} when it has another commit, or changed files
 */
export function requireCheckout(top: string, commit: string): void {
  const now = readCheckout(top);
  if (now.commit !== commit) {
    throw new PreviewError(
      `the run deploys commit ${commit.slice(0, 12)}, and ${top} has ${now.commit.slice(0, 12)} now. Nothing more starts. Check out the commit of the run, and go on with --resume.`,
    );
  }
  if (now.changes.length > 0) {
    throw new PreviewError(
      `the run deploys commit ${commit.slice(0, 12)}, and ${top} has changes beside it now. Nothing more starts. Remove them, or let git ignore files that a program writes, and go on with --resume:\n${listChanges(now)}`,
    );
  }
}

/**
 * Makes sure that no commit holds records of runs. A committed record could say that environments are deployed, and a
 * committed lock could block every run. Git ignores no file that a commit holds.
 *
 * @throws {PreviewError} when git tracks the folder of the records, or a file in it
 */
export function requireUntracked(top: string, records: string): void {
  // Git tracks a symbolic link by its own path, not by the path that it leads to.
  const parent = dirname(records);
  if (!isInside(top, parent)) {
    return;
  }
  const path = join(relative(realFolder(top), realFolder(parent)), basename(records))
    .split(sep)
    .join("/");
  // Some file systems take .Fleet for .fleet.
  const tracked = git(top, "ls-files", "--", `:(top,icase,literal)${path}`);
  if (tracked !== "") {
    const { length } = tracked.split("\n");
    throw new PreviewError(
      `the commit holds ${length === 1 ? "a file" : `${length} files`} in ${records}, and records come from runs alone. Remove them with "git rm -r --cached ${path}", delete the folder, and commit.`,
    );
  }
}

const listedChanges = 5;

/** The first changes of a checkout, one a line. */
export function listChanges({ changes }: Checkout): string {
  const more = changes.length > listedChanges ? `\n  and ${changes.length - listedChanges} more` : "";
  return `${changes
    .slice(0, listedChanges)
    .map((change) => `  ${change}`)
    .join("\n")}${more}`;
}

function git(cwd: string, ...args: readonly string[]): string {
  return runGit(
    cwd,
    args,
    (reason) => `a fleet deploys a commit, and git has none for ${cwd}: ${reason}. Commit first.`,
  ).trimEnd();
}
