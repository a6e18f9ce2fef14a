import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, transpileModule } from "typescript";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const root = join(__dirname, "../../../..");
const ahead = ["code-cache", "stack-traces"].map((name) => `--require=${root}/bin/cli/preview/process/${name}.js`);

/** Prints the place that the SDK takes of a resource, and whether a source map was decoded. */
const source = `
interface Frame { readonly uri: string; readonly line: number }
require("@cspotcode/source-map-support").install();
const { Resource } = require("@pulumi/pulumi");
const take = (depth: number): Frame[] => (depth === 0 ? Resource.stackTrace(4) : take(depth - 1));
const [frame] = take(20);
const decoded = require("@jridgewell/trace-mapping").isDecoded;
console.log(frame?.uri.split("/").at(-1), frame?.line, decoded === true);
`;

/** Counts the source maps that are read. */
const counting = `
const mapping = require("@jridgewell/trace-mapping");
const { originalPositionFor } = mapping;
mapping.originalPositionFor = (...args) => { mapping.isDecoded = true; return originalPositionFor(...args); };
`;

function projectOf() {
  const directory = temporaryDirectory({ "counting.js": counting });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  const cache = join(directory, "cache");
  const compile = (text: string) => {
    const { outputText, sourceMapText = "" } = transpileModule(text, {
      fileName: "program.ts",
      compilerOptions: { module: ModuleKind.CommonJS, sourceMap: true },
    });
    writeFileSync(join(directory, "program.js"), outputText);
    writeFileSync(join(directory, "program.js.map"), sourceMapText);
  };
  const keptFile = () => join(cache, readdirSync(cache).find((name) => name.endsWith(".places.json")) ?? "");
  compile(source);
  return {
    compile,
    keptFile,
    run: (...options: string[]) => {
      const args = ["--require=./counting.js", ...options, join(directory, "program.js")];
      const env = { ...process.env, AWS_PIPELINES_CODE_CACHE: join(cache, "code") };
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8", env });
      assert.equal(stderr, "");
      return stdout.trimEnd();
    },
  };
}

describe("the place of a resource in a source", () => {
  afterEach(removeTemporaryDirectories);

  it("is read from the source map once", () => {
    const { run } = projectOf();
    assert.equal(run(), "program.ts 5 true");
    assert.deepEqual([run(...ahead), run(...ahead)], ["program.ts 5 true", "program.ts 5 false"]);
  });

  it("is read anew from another source map, and without what was kept", () => {
    const { run, compile, keptFile } = projectOf();
    run(...ahead);
    const kept = readFileSync(keptFile(), "utf8");
    compile(`\n\n${source}`);
    assert.equal(run(...ahead), "program.ts 7 true");
    assert.equal(run(...ahead), "program.ts 7 false");
    writeFileSync(keptFile(), kept.slice(0, -2));
    assert.equal(run(...ahead), "program.ts 7 true");
  });
});
