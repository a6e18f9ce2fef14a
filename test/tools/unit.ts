import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");

// The slowest files start first. A slow file that starts last keeps one process busy while the others wait.
const slowest = [
  "test/components/recipes/hostile-repositories.test.ts",
  "test/components/recipes/terraform-destroy.test.ts",
  "test/components/recipes/pulumi-destroy.test.ts",
  "test/program/iam-exhaustive.test.ts",
  "test/policy/rules/total.test.ts",
  "test/program/broken.test.ts",
  "test/cli/preview/program-shapes.test.ts",
  "test/cli/preview/policy-packs.test.ts",
  "test/cli/cli.test.ts",
  "test/package/docs.test.ts",
  "test/tools/generated-files.test.ts",
];

/**
 * The test files of a folder or a file, given by its own path or by the path of the sources that it mirrors.
 *
 * @throws {Error} when there is none
 */
export function testFilesOf(path: string): string[] {
  const source = path.replace(/^\.\//, "").replace(/\/$/, "");
  const mirrored = source === "test" || source.startsWith("test/") ? source : `test/${source}`;
  const candidates = [mirrored, mirrored.replace(/\.ts$/, ".test.ts")];
  const found = candidates.find((candidate) => existsSync(join(root, candidate)));
  const files = found === undefined ? [] : statSync(join(root, found)).isFile() ? [found] : testFilesIn(found);
  if (files.length === 0) {
    throw new Error(`${path} has no tests: no ${candidates.join(" or ")}`);
  }
  return files;
}

/** All test files, the slowest first. */
export function allTestFiles(): string[] {
  const files = testFilesIn("test");
  const missing = slowest.filter((file) => !files.includes(file));
  if (missing.length > 0) {
    throw new Error(`test/tools/unit.ts names files that do not exist: ${missing.join(", ")}`);
  }
  return [...slowest, ...files.filter((file) => !slowest.includes(file))];
}

function testFilesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(folder, name))
    .sort();
}

/** Runs all tests and checks their coverage, or the tests of some paths alone. Compiles what the tests start first. */
function runUnit(args: readonly string[]): number {
  const paths = args.filter((arg) => arg !== "--no-build");
  const files = paths.length === 0 ? allTestFiles() : [...new Set(paths.flatMap(testFilesOf))];
  if (paths.length === args.length) {
    const build = files.some((file) => file.startsWith("test/package/")) ? "package" : "build";
    const status = run("npm", ["run", "--silent", build]);
    if (status !== 0) {
      return status;
    }
  }
  const parallel = files.length > 8 ? ["--parallel", "--jobs", `${Math.max(2, availableParallelism())}`] : [];
  const coverage = paths.length === 0 ? ["c8"] : [];
  return run("npx", ["--no-install", ...coverage, "mocha", ...parallel, ...files]);
}

function run(command: string, args: readonly string[]): number {
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status ?? 1;
}

if (require.main === module) {
  process.exitCode = runUnit(process.argv.slice(2));
}
