import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readUsage } from "../../../cli/commands/cost";
import { DEFAULT_USAGE } from "../../../cli/insight/cost/usage";
import { root, run } from "../../support/command";

function refused(values: Parameters<typeof readUsage>[0]): string {
  try {
    readUsage(values);
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "PreviewError");
    return error.message;
  }
  return "accepted";
}

describe("the usage of cost", () => {
  const folder = mkdtempSync(join(tmpdir(), "usage-"));
  const file = join(folder, "usage.yaml");
  after(() => rmSync(folder, { recursive: true }));

  it("is 20 runs of 6 minutes, or as the options say", () => {
    assert.deepEqual(readUsage({}), DEFAULT_USAGE);
    assert.deepEqual(readUsage({ runs: "3", minutes: "1.5" }), { ...DEFAULT_USAGE, runs: 3, minutes: 1.5 });
  });

  it("is a file of runs, minutes by name and volumes, and an option wins over the file", () => {
    writeFileSync(
      file,
      "runs: 5\nlogsGb: 2\npipelines: { shop: { runs: 1 } }\nprojects: { image: { minutes: 9 }, checks: { runs: 100, minutes: 4 } }\n",
    );
    assert.deepEqual(readUsage({ usage: file, runs: "7" }), {
      ...DEFAULT_USAGE,
      runs: 7,
      logsGb: 2,
      runsOf: { shop: 1, checks: 100 },
      minutesOf: { image: 9, checks: 4 },
    });
  });

  it("is refused where it is no number or no key", () => {
    assert.equal(refused({ runs: "many" }), '--runs: "many" is no number of 0 or more');
    assert.equal(refused({ minutes: "-1" }), '--minutes: "-1" is no number of 0 or more');
    writeFileSync(file, "run: 5\n");
    assert.match(
      refused({ usage: file }),
      /usage\.yaml: run is no key of a usage file\. Use runs, minutes, objectsGb, /,
    );
    writeFileSync(file, "pipelines: { shop: 3 }\n");
    assert.match(refused({ usage: file }), /pipelines\.shop must be a mapping, such as \{ runs: 5 \}$/);
    writeFileSync(file, "projects: [a]\n");
    assert.match(refused({ usage: file }), /projects must be a mapping of names$/);
  });
});

describe("aws-pipelines cost", () => {
  it("estimates a stack to the cent, as JSON for programs", async () => {
    const { status, stdout, stderr } = await run(
      process.execPath,
      ["bin/cli/cli.js", "cost", "--stack", "dev", "--runs", "10", "--json"],
      { cwd: root },
    );
    assert.deepEqual([status, stderr], [0, ""]);
    const { fixed, byUse, total, groups } = JSON.parse(stdout);
    assert.deepEqual([fixed, byUse, total], [2, 1.72, 3.72]);
    assert.deepEqual(
      groups.map(({ tariff, units, usd }: Record<string, unknown>) => [tariff, units, usd]),
      [
        ["key", 2, 2],
        ["LINUX BUILD_GENERAL1_SMALL", 240, 1.2],
        ["actionMinute", 260, 0.52],
      ],
    );
  });
});
