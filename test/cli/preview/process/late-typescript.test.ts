import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const root = join(__dirname, "../../../..");
const run = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
const ahead = `--require=${join(root, "bin/cli/preview/process/late-typescript.js")}`;

/** Runs a pack that prints, in the place of its port, values and whether ts-node is loaded. */
function printed(files: Readonly<Record<string, string>>, ...options: string[]) {
  const directory = temporaryDirectory({ "package.json": '{ "main": "index" }', ...files });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  const { stdout, stderr } = spawnSync(process.execPath, ["--no-warnings", ...options, run, "127.0.0.1:1", directory], {
    cwd: directory,
    encoding: "utf8",
  });
  return { lines: stdout.trimEnd().split("\n"), stderr: stderr.replaceAll(directory, "DIRECTORY") };
}

const registered = 'Object.keys(require.cache).some((file) => file.includes("ts-node"))';
const compiled = { "index.js": `console.log(${registered}); process.exit(0);` };
// Without the types of Node, which take seconds to check.
const options = { module: "commonjs", lib: ["es5"], types: [], ignoreDeprecations: "6.0" };
const typed = {
  "index.js": `const before = ${registered}; console.log(before, require("./size").size, ${registered}); process.exit(0);`,
  "size.ts": "export const size: number = 12;\n",
  "tsconfig.json": JSON.stringify({ compilerOptions: options }),
};

describe("TypeScript of a pack", () => {
  after(removeTemporaryDirectories);

  it("is not registered for a compiled pack", () => {
    assert.deepEqual(printed(compiled, ahead).lines, ["false"]);
    assert.deepEqual(printed(compiled).lines, ["true"]);
  });

  it("is registered for the first file that needs it", () => {
    assert.deepEqual(printed(typed, ahead).lines, ["false 12 true"]);
    assert.deepEqual(printed(typed).lines, ["true 12 true"]);
  });

  it("is checked", () => {
    const wrong = { ...typed, "size.ts": 'export const size: number = "12";\n' };
    assert.match(printed(wrong, ahead).stderr, /size\.ts\(1,14\): error TS2322/);
  });
});
