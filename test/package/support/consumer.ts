import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Ended, npm, root, run, succeed } from "../../support/command";
import type { PrivateRegistry } from "./registry";

/** A project outside the repository that installs the packages from the registry. */
export interface Consumer {
  readonly folder: string;
  write(path: string, text: string): void;
  /** Runs an installed command of the project. */
  npx(...args: readonly string[]): Promise<Ended>;
  /** All files that processes of the project loaded as modules, without those of Node. */
  loadedModules(): string[];
  remove(): void;
}

const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Other dependencies of a consumer, in the tested versions. */
const ownPackages = ["@pulumi/aws", "@pulumi/pulumi", "@types/node", "ts-node", "typescript"].map(
  (name) => `${name}@${devDependencies[name]}`,
);

/** Makes a project from the quick start and installs its dependencies in the way of the quick start. */
export async function makeConsumer(registry: PrivateRegistry): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), "consumer-"));
  const example = (name: string) => join(root, "examples", name);
  cpSync(example("quick-start"), folder, { recursive: true });
  cpSync(example("own-policy-pack"), join(folder, "own-policy-pack"), { recursive: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const host = registry.url.replace("http:", "");
  write(".npmrc", `@platform:registry=${registry.url}\n${host}:_authToken=\${PLATFORM_TOKEN}\n`);
  const env = { PLATFORM_TOKEN: registry.token };
  const ours = ["@platform/aws-pipelines", "@platform/aws-pipelines-policy"];
  await succeed(npm(["install", "--prefer-offline", "--no-audit", ...ours, ...ownPackages], { cwd: folder, env }));

  const log = join(folder, "loaded.txt");
  write("record-modules.js", recordModules(log));
  const recording = { NODE_OPTIONS: `--require ${join(folder, "record-modules.js")}` };
  return {
    folder,
    write,
    npx: (command = "", ...args) =>
      run(join(folder, "node_modules/.bin", command), args, { cwd: folder, env: recording }),
    loadedModules: () => [
      ...new Set(
        readFileSync(log, "utf8")
          .split("\n")
          .filter((line) => line !== ""),
      ),
    ],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Records each module when it loads. The end of a policy pack is too late: a signal ends it. */
function recordModules(log: string): string {
  return [
    'const { appendFileSync } = require("node:fs");',
    'const { _extensions: extensions } = require("node:module");',
    'const load = extensions[".js"];',
    'extensions[".js"] = (module, file) => {',
    `  appendFileSync(${JSON.stringify(log)}, file + "\\n");`,
    "  return load(module, file);",
    "};",
    "",
  ].join("\n");
}
