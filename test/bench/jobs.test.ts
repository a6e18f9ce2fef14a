import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobs, jobTable, linesOf, nonBlankLines } from "./jobs";

const root = join(__dirname, "../..");
const most: Readonly<Record<string, number>> = { library: 30, "function-two-accounts": 48, service: 60 };

describe("the lines of the three jobs", () => {
  for (const job of jobs) {
    it(`stay within ${most[job.example]}, at most 120 columns wide, without an IAM statement: ${job.example}`, () => {
      const { ours } = linesOf(root, job, undefined);
      assert.ok(ours <= (most[job.example] ?? 0), `${ours} lines`);
      const text = readFileSync(join(root, "examples", job.example, "index.ts"), "utf8");
      assert.deepEqual(
        text.split("\n").filter((line) => line.length > 120),
        [],
      );
      assert.doesNotMatch(text, /Effect|Statement|actions: \["[a-z0-9]+:/);
    });
  }

  it("count no blank line", () => {
    assert.equal(nonBlankLines("a\n\n  \nb\n"), 2);
  });

  it("stand beside those of CDK, measured where the programs are, stated otherwise", () => {
    const folder = mkdtempSync(join(tmpdir(), "cdk-jobs-"));
    try {
      writeFileSync(join(folder, "cdk1.ts"), "one\n\ntwo\nthree\n");
      const cdk = jobTable(root, folder)
        .split("\n")
        .slice(2, 5)
        .map((row) => row.split(" | ").at(-1));
      assert.deepEqual(cdk, ["3 |", "61, stated |", "119, stated |"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
