import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const loader = join(__dirname, "../../../../bin/cli/preview/process/code-cache.js");

function folderWith(files: Readonly<Record<string, string>>) {
  const directory = temporaryDirectory(files);
  const cache = join(directory, "cache", "code");
  const main = join(directory, "main.js");
  const env = { ...process.env, NODE_NO_WARNINGS: "1", AWS_PIPELINES_CODE_CACHE: cache };
  const start = (...options: string[]) =>
    spawnSync(process.execPath, [...options, main], { encoding: "utf8", env, timeout: 60_000 });
  return {
    directory,
    cache,
    start: (...before: string[]) => start(...before, "--require", loader),
    startPlainly: () => start(),
  };
}

describe("the code that is kept for the next process", () => {
  afterEach(removeTemporaryDirectories);

  it("does what the sources do, as they are now", () => {
    const { start, directory, cache } = folderWith({
      "main.js": 'console.log(require("./part").answer());',
      "part.js": "exports.answer = () => 41;",
    });
    assert.equal(start().stdout, "41\n");
    const kept = readFileSync(cache);
    assert.equal(start().stdout, "41\n");
    assert.deepEqual(readFileSync(cache), kept, "what was kept was not taken");
    writeFileSync(join(directory, "part.js"), "exports.answer = () => 42;");
    assert.equal(start().stdout, "42\n");
    assert.notDeepEqual(readFileSync(cache), kept);
    assert.equal(start().stdout, "42\n");
  });

  it("is not noticed by modules: they require, import and are traced as without", () => {
    const { start, startPlainly } = folderWith({
      "main.js": `
        const { trace } = require("./part");
        console.log(require.main === module, require.resolve("./part"), require.resolve.paths("part"));
        console.log(module.children.length, __filename in require.cache, trace());
        import("./new.mjs").then(({ value }) => console.log(value, require("./old.mjs").value));`,
      "part.js": '"use strict"; exports.trace = () => new Error("here").stack;',
      "new.mjs": 'export { value } from "./old.mjs";',
      "old.mjs": 'export const value = "imported";',
    });
    const plain = startPlainly().stdout.split("\n");
    const first = start().stdout.split("\n");
    assert.equal(plain.at(-2), "imported imported");
    // The loader itself is one more module, and has a frame of its own below those of the modules.
    const ofModules = (lines: string[]) => lines.filter((line) => !/code-cache\.js|node:internal/.test(line));
    assert.deepEqual(ofModules(first), ofModules(plain));
    assert.deepEqual(start().stdout.split("\n"), first);
  });

  it("leaves what is no script for Node to tell", () => {
    const { start, startPlainly } = folderWith({ "main.js": "const = 1;" });
    const { status, stderr } = start();
    assert.equal(status, 1);
    assert.deepEqual(stderr.split("\n").slice(0, 5), startPlainly().stderr.split("\n").slice(0, 5));
  });

  it("leaves an import that is evaluated from a text for Node to do", () => {
    const { start } = folderWith({
      "main.js": "eval('import(\"./part.mjs\")').then(({ answer }) => console.log(answer));",
      "part.mjs": "export const answer = 42;",
    });
    assert.deepEqual([start().stdout, start().stdout], ["42\n", "42\n"]);
  });

  it("is made anew where what was kept cannot be read", () => {
    const { start, cache } = folderWith({ "main.js": "console.log(1);" });
    assert.equal(start().stdout, "1\n");
    const kept = readFileSync(cache);
    for (const length of [0, 2, 40]) {
      writeFileSync(cache, kept.subarray(0, length));
      assert.equal(start().stdout, "1\n");
      assert.equal(readFileSync(cache).length, kept.length);
    }
  });

  it("is compiled again where it is damaged", () => {
    const { start, cache } = folderWith({ "main.js": 'console.log("as the source says");' });
    start();
    const kept = readFileSync(cache);
    const first = 4 + kept.readUInt32LE(0);
    for (let at = first + 40; at < kept.length; at += Math.ceil((kept.length - first) / 8)) {
      const damaged = Buffer.from(kept);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
      writeFileSync(cache, damaged);
      const { status, stdout } = start();
      assert.deepEqual({ status, stdout }, { status: 0, stdout: "as the source says\n" }, `byte ${at}`);
      assert.notDeepEqual(readFileSync(cache), damaged);
    }
  });

  it("leaves a module with types for Node to load, which removes them after this step", () => {
    const { start, directory } = folderWith({
      "node.js": `
        const { prototype } = require("node:module");
        const compile = prototype._compile;
        prototype._compile = function (content, file, format) {
          return format?.endsWith("typescript") ? console.log("by Node") : compile.call(this, content, file, format);
        };`,
      "main.js": `
        const Module = require("node:module");
        new Module("typed.ts")._compile("console.log(id<number>(7))", "typed.ts", "commonjs-typescript");`,
    });
    assert.equal(start("--require", join(directory, "node.js")).stdout, "by Node\n");
  });

  it("leaves modules for Node to load where source maps are enabled", () => {
    const map = { version: 3, sources: ["part.ts"], names: [], mappings: "AAKA" };
    const url = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}`;
    const { start } = folderWith({
      "main.js": 'process.setSourceMapsEnabled(true); console.log(require("./part").stack);',
      "part.js": `module.exports = new Error("here");\n//# sourceMappingURL=${url}`,
    });
    for (const { stdout } of [start(), start()]) {
      assert.match(stdout, /part\.ts:6:/);
    }
  });

  it("leaves the end of a process to a module that handles its signal, once", () => {
    const { start } = folderWith({
      "main.js": `
        process.on("SIGTERM", () => { console.log("handled"); setTimeout(() => process.exit(0), 50); });
        setInterval(() => undefined, 1000);
        process.kill(process.pid, "SIGTERM");`,
    });
    assert.deepEqual([start().stdout, start().status], ["handled\n", 0]);
  });

  it("is kept by a process that is ended too, which ends by the same signal", () => {
    const { start, cache } = folderWith({
      "main.js": 'setInterval(() => undefined, 1000); process.kill(process.pid, "SIGTERM");',
    });
    assert.equal(start().signal, "SIGTERM");
    assert.ok(existsSync(cache));
  });

  it("is done without where it cannot be kept", () => {
    const { start, directory, cache } = folderWith({ "main.js": "console.log(1);" });
    writeFileSync(join(directory, "cache"), "a file where the folder would be");
    assert.equal(start().stdout, "1\n");
    assert.ok(!existsSync(cache));
  });
});
