import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { costDocument, readUsage } from "../../../cli/commands/cost";
import { estimateOf } from "../../../cli/insight/cost/estimate";
import { DEFAULT_USAGE } from "../../../cli/insight/cost/usage";
import type { Resource } from "../../../cli/preview/engine/resource";
import { root, run } from "../../support/command";
import { resource } from "../preview/support/resource";

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

describe("the JSON of an estimate", () => {
  const documentOf = (...resources: Resource[]) => costDocument(estimateOf(resources, {}, []), DEFAULT_USAGE);
  const secretIn = (region: string) => resource("aws:secretsmanager/secret:Secret", region, { inputs: { region } });

  it("has null in place of a sum without a known amount, and names the costs that have no price", () => {
    const { fixed, byUse, total, certainty, withoutPrice, groups, lines } = documentOf(secretIn("ap-south-2"));
    assert.deepEqual([fixed, byUse, total], [null, 0, null]);
    assert.deepEqual(certainty, { fixed: "unknown", byUse: "exact", total: "unknown" });
    assert.deepEqual(withoutPrice, ["1 secret in ap-south-2 (no price of the region here)"]);
    assert.deepEqual([groups[0]?.usd, lines[0]?.usd], [null, null]);
  });

  it("says that a sum is a lower bound", () => {
    const { total, certainty } = documentOf(secretIn("ap-south-2"), secretIn("us-east-1"));
    assert.deepEqual([total, certainty.total], [0.4, "at least"]);
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
    const { fixed, byUse, total, certainty, groups } = JSON.parse(stdout);
    assert.deepEqual([fixed, byUse, total], [2, 1.72, 3.72]);
    assert.deepEqual(certainty, { fixed: "exact", byUse: "exact", total: "exact" });
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
