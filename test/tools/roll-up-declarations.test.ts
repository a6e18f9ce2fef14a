import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rollUpDeclarations } from "./roll-up-declarations";

describe("declarations of the package", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "declarations-"));
    mkdirSync(join(folder, "part"));
    const files = {
      "index.d.ts": 'export { A } from "./a";\nexport declare const b: import("./b").B;\n',
      "a.d.ts": 'import type { C } from "./common";\n/** An A. */\nexport interface A extends C {\n}\n',
      "b.d.ts": "export interface B {\n}\n",
      "common.d.ts": "/** A C. */\nexport interface C {\n    /** Its name. */\n    name: string;\n}\n",
      "part/index.d.ts": 'import type { C } from "../common";\nexport interface D extends C {\n}\n',
      "internal.d.ts": 'import type { A } from "./a";\n',
      "internal.js": "",
    };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("are one file for an entry point, with the types that it reaches and their comments", async () => {
    await rollUpDeclarations(folder, ["index", "part/index"]);
    const left = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path !== "part");
    assert.deepEqual(left.sort(), ["index.d.ts", "internal.js", "part/index.d.ts", "shared.d.ts"]);
    const read = (path: string) => readFileSync(join(folder, path), "utf8");
    assert.match(read("index.d.ts"), /\/\*\* An A\. \*\/\ninterface A extends C {\n}/);
    assert.match(read("part/index.d.ts"), /^import \{ C \} from '..\/shared\.js';$/m);
    assert.match(
      read("shared.d.ts"),
      /\/\*\* A C\. \*\/\ninterface C {\n {4}\/\*\* Its name\. \*\/\n {4}name: string;\n}/,
    );
  });

  it("are refused when a type is missing", async () => {
    rmSync(join(folder, "common.d.ts"));
    await assert.rejects(rollUpDeclarations(folder, ["index"]), /Could not resolve "\.\/common"/);
  });
});
