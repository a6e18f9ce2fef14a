import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "./shared";

describe("a value that the processes of a test run share", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "shared-"));
  });

  after(() => rmSync(folder, { recursive: true }));

  it("is made once, however many ask while it is made and later", async () => {
    let made = 0;
    const make = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      made += 1;
      return { made };
    };
    const asked = await Promise.all([once("a", make, folder), once("a", make, folder)]);
    assert.deepEqual([...asked, await once("a", make, folder)], [{ made: 1 }, { made: 1 }, { made: 1 }]);
  });

  it("is made again when making it failed", async () => {
    const failed = once("b", () => Promise.reject(new Error("first")), folder);
    await assert.rejects(failed, { message: "first" });
    assert.equal(await once("b", () => Promise.resolve("second"), folder), "second");
  });
});
