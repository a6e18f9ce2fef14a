import { spawnSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { PreviewError } from "../preview/base/error";
import type { BuildFolders } from "./environment";

/** Folders of a build below one temporary folder. */
export interface Workspace extends BuildFolders {
  readonly root: string;
  readonly state: string;
  remove(): void;
}

/** Settings of a {@link Workspace}. */
export interface WorkspaceSettings {
  /** Folder of the source, which stays as it is. */
  readonly from: string;
  /** Whether the copy has the history of Git. A pipeline hands on files alone. */
  readonly hasHistory: boolean;
  /** Folders of secondary sources by identifier; undefined for an empty one. */
  readonly secondarySources: Readonly<Record<string, string | undefined>>;
  /** Whether the home folder shows the caller's configuration of AWS. */
  readonly allowsAws: boolean;
}

/**
 * Copies the source for a build. A Git work tree gives its tracked and untracked files without the ignored ones, as a
 * clone on a clean machine. Any other folder gives all files.
 *
 * @throws {PreviewError} when the folder does not exist
 */
export function makeWorkspace({ from, hasHistory, secondarySources, allowsAws }: WorkspaceSettings): Workspace {
  requireFolder("--source", from);
  for (const folder of Object.values(secondarySources)) {
    requireFolder("--secondary", folder ?? from);
  }
  const root = mkdtempSync(join(tmpdir(), "aws-pipelines-build-"));
  const [source, home, temporary, state] = ["src", "home", "tmp", "state"].map((name) => join(root, name)) as [
    string,
    string,
    string,
    string,
  ];
  const secondary = Object.fromEntries(
    Object.keys(secondarySources).map((name) => [name, join(root, "secondary", name)]),
  );
  for (const folder of [source, home, temporary, state, ...Object.values(secondary)]) {
    mkdirSync(folder, { recursive: true });
  }
  copySource(resolve(from), source, hasHistory);
  for (const [name, folder] of Object.entries(secondarySources)) {
    if (folder !== undefined) {
      copySource(resolve(folder), join(root, "secondary", name), hasHistory);
    }
  }
  if (allowsAws && existsSync(join(homedir(), ".aws"))) {
    symlinkSync(join(homedir(), ".aws"), join(home, ".aws"));
  }
  return {
    root,
    source,
    home,
    temporary,
    state,
    secondary,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function requireFolder(option: string, folder: string): void {
  if (!existsSync(folder) || !lstatSync(resolve(folder)).isDirectory()) {
    throw new PreviewError(`${option}: ${folder} is not a folder. Give the folder of the source.`);
  }
}

function copySource(from: string, to: string, hasHistory: boolean): void {
  const files = git(from, "ls-files", "-z", "--cached", "--others", "--exclude-standard")?.split("\0");
  if (files === undefined) {
    cpSync(from, to, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => hasHistory || path !== join(from, ".git"),
    });
    return;
  }
  const history = hasHistory && existsSync(join(from, ".git")) ? [".git"] : [];
  for (const file of [...files.filter((name) => name !== ""), ...history]) {
    if (lstatSync(join(from, file), { throwIfNoEntry: false }) !== undefined) {
      mkdirSync(dirname(join(to, file)), { recursive: true });
      cpSync(join(from, file), join(to, file), { recursive: true, verbatimSymlinks: true });
    }
  }
}

/** The commit of a work tree; empty without one. */
export function revisionOf(folder: string): string {
  return git(resolve(folder), "rev-parse", "HEAD")?.trim() ?? "";
}

/** Output of Git; undefined outside a work tree or without Git. */
function git(folder: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync("git", ["-C", folder, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  return status === 0 ? stdout : undefined;
}

/** Paths of all files below a folder, relative, with `/`. History of Git is no file of the source. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !path.startsWith(".git/"))
    .sort();
}
