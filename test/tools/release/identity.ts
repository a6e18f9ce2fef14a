import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const golden = "test/program/golden";

/** Folder of the lists of the last release. */
export const released = "test/package/released";

/** Reads the lists of a folder, by name. Their lines are `type :: name :: parent`. */
export function identityLists(folder: string): Record<string, string[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".txt") && name !== "version.txt");
  return Object.fromEntries(
    names
      .sort()
      .map((name) => [
        name.slice(0, -".txt".length),
        readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean),
      ]),
  );
}

/** Records the current lists as those of a release. Returns their folder. */
export function recordIdentity(root: string, version: string): string {
  const folder = join(root, released);
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(identityLists(folder))) {
    rmSync(join(folder, `${name}.txt`));
  }
  for (const name of Object.keys(identityLists(join(root, golden)))) {
    copyFileSync(join(root, golden, `${name}.txt`), join(folder, `${name}.txt`));
  }
  writeFileSync(join(folder, "version.txt"), `${version}\n`);
  return folder;
}

/**
 * Lists the resources of a release that a program no longer has, under their old identity or by an alias. An upgrade
 * would delete them.
 *
 * @param before - list of the release
 * @param today - current list
 * @param aliases - aliases of the current resources, as URNs
 */
export function lostResources(
  before: readonly string[],
  today: readonly string[],
  aliases: readonly string[],
): string[] {
  const typesOf = (name: string) =>
    before
      .map(parts)
      .filter((line) => line.name === name)
      .map(({ type }) => type);
  const known = new Set(aliases.map(readUrn).map(({ parentType, type, name }) => `${parentType} ${type} ${name}`));
  return before
    .filter((line) => !today.includes(line))
    .filter((line) => {
      const { type, name, parent } = parts(line);
      return !typesOf(parent).some((parentType) => known.has(`${parentType} ${type} ${name}`));
    });
}

function parts(line: string) {
  const [type = "", name = "", parent = ""] = line.split(/ ::(?: |$)/);
  return { type, name, parent };
}

/** A URN holds the types of all parents except the stack. */
function readUrn(urn: string) {
  const [, , qualified = "", name = ""] = urn.split("::");
  const types = qualified.split("$");
  return { type: types.at(-1) ?? "", parentType: types.at(-2) ?? "pulumi:pulumi:Stack", name };
}
