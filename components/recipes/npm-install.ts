import type * as fs from "node:fs";
import { runNode, shellQuote } from "./shell";

/** Variables by which a build holds credentials. Package managers need none of them. */
const credentials = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "PULUMI_ACCESS_TOKEN",
];

/** Variables that tools need which download something; all others may hold a secret. */
const harmless = ["PATH", "HOME", "TMPDIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "https_proxy", "no_proxy"];

/** Runs a command without the known credentials, and further variables, in its environment. */
export function withoutCredentials(command: string, further: readonly string[] = []): string {
  return `env ${[...credentials, ...further].map((name) => `-u ${name}`).join(" ")} ${command}`;
}

/** Runs a command with the harmless variables alone, and those that are named. */
export function withCleanEnvironment(command: string, ...names: string[]): string {
  const kept = [...harmless, ...names].map((name) => `\${${name}+"${name}=$${name}"}`);
  return `env -i ${kept.join(" ")} ${command}`;
}

/**
 * Installs the npm packages of a lock file. Runs no script of a package and no git, whatever an `.npmrc` says. npm
 * ignores `allow-git` before 11.10. The setting `git` names the program that npm runs, in every version.
 *
 * @see https://docs.npmjs.com/cli/commands/npm-ci
 */
export function npmCi(directory: string): string {
  return `npm ci --prefix ${shellQuoteFolder(directory)} --no-audit --no-fund --ignore-scripts --allow-git=none --git=/bin/false`;
}

/** A folder below `TOOLS_DIR` is for the shell to expand. */
function shellQuoteFolder(directory: string): string {
  return directory.startsWith("$TOOLS_DIR") ? `"${directory}"` : shellQuote(directory);
}

/**
 * A line that fails if a manifest or a lock file names a foreign package. Such a package comes from git, a path or an
 * address other than the public registry.
 */
export function refuseForeignPackages(folder: string): string {
  return runNode([`(${findForeignPackages.toString()})(require("node:fs"), process.argv[1]);`], `"${folder}"`);
}

/** Its source text runs in builds. */
function findForeignPackages({ readFileSync }: typeof fs, folder: string): void {
  const read = (file: string) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
  const lock = read("package-lock.json");
  interface Package {
    readonly resolved?: string;
    readonly link?: boolean;
    readonly integrity?: string;
    readonly dependencies?: Readonly<Record<string, unknown>>;
    readonly [key: string]: unknown;
  }
  // Lock files of version 1 and 2 nest packages in packages. The version of one that has no range is its address.
  const withNested = ([name, { dependencies = {}, ...entry }]: [string, Package]): [string, Package][] => [
    [name, { ...entry, dependencies: { version: entry.version } }],
    ...Object.entries(dependencies as Record<string, Package>).flatMap(withNested),
  ];
  const packages = [
    ...Object.entries<Package>(lock.packages ?? {}),
    ...Object.entries<Package>(lock.dependencies ?? {}).flatMap(withNested),
    ["package.json", read("package.json")] satisfies [string, Package],
  ];
  const isForeign = (spec: unknown) =>
    typeof spec === "string" &&
    (/[:/]/.test(spec.replace(/^npm:(@[\w.-]+\/)?[\w.-]+(@|$)/, "")) || spec.startsWith("."));
  const specs = (value: unknown): unknown[] =>
    typeof value === "object" && value !== null ? Object.values(value).flatMap(specs) : [value];
  const found = packages.flatMap(([name, entry]) => {
    const { resolved, link, integrity } = entry;
    const dependencies = [
      "dependencies",
      "devDependencies",
      "optionalDependencies",
      "peerDependencies",
      "overrides",
      "requires",
    ];
    const foreign = dependencies.flatMap((kind) => specs(entry[kind])).filter(isForeign);
    // Without the hash of the lock file, the registry could hand out another package on another day.
    const isElsewhere =
      resolved !== undefined && (!resolved.startsWith("https://registry.npmjs.org/") || integrity === undefined);
    return [
      ...(isElsewhere || link === true ? [`${name}: ${resolved}`] : []),
      ...foreign.map((spec) => `${name}: ${spec}`),
    ];
  });
  if (found.length > 0) {
    const reason = "These packages are not of the public npm registry. A destroy installs no others.";
    process.stderr.write(`${[reason, ...found].join("\n")}\n`);
    process.exitCode = 1;
  }
}
