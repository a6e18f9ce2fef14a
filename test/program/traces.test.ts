import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../support/command";
import { runPreview } from "./support/preview";

interface Transpiler {
  transpile(source: string, about: { readonly fileName: string }): { readonly outputText: string };
}

describe("a program that throws", () => {
  it("is told with the lines of its own sources, whatever turned them into JavaScript", async () => {
    const { status, stderr } = await runPreview("dev", "--cwd", "test/fixtures/program/throwing");
    assert.equal(status, 3);
    const frames = [...stderr.matchAll(/throwing\/(\w+\.ts:\d+)/g)].map(([, frame]) => frame);
    assert.match(stderr, /Error: size: nobody expected this/);
    assert.deepEqual(frames.slice(-2), ["fail.ts:8", "index.ts:11"]);
  });
});

describe("what transpiles the program", () => {
  const { prepareStackTrace } = Error;
  const { create }: { create(): Transpiler } = require(join(root, "transpile.cjs"));
  const transpiled = (source: string) => create().transpile(source, { fileName: "any.ts" }).outputText;

  after(() => {
    Error.prepareStackTrace = prepareStackTrace;
  });

  it("takes the types away and keeps every line, of each source anew and of the same one the same", () => {
    const source = (value: number) => `type Count = number;\nexport const count: Count = ${value};\n`;
    for (const value of [1, 2, 1]) {
      const [first, second, end] = transpiled(source(value)).split("\n");
      assert.match(first ?? "", /^"use strict";.*__esModule/);
      assert.equal(second, ` const count = ${value}; exports.count = count;`);
      assert.equal(end, "");
    }
  });

  it("leaves an import() to Node, which can load modules of the new kind that way alone", () => {
    assert.match(transpiled('export const load = () => import("zod");'), /=> import\("zod"\)/);
  });
});
