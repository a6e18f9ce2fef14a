import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle } from "./bundle";

const files = {
  "src/index.ts": `#!/usr/bin/env node
import { basename } from "node:path";
import { greet } from "./words";
import { command } from "./part/programs";
import data from "./data.json";

/** Says what it knows. */
export function say(name: string): string[] {
  const late: typeof import("./late") = require("./late");
  return [greet(name), late.answer(), command(), data.text, basename(__dirname), "the text __dirname"];
}
console.log(JSON.stringify(say("you")));
`,
  "src/words.ts": "export const greet = (name: string): string => ['hello', name].join(' ');\n",
  "src/late.ts": `import { basename } from "node:path";
import { greet } from "./words";
console.log("late");
export const answer = (): string => greet(basename(require.resolve("./other")));
`,
  "src/other.ts": "export const other = 1;\n",
  "src/part/programs.ts": `import { dig } from "./dig";
/** Runs in a build. */
function answer(value: number): number {
  // The reason.
  const found = value + 1;
  return found;
}
export function command(): string {
  return \`node -e '(\${answer.toString()})(1); \${dig.toString()}'\`;
}
`,
  "src/part/dig.ts": "export function dig(): string {\n  return __filename;\n}\n",
  "src/unused.ts": "export const unused = 1;\n",
  "bin/src/data.json": '{ "text": "data" }',
  "bin/src/unused.js": "",
};

describe("a bundle", () => {
  let root: string;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), "bundle-"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    await bundle({ root, sources: ["src"], entries: ["src/index.ts"], to: join(root, "bin"), sourcemap: true });
  });

  after(() => rmSync(root, { recursive: true }));

  const read = (path: string) => readFileSync(join(root, "bin/src", path), "utf8");

  it("has a file for each entry point and each module that is required later, and one for what they share", () => {
    const names = readdirSync(join(root, "bin/src"), { recursive: true, encoding: "utf8" });
    assert.deepEqual(
      names.filter((name) => name.endsWith(".js")).sort(),
      ["index.js", "late.js", "other.js", "words.js"].sort(),
    );
  });

  it("does what its sources do, wherever a module went", () => {
    const output = execFileSync(process.execPath, [join(root, "bin/src/index.js")], { encoding: "utf8" });
    const [late, said = ""] = output.split("\n");
    assert.equal(late, "late");
    const [greeting, answered, command, data, folder, text] = JSON.parse(said);
    assert.deepEqual(
      [greeting, answered, data, folder, text],
      ["hello you", "hello other.js", "data", "src", "the text __dirname"],
    );
    assert.equal(
      command,
      "node -e '(function answer(value) {\n    const found = value + 1;\n    return found;\n})(1); function dig() {\n    return __filename;\n}'",
    );
  });

  it("keeps names, and gives each statement a line", () => {
    assert.match(read("index.js"), /^#!\/usr\/bin\/env node\n/);
    assert.match(read("index.js"), /^function say\(name\)\{\nconst late=require\("\.\/late\.js"\);\nreturn\[/m);
    assert.doesNotMatch(read("index.js"), /Says what it knows/);
  });

  it("has maps to its sources", () => {
    const { sources } = JSON.parse(read("index.js.map"));
    assert.deepEqual(sources.sort(), ["../../src/index.ts", "../../src/part/programs.ts"]);
  });
});
