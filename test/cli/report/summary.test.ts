import assert from "node:assert/strict";
import type { Violation } from "../../../cli/preview/analysis/verdict";
import { plain } from "../../../cli/report/style";
import { duration, summaryReport } from "../../../cli/report/summary";
import { shop } from "../insight/programs";
import { resource, result, stackResource } from "../preview/support/resource";
import { pack, policy } from "./verdicts";

const component = resource("acme:index:Site", "site", { custom: false });
const violation = (urn: string, level: "mandatory" | "advisory", message: string): Violation => ({
  urn,
  level,
  message,
});

describe("the summary of a preview", () => {
  it("shows place, counts, findings with the worst first, each pipeline with its starts and waits, and the verdict", () => {
    const report = summaryReport(
      result({
        resources: [stackResource, component, shop],
        config: { "aws:allowedAccountIds": '["111122223333"]' },
        packs: [
          pack(
            policy("advises", { severity: "low", violations: [violation(shop.urn, "advisory", "better so")] }),
            policy("demands", { severity: "high", violations: [violation("", "mandatory", "encrypt it")] }),
            policy("idle", { judged: 0 }),
          ),
        ],
        status: 1,
        duration: 1049,
      }),
      plain,
      100,
    );
    assert.equal(
      report,
      `shop/dev  account 111122223333 · eu-central-1 · 3 to create
1 Site

✗ demands (high)
  encrypt it
! advises (low)
  better so
  aws:codepipeline:Pipeline shop

shop
  Source → Build → ⏸ Approve → Deploy (222233334444 eu-west-1)
  starts  push to acme/shop, branch main
  waits   Approve for approvers, at most 2 days

Cost: $0.00 a month fixed, at least $0.60 with 20 runs of each pipeline and builds of 6 minutes. Not
  counted: 120 build minutes of project shop-image, which the program does not make and 120 build
  minutes of project shop-lint, which the program does not make.
AWS was not contacted: its own validation did not run. --verbose shows every resource and verdict.
✗ Mandatory policies are violated (2 of 3 policies judged 3 resources, 1.0 s)
`,
    );
  });

  it("keeps every line within the width, names six resources of a finding and counts the others", () => {
    const many = Array.from({ length: 40 }, (_, index) => resource("aws:s3/bucket:Bucket", `bucket-${index}`));
    const violations = many.map(({ urn }) => violation(urn, "mandatory", "one long message ".repeat(12)));
    const packs = [pack(policy("cmk", { violations }))];
    for (const width of [60, 80, 120, 200]) {
      const lines = summaryReport(result({ resources: [shop, ...many], packs }), plain, width).split("\n");
      assert.deepEqual(
        lines.filter((line) => line.length > width),
        [],
      );
      assert.match(lines.join(" ").replace(/\s+/g, " "), /Bucket bucket-0, bucket-1, .*bucket-5 and 34 more/);
    }
  });

  it("names the setting that a finding is about, with its line", () => {
    const logs = resource("aws:cloudwatch/logGroup:LogGroup", "logs", { inputs: { retentionInDays: 30 } });
    const violations = [{ urn: logs.urn, level: "advisory" as const, message: "retentionInDays should be 365" }];
    const settings = { file: "Pulumi.dev.yaml", values: [{ key: "logRetentionInDays", value: 30, line: 62 }] };
    const packs = [pack(policy("retention", { violations }))];
    assert.match(
      summaryReport(result({ resources: [logs], settings, packs }), plain, 100),
      /^! retention\n {2}retentionInDays should be 365\n {2}logRetentionInDays in Pulumi\.dev\.yaml:62\n {2}aws:cloudwatch:LogGroup logs\n/m,
    );
  });

  it("shows five advisories and counts the others, but every mandatory finding", () => {
    const findings = (level: "mandatory" | "advisory", count: number) =>
      Array.from({ length: count }, (_, index) =>
        policy(`${level}-${index}`, { violations: [violation("", level, "m")] }),
      );
    const packs = [pack(...findings("mandatory", 8), ...findings("advisory", 7))];
    const report = summaryReport(result({ packs }), plain, 100);
    assert.equal(report.match(/^✗ mandatory-/gm)?.length, 8);
    assert.equal(report.match(/^! advisory-/gm)?.length, 5);
    assert.match(report, /\n {2}2 more advisories: --verbose\n/);
  });

  it("says that a pipeline without a start is started by hand, and that no pack ran", () => {
    const bare = resource("aws:codepipeline/pipeline:Pipeline", "bare", { inputs: { name: "bare", stages: [] } });
    const report = summaryReport(result({ resources: [bare] }), plain, 100);
    assert.match(report, /\n {2}starts {2}by hand, or by a pipeline of another program\n/);
    assert.match(report, /✓ The program runs \(no policy pack, 1\.2 s\)\n$/);
  });

  it("names the builds on a schedule, one line for each", () => {
    const rule = resource("aws:cloudwatch/eventRule:EventRule", "nightly", {
      inputs: { name: "nightly", scheduleExpression: "cron(0 3 * * ? *)" },
    });
    const arn = "arn:aws:codebuild:eu-central-1:111122223333:project/shop-drift";
    const target = resource("aws:cloudwatch/eventTarget:EventTarget", "t", { inputs: { rule: "nightly", arn } });
    const report = summaryReport(result({ resources: [rule, target] }), plain, 100);
    assert.match(report, /\nBuilds on a schedule\n {2}shop-drift by cron\(0 3 \* \* \? \*\)\n/);
  });

  it("writes minutes in the unit that a person would use", () => {
    assert.deepEqual([2880, 60, 90, 1].map(duration), ["2 days", "1 hour", "90 minutes", "1 minute"]);
  });
});
