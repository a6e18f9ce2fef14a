import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const root = join(__dirname, "../../../..");
const ahead = ["code-cache", "late-transpiler"].map((name) => `--require=${root}/bin/cli/preview/process/${name}.js`);

/** Registers ts-node as the SDK does, and runs a program. */
const start = `
  const { loadTypeScriptCompilerOptions, typeScriptRequireStrings } = require("@pulumi/pulumi/tsutils");
  const { typescriptRequire, tsnodeRequire } = typeScriptRequireStrings();
  const compilerOptions = loadTypeScriptCompilerOptions("tsconfig.json");
  const ts = require(typescriptRequire);
  require(tsnodeRequire).register({
    compiler: typescriptRequire,
    transpileOnly: compilerOptions.noCheck,
    project: "tsconfig.json",
    skipProject: false,
    compilerOptions: { target: "ES2020", module: "nodenext", moduleResolution: "nodenext", sourceMap: "true", ...compilerOptions },
  });
  try {
    require(process.cwd() + "/index.ts");
  } catch (error) {
    console.log(error.message.trim().split("\\n").at(-1));
  }
  const isLoaded = Object.keys(require.cache).some((file) => /ts-node.dist.configuration/.test(file));
  console.log(ts.version.split(".").length, isLoaded ? "compiler" : "no compiler");
`;

const config = JSON.stringify({ compilerOptions: { noCheck: true } });
const program = {
  "package.json": "{}",
  "tsconfig.json": config,
  "index.ts": `import { size } from "./size";

interface Line { readonly text: string }

const frame = new Error().stack?.split("\\n")[1] ?? "";
const line: Line = { text: frame.replace(/.*[/(]/, "") };
console.log(size, line.text);
`,
  "size.ts": "export const size: number = 12;\n",
};

function projectOf(files: Readonly<Record<string, string>>) {
  const directory = temporaryDirectory(files);
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  const cache = join(directory, "cache");
  return {
    write: (name: string, content: string) => writeFileSync(join(directory, name), content),
    kept: () => readdirSync(cache).filter((name) => name.endsWith(".json")).length,
    run: (options: readonly string[] = ahead, env: NodeJS.ProcessEnv = {}) => {
      const { stdout, stderr } = spawnSync(process.execPath, ["--no-warnings", ...options, "-e", start], {
        cwd: directory,
        encoding: "utf8",
        env: { ...process.env, NODE_PATH: "", AWS_PIPELINES_CODE_CACHE: join(cache, "code"), ...env },
      });
      assert.equal(stderr, "");
      return stdout.trimEnd().split("\n");
    },
  };
}

describe("a program in TypeScript that is transpiled alone", () => {
  afterEach(removeTemporaryDirectories);

  it("is transpiled once, and its traces have the places of its sources", () => {
    const { run, kept } = projectOf(program);
    const plain = run([]);
    assert.deepEqual(plain, ["12 index.ts:5:15)", "3 compiler"]);
    assert.deepEqual(run(), plain);
    assert.equal(kept(), 1);
    assert.deepEqual(run(), [plain[0], "3 no compiler"]);
  });

  it("is transpiled anew where a source or the configuration changes", () => {
    const { run, write, kept } = projectOf(program);
    run();
    write("size.ts", "export const size: number = 13;\n");
    assert.deepEqual(run(), ["13 index.ts:5:15)", "3 compiler"]);
    assert.deepEqual(run(), ["13 index.ts:5:15)", "3 no compiler"]);
    write("tsconfig.json", JSON.stringify({ compilerOptions: { noCheck: true, target: "es2022" } }));
    assert.equal(run()[1], "3 compiler");
    assert.equal(kept(), 2);
  });

  it("gets the error of a changed source that is not TypeScript", () => {
    const { run, write } = projectOf(program);
    run();
    write("size.ts", "export const = 13;\n");
    const plain = run([]);
    assert.match(plain[0] ?? "", /^size\.ts\(1,16\): error TS1134/);
    assert.deepEqual(run(), plain);
  });

  it("is left to ts-node where its configuration has more than options, or its types are checked", () => {
    const base = JSON.stringify({ compilerOptions: { noCheck: true, types: [], lib: ["es2022"] } });
    const configs = [
      JSON.stringify({ extends: "./base.json", compilerOptions: { noCheck: true } }),
      JSON.stringify({ "ts-node": { logError: false }, compilerOptions: { noCheck: true } }),
      JSON.stringify({ compilerOptions: { noCheck: true, allowJs: true } }),
      `// comment\n${config}`,
    ];
    for (const content of configs) {
      const { run, kept } = projectOf({ ...program, "tsconfig.json": content, "base.json": base });
      assert.deepEqual(run(), ["12 index.ts:5:15)", "3 compiler"], content);
      assert.equal(kept(), 0, content);
    }
    const { run, kept } = projectOf(program);
    run(ahead, { TS_NODE_PRETTY: "false" });
    assert.equal(kept(), 0);
  });

  it("loads files of other kinds as without", () => {
    const index = 'console.log(require("./part.cts").part);\n';
    const { run } = projectOf({ ...program, "index.ts": index, "part.cts": "exports.part = 1 as number;\n" });
    assert.deepEqual(run([])[0], "1");
    assert.deepEqual(
      [run(), run()],
      [
        ["1", "3 compiler"],
        ["1", "3 compiler"],
      ],
    );
  });
});
