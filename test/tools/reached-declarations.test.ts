import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeUnreachedDeclarations } from "./reached-declarations";

describe("declarations of the package", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "declarations-"));
    mkdirSync(join(folder, "part"));
    const files = {
      "index.d.ts": 'export { A } from "./a";\nexport declare const b: import("./b").B;\n',
      "a.d.ts": 'import type { C } from "./part";\nexport interface A extends C {}\n',
      "b.d.ts": "export interface B {}\n",
      "part/index.d.ts": "export interface C {}\n",
      "internal.d.ts": 'import type { A } from "./a";\n',
      "internal.js": "",
    };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("stay if an entry point needs them, and go otherwise", () => {
    removeUnreachedDeclarations(folder, [join(folder, "index.d.ts")]);
    const left = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path !== "part");
    assert.deepEqual(left.sort(), ["a.d.ts", "b.d.ts", "index.d.ts", "internal.js", "part/index.d.ts"]);
  });
});
