import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Buildspec } from "../../components/codebuild/buildspec";
import { collect } from "./collect";
import type { BuildFolders } from "./environment";
import type { BuildTarget } from "./project";
import { filesBelow } from "./workspace";

type CacheRules = NonNullable<Buildspec["cache"]>;

/** A local folder that stands for the cache of a project. */
export interface LocalCache {
  /** Puts the files of the cache where the build had them. Returns the number of files. */
  restore(): number;
  /** Saves the files of the cache after the build. Returns the number of files. */
  save(): number;
}

/** Reason for which CodeBuild ignores the cache paths of a buildspec; undefined if it uses them. */
export function whyNoCache({ cache }: BuildTarget): string | undefined {
  if (cache.type === "LOCAL" && !cache.modes.includes("LOCAL_CUSTOM_CACHE")) {
    return "its local cache has no LOCAL_CUSTOM_CACHE";
  }
  return cache.type === "S3" || cache.type === "LOCAL" ? undefined : "it has no cache";
}

/**
 * Opens a folder as the cache of a project. Each key of the buildspec has a folder of its own.
 *
 * @param variables - variables at the start of the build, which keys may use
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/caching-s3.html
 */
export function openCache(
  folder: string,
  rules: CacheRules,
  folders: BuildFolders,
  variables: Readonly<Record<string, string>>,
): LocalCache {
  const nameOf = (key: string) => encodeURIComponent(readKey(key, folders.source, variables));
  const name = rules.key === undefined ? "default" : nameOf(rules.key);
  const prefixes = (rules["fallback-keys"] ?? []).map(nameOf);
  const places = { source: folders.source, home: folders.home } as const;
  return {
    restore: () => {
      const found = rules.action === "save" ? undefined : findEntry(folder, name, prefixes);
      return found === undefined
        ? 0
        : Object.entries(places).reduce((sum, [place, to]) => sum + copyAll(join(folder, found, place), to), 0);
    },
    save: () => {
      // A cache that has the key stays as it is.
      if (rules.action === "restore" || (rules.key !== undefined && existsSync(join(folder, name)))) {
        return 0;
      }
      rmSync(join(folder, name), { recursive: true, force: true });
      return Object.entries(places).reduce(
        (sum, [place, from]) => sum + saveFrom(from, join(folder, name, place), patternsOf(rules, place, folders)),
        0,
      );
    },
  };
}

/** The newest cache whose key begins with a fallback key, if none has the key. */
function findEntry(folder: string, name: string, prefixes: readonly string[]): string | undefined {
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  if (entries.includes(name)) {
    return name;
  }
  const timeOf = (entry: string) => statSync(join(folder, entry)).mtimeMs;
  return prefixes
    .flatMap((prefix) =>
      entries.filter((entry) => entry.startsWith(prefix)).sort((one, other) => timeOf(other) - timeOf(one)),
    )
    .at(0);
}

/** Patterns of one place: absolute paths of the root user mean the home folder of the build. */
function patternsOf({ paths }: CacheRules, place: string, { source, home }: BuildFolders): string[] {
  const homes = [home, "/root", "~", "$HOME", `\${HOME}`];
  return paths.flatMap((path) => {
    const start = homes.find((each) => path.startsWith(`${each}/`));
    if (start !== undefined) {
      return place === "home" ? [path.slice(start.length + 1)] : [];
    }
    const inside = path.startsWith(`${source}/`) ? path.slice(source.length + 1) : path;
    return place === "source" && !inside.startsWith("/") ? [inside] : [];
  });
}

/** Cache paths that this machine does not keep: absolute paths outside the source and the home folder. */
export function unkeptPaths({ paths }: CacheRules): string[] {
  return paths.filter((path) => path.startsWith("/") && !path.startsWith("/root/"));
}

function saveFrom(from: string, to: string, patterns: readonly string[]): number {
  const files = patterns.length === 0 ? [] : collect(filesBelow(from), { files: patterns });
  for (const file of files) {
    mkdirSync(dirname(join(to, file.to)), { recursive: true });
    cpSync(join(from, file.from), join(to, file.to), { verbatimSymlinks: true });
  }
  return files.length;
}

function copyAll(from: string, to: string): number {
  const files = existsSync(from) ? filesBelow(from) : [];
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(from, file), join(to, file), { verbatimSymlinks: true });
  }
  return files.length;
}

/** A key with its variables and the hashes of `codebuild-hash-files`, which CodeBuild alone has. */
function readKey(key: string, source: string, variables: Readonly<Record<string, string>>): string {
  return key
    .replace(/\$\(codebuild-hash-files ([^)]*)\)/g, (_, patterns: string) => hashFiles(source, patterns.split(/\s+/)))
    .replace(/\$\{?([A-Za-z_]\w*)\}?/g, (_, name: string) => variables[name] ?? "");
}

function hashFiles(source: string, patterns: readonly string[]): string {
  const hash = createHash("sha256");
  for (const { from } of collect(filesBelow(source), {
    files: patterns.map((text) => text.replace(/^['"]|['"]$/g, "")),
  })) {
    hash
      .update(from)
      .update("\0")
      .update(readFileSync(join(source, from)));
  }
  return hash.digest("hex");
}
