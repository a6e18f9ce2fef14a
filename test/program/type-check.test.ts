import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, runNode } from "../support/command";

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

describe("the check of types", () => {
  it("fails on a wrong type, and says where", async () => {
    const { status, stdout } = await runNode(tsc, "--noEmit", "-p", "test/fixtures/type-error/tsconfig.json");
    assert.deepEqual(stdout.trimEnd().split("\n"), [
      "test/fixtures/type-error/index.ts(4,14): error TS2322: Type 'number' is not assignable to type 'string'.",
    ]);
    assert.notEqual(status, 0);
  });

  it("is what npm run check runs, over the program and all sources", async () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.equal(scripts.check, "tsc --noEmit -p tsconfig.json");
    const { stdout } = await runNode(tsc, "--showConfig", "-p", "tsconfig.json");
    const { compilerOptions, files } = JSON.parse(stdout);
    assert.equal(compilerOptions.noCheck, undefined);
    assert.equal(compilerOptions.strict, true);
    for (const file of [
      "index.ts",
      "components/index.ts",
      "policy/index.ts",
      "cli/cli.ts",
      "test/program/type-check.test.ts",
    ]) {
      assert.ok(files.includes(`./${file}`), `${file} is not checked`);
    }
  });
});
