import assert from "node:assert/strict";
import type { BuildResult } from "../../../cli/build/reproduce";
import { buildReport, buildSucceeds, commandLine } from "../../../cli/report/build";
import { plain } from "../../../cli/report/style";

const clean: BuildResult = {
  commands: [{ phase: "build", command: "make", status: 0, duration: 1260 }],
  failed: [],
  uploads: true,
  isRetried: false,
  artifacts: [],
  reports: [],
  exported: {},
  retries: 0,
};

describe("the report of a build", () => {
  it("lists the first 20 files of an artifact and counts the others", () => {
    const files = Array.from({ length: 23 }, (_, index) => ({ from: `${index}.js`, to: `${index}.js` }));
    const lines = buildReport(
      { ...clean, artifacts: [{ name: "web", files }] },
      { name: "shop", artifacts: "S3" },
      plain,
    );
    assert.deepEqual(
      [...lines.slice(0, 3), ...lines.slice(-3)],
      [
        "",
        "artifact web: CodeBuild uploads 23 files",
        "  0.js",
        "  19.js",
        "  and 3 more",
        "✓ shop succeeds, 1 command, 1.3 s",
      ],
    );
  });

  it("says that a project without artifacts uploads none", () => {
    assert.deepEqual(buildReport(clean, { name: "test", artifacts: "NO_ARTIFACTS" }, plain), [
      "",
      "CodeBuild uploads no artifact: the project has NO_ARTIFACTS",
      "✓ test succeeds, 1 command, 1.3 s",
    ]);
  });

  it("fails for a failed phase and for an artifact without files, and not for a report without files", () => {
    const empty = [{ name: "x", files: [] }];
    assert.equal(buildSucceeds({ ...clean, failed: ["build"] }), false);
    assert.equal(buildSucceeds({ ...clean, artifacts: empty }), false);
    assert.equal(buildSucceeds({ ...clean, reports: empty }), true);
    assert.equal(
      commandLine({ phase: "build", command: "x", status: 2, duration: 90 }, plain),
      "✗ exit status 2, 0.1 s",
    );
  });
});
