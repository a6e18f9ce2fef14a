import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportPulumiDrift, reportTerraformDrift } from "../../../components/recipes/drift-report";

describe("a report of drift", () => {
  const folder = mkdtempSync(join(tmpdir(), "drift-"));
  after(() => rmSync(folder, { recursive: true }));

  const report = (line: (file: string) => string, text: string) => {
    const file = join(folder, "answer.json");
    writeFileSync(file, text);
    const { status, stdout } = spawnSync("bash", ["-c", line(file)], { encoding: "utf8" });
    return [status, stdout];
  };

  it("takes an answer that is no JSON as a failure, not as no drift", () => {
    const unknown = "The preview failed: whether anything drifted is unknown\n";
    assert.deepEqual(report(reportPulumiDrift, "error: no stack named dev"), [1, unknown]);
    assert.deepEqual(report(reportPulumiDrift, "{}"), [1, unknown]);
  });

  it("counts one resource as one", () => {
    const steps = [{ op: "delete", urn: "urn:pulumi:dev::shop::aws:x:Y::z" }];
    assert.deepEqual(report(reportPulumiDrift, JSON.stringify({ steps })), [
      1,
      "drift: delete aws:x:Y z\n1 resource drifted from the deployed commit\n",
    ]);
  });

  it("counts no resource that is the same, refreshed or only read", () => {
    const ops = ["same", "refresh", "read"].map((op) => ({ op, urn: "urn:pulumi:dev::shop::aws:x:Y::z" }));
    assert.deepEqual(report(reportPulumiDrift, JSON.stringify({ steps: ops })), [
      0,
      "0 resources drifted from the deployed commit\n",
    ]);
    const read = { resource_changes: [{ address: "data.x.y", change: { actions: ["read"] } }] };
    assert.deepEqual(report(reportTerraformDrift, JSON.stringify(read)), [
      0,
      "0 resources drifted from the deployed commit\n",
    ]);
  });
});
