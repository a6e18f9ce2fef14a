import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { docsManifest, type RootManifest } from "../docs-package";
import { run } from "./run";

const publicRegistry = "https://registry.npmjs.org/";

/** Folders of the packages with a version and a changelog of their own. They are released in step. */
export const packageFolders = [".", "policy"] as const;

type Package = Pick<RootManifest, "name" | "version">;

/** Reads a package.json. */
export function packageIn(root: string, folder: string): RootManifest {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

/** All reasons against a release that need no tests. */
export function releaseProblems(root: string): string[] {
  const unregistered = registryProblems(root);
  return [
    ...treeProblems(root),
    ...versionProblems(root),
    ...unregistered,
    // Without a registry the published versions are unknown.
    ...(unregistered.length > 0 ? [] : publishedPackages(root).flatMap((one) => publishedProblems(root, one))),
  ];
}

/** A release consists of committed files only. */
export function treeProblems(root: string): string[] {
  const { output } = run(root, "git", "status", "--porcelain");
  return output === "" ? [] : [`the work tree is not clean; commit or undo:\n${output.replaceAll(/^/gm, "    ")}`];
}

function versionProblems(root: string): string[] {
  const [{ version }, other] = [packageIn(root, "."), packageIn(root, "policy")];
  const pending = readdirSync(join(root, ".changeset")).filter((file) => file.endsWith(".md") && file !== "README.md");
  return [
    ...(other.version === version
      ? []
      : [`the packages have two versions, ${version} and ${other.version}: run "npm run bump"`]),
    ...(pending.length === 0 ? [] : [`changes wait for a version: run "npm run bump" (${pending.join(", ")})`]),
    ...packageFolders.flatMap((folder) => changelogProblems(root, folder, version)),
  ];
}

function changelogProblems(root: string, folder: string, version: string): string[] {
  const path = join(folder, "CHANGELOG.md");
  const entry = readFileSync(join(root, path), "utf8")
    .split("\n")
    .find((line) => line === `## ${version}` || line.startsWith(`## ${version} `));
  if (entry === undefined) {
    return [`${path} says nothing of ${version}`];
  }
  return entry.includes("unreleased") ? [`${path} says that ${version} is unreleased: take the word out`] : [];
}

function registryProblems(root: string): string[] {
  const { name } = packageIn(root, ".");
  const scope = name.slice(0, name.indexOf("/"));
  const scoped = run(root, "npm", "config", "get", `${scope}:registry`, "--loglevel=error").output;
  const registry =
    scoped === "undefined" ? run(root, "npm", "config", "get", "registry", "--loglevel=error").output : scoped;
  return registry === publicRegistry
    ? [
        `the packages would go to ${publicRegistry}: name a private registry, npm config set ${scope}:registry=<address>`,
      ]
    : [];
}

/** All packages of a release. The documentation takes its name and version from the root. */
function publishedPackages(root: string): Package[] {
  return [...packageFolders.map((folder) => packageIn(root, folder)), docsManifest(packageIn(root, "."))];
}

function publishedProblems(root: string, { name, version }: Package): string[] {
  const { succeeded, output } = run(root, "npm", "view", `${name}@${version}`, "version", "--loglevel=error");
  if (succeeded) {
    return [`${name}@${version} is published already: run "npm run bump", or publish the other packages alone`];
  }
  return output.includes("code E404")
    ? []
    : [`the registry does not say whether ${name}@${version} is there:\n${output}`];
}
