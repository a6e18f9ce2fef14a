import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { PreviewError } from "../preview/base/error";

/** Whether a path is a symbolic link, which may lead anywhere: to a file that exists, or to one that a write would create. */
export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** The real path of a folder, also of one that does not exist yet. */
export function realFolder(folder: string): string {
  const exists = lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
  const parent = dirname(folder);
  return exists || parent === folder ? realpathSync(folder) : join(realFolder(parent), basename(folder));
}

/** Whether a folder is another one, or lies below it, after every symbolic link. */
export function isInside(top: string, folder: string): boolean {
  const way = relative(realFolder(top), realFolder(folder));
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * Refuses a place of the records that is a symbolic link: a commit may hold it, and the run would write elsewhere.
 *
 * @throws {PreviewError} that names the link
 */
export function refuseLink(path: string): void {
  if (isLink(path)) {
    throw new PreviewError(
      `${path} is a symbolic link, and a fleet writes its records into plain folders and files. Remove the link, or name another folder with --record.`,
    );
  }
}
