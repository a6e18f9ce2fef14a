import assert from "node:assert/strict";
import type { EnvironmentState } from "../../../cli/fleet/progress";
import { type EnvironmentPreview, environmentLine, fleetPlanReport, fleetRunReport } from "../../../cli/report/fleet";
import { plain } from "../../../cli/report/style";
import { planFleet } from "../../../components/fleet/plan";

const { plan } = planFleet({
  defaults: { project: "shop" },
  environments: { dev: {}, berlin: {}, rome: {} },
  waves: [
    { name: "test", environments: ["dev"] },
    { name: "prod", environments: ["berlin", "rome"], approval: true, maxParallel: 1 },
  ],
});
assert.ok(plan);

describe("the report of a fleet", () => {
  it("shows the waves with the changes that each preview found", () => {
    const previews = new Map<string, EnvironmentPreview>([
      ["dev", { changes: { create: 3, update: 1, delete: 2, replace: 1, import: 1, same: 5 } }],
      ["berlin", { changes: { same: 9 } }],
      ["rome", { reason: "error: no stack" }],
    ]);
    assert.equal(
      fleetPlanReport(plan, previews, plain),
      `test, 1 environment
  dev     3 to create, 1 to update, 1 to replace, 2 to delete, 1 to import
⏸ prod, 2 environments, 1 at once
  berlin  no changes
  rome    ✗ error: no stack
`,
    );
  });

  const environments = new Map<string, EnvironmentState>([
    ["dev", { state: "succeeded", commit: "0123456789", changes: { update: 2 }, seconds: 9 }],
    ["berlin", { state: "failed", commit: "abcdefghij", reason: "error: a\nerror: b", seconds: 4 }],
  ]);
  const progress = { commit: "abcdefghij", fleet: "f", environments, approved: new Set<string>() };

  it("shows the result of each environment, an earlier commit if there is one, and the way on", () => {
    assert.equal(
      fleetRunReport(plan, progress, "failed", plain),
      `test, 1 environment
  dev     ✓ 2 updated, 9 s at commit 0123456
⏸ prod, 2 environments, 1 at once
  berlin  ✗ failed after 4 s: error: a; error: b
  rome    not started

✗ A deployment failed. 1 of 3 environments are deployed. Go on with --resume.
`,
    );
    const last = (result: Parameters<typeof fleetRunReport>[2]) =>
      fleetRunReport(plan, progress, result, plain).trimEnd().split("\n").at(-1);
    assert.equal(last("succeeded"), "✓ 1 of 3 environments are deployed.");
    assert.equal(
      last("waiting"),
      "⏸ A wave waits for its approval. 1 of 3 environments are deployed. Go on with --resume, and approve with --approve-wave.",
    );
    assert.equal(
      last("interrupted"),
      "✗ The run was interrupted. 1 of 3 environments are deployed. Go on with --resume.",
    );
  });

  it("has a line for each end", () => {
    const line = (state: EnvironmentState) => environmentLine("dev", state, "c1", plain);
    assert.equal(
      line({ state: "interrupted", commit: "c1", reason: "x", seconds: 1 }),
      "dev  ✗ interrupted after 1 s: x\n",
    );
    assert.equal(
      line({ state: "running", commit: "c1", process: { host: "h", pid: 1 } }),
      "dev  has no end in the record\n",
    );
  });
});
