import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTogether } from "./together";

describe("scripts that run at the same time", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "together-"));
    const scripts = {
      // Each waits for the file of the other: one after the other they would never end.
      first: "echo one; touch first; until [ -e second ]; do sleep 0.05; done",
      second: "touch second; until [ -e first ]; do sleep 0.05; done",
      last: "echo three",
      wrong: "echo no >&2; exit 3",
    };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "together", scripts }));
  });

  after(() => rmSync(folder, { recursive: true }));

  async function together(...scripts: string[]) {
    const printed: string[] = [];
    const status = await runTogether(scripts, (text) => printed.push(text), folder);
    return { status, printed: printed.sort() };
  }

  it("pass when all pass: each is printed when it has ended, the last one while it runs", async () => {
    assert.deepEqual(await together("first", "second", "last"), {
      status: 0,
      printed: ["last: passed\n", "one\nfirst: passed\n", "second: passed\n", "three\n"],
    });
  });

  it("fail with the status of the one that fails", async () => {
    assert.deepEqual(await together("wrong", "last"), {
      status: 3,
      printed: ["last: passed\n", "no\nwrong: failed with status 3\n", "three\n"],
    });
  });
});
