import assert from "node:assert/strict";
import { secret, UNKNOWN } from "../../../cli/preview/base/property-value";
import { Progress } from "../../../cli/report/progress";
import { coloured, plain, showsColours } from "../../../cli/report/style";
import { failureReport, textReport } from "../../../cli/report/text";
import { resource, result, stackResource } from "../preview/support/resource";
import { policy } from "./verdicts";

const bucket = resource("aws:s3/bucket:Bucket", "logs");

describe("the text report", () => {
  it("shows the tree, each policy's verdict, outputs, counts, diagnostics and the time it took", () => {
    const policies = [
      policy("passes", {}),
      policy("passes-many", { judged: 2 }),
      policy("stack-passes", { kind: "stack" }),
      policy("fails", {
        violations: [
          { urn: bucket.urn, level: "mandatory", message: "first line\nsecond line" },
          { urn: "", level: "mandatory", message: "too much" },
        ],
      }),
      policy("advises", {
        level: "advisory",
        violations: [{ urn: bucket.urn, level: "advisory", message: "better so" }],
      }),
      policy("changes", { level: "remediate", remediated: [bucket.urn], judged: 0 }),
      policy("could-change", { level: "remediate", judged: 0 }),
      policy("concerns-nothing", { judged: 0 }),
      policy("is-off", { level: "disabled", judged: 0 }),
    ];
    const report = textReport(
      result({
        resources: [stackResource, bucket],
        packs: [{ name: "pack", version: "1.0.0", policies }],
        outputs: { arn: UNKNOWN, key: secret("k") },
        diagnostics: [
          { severity: "warning", message: "look\nhere" },
          { severity: "info", message: "printed", urn: bucket.urn },
          { severity: "error", message: "late", urn: stackResource.urn },
        ],
        duration: 1049,
      }),
      plain,
    );
    assert.equal(
      report,
      `Previewing update (dev) offline:

     Type                 Name      Plan
 +   pulumi:pulumi:Stack  shop-dev  create
 +   └─ aws:s3:Bucket     logs      create

Policies:
    pack v1.0.0: 5 of 9 policies judged 2 resources, 2 with findings
    ✓ passes        mandatory  1 resource
    ✓ passes-many   mandatory  2 resources
    ✓ stack-passes  mandatory  stack
    ✗ fails         mandatory  2 violations
        aws:s3:Bucket (logs)
          first line
          second line
        the whole stack
          too much
    ! advises       advisory   1 finding
        aws:s3:Bucket (logs)
          better so
    ~ changes       remediate  1 resource changed
    - 2 more apply to no resource, 1 is disabled

Outputs:
    arn: [unknown]
    key: [secret]

Resources:
    + 2 to create

Diagnostics:
  pulumi:pulumi:Stack (shop-dev):
    warning: look
    here
    error: late
  aws:s3:Bucket (logs):
    printed

Duration: 1.0s
AWS was not contacted. Values that AWS assigns show as [unknown]; AWS's own validation did not run.
`,
    );
  });

  it("says of a pack that found nothing how much it looked at", () => {
    const packs = [{ name: "pack", version: "1.0.0", directory: "pack", policies: [policy("passes", {})] }];
    const report = textReport(result({ resources: [stackResource], packs }), plain);
    assert.match(report, /\n {4}pack v1\.0\.0: 1 of 1 policy judged 1 resource, no findings\n/);
  });

  it("counts what is read and imported, and leaves empty sections out", () => {
    const read = resource("aws:s3/bucket:Bucket", "old", { operation: "read" });
    const imported = resource("aws:s3/bucket:Bucket", "known", { operation: "import" });
    const report = textReport(result({ resources: [stackResource, read, imported] }), plain);
    assert.match(report, /Resources:\n {4}\+ 1 to create\n {4}= 1 to import\n {4}> 1 to read\n/);
    assert.doesNotMatch(report, /Policies:|Outputs:|Diagnostics:/);
  });

  it("has only diagnostics after a failure, also before there is a stack", () => {
    const failed = result({ resources: [], diagnostics: [{ severity: "error", message: "no\n" }] });
    assert.equal(failureReport(failed, plain), "Diagnostics:\n    error: no\n");
  });
});

describe("colours", () => {
  it("show on a terminal only, and not with NO_COLOR", () => {
    assert.equal(showsColours({ isTTY: true }, {}), true);
    assert.equal(showsColours({ isTTY: true }, { NO_COLOR: "" }), true);
    assert.equal(showsColours({ isTTY: true }, { NO_COLOR: "1" }), false);
    assert.equal(showsColours({}, {}), false);
    assert.equal(coloured("bad", "no"), "\u001b[31m\u001b[1mno\u001b[22m\u001b[39m");
  });
});

describe("progress", () => {
  it("is one line on a terminal, which goes away", () => {
    const written: string[] = [];
    const stream = { isTTY: true, write: (text: string) => written.push(text) };
    const progress = new Progress(stream, "Previewing:");
    progress.show(3);
    progress.end();
    assert.deepEqual(written, [
      "\r\u001b[KPreviewing: starting …",
      "\r\u001b[KPreviewing: 3 resources …",
      "\r\u001b[K",
    ]);
  });

  it("counts in the unit that is given", () => {
    const written: string[] = [];
    new Progress({ isTTY: true, write: (text: string) => written.push(text) }, "Previewing:", "stack").show(1);
    assert.equal(written[1], "\r\u001b[KPreviewing: 1 stack …");
  });

  it("is nothing where nobody watches", () => {
    const written: string[] = [];
    const progress = new Progress({ write: (text: string) => written.push(text) }, "Previewing:");
    progress.show(3);
    progress.end();
    assert.deepEqual(written, []);
  });
});
