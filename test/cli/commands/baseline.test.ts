import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baselineText, readBaseline, withBaseline } from "../../../cli/commands/baseline-file";
import { baselineOf } from "../../../cli/insight/baseline";
import { root, run } from "../../support/command";
import { resource, result } from "../preview/support/resource";
import { policy as verdict } from "../report/verdicts";

const folder = mkdtempSync(join(tmpdir(), "baseline-"));
const file = join(folder, "baseline.json");
after(() => rmSync(folder, { recursive: true }));

describe("the file of a baseline", () => {
  it("has one entry a line, and is read as it was written", () => {
    const entries = [
      { policy: "a", urn: "u", digest: "1", expires: "2027-06-30", reason: "legacy" },
      { policy: "b", urn: "", digest: "2" },
    ];
    writeFileSync(file, baselineText(entries));
    assert.deepEqual(readBaseline(file), entries);
    assert.equal(readFileSync(file, "utf8").split("\n").length, 8);
    assert.equal(baselineText([]), '{\n  "version": 1,\n  "findings": []\n}\n');
  });

  it("is refused with every entry of another form", () => {
    writeFileSync(
      file,
      JSON.stringify({
        version: 1,
        findings: ["x", { policy: "a", urn: "u", digest: "1", expires: "soon", until: "x" }, { policy: "a" }],
      }),
    );
    assert.throws(
      () => readBaseline(file),
      ({ message }: Error) =>
        message.replaceAll(file, "FILE") ===
        [
          "FILE: findings[0] must be an object with policy, urn and digest",
          "FILE: findings[1].until is no key of an entry. Use policy, urn, digest, expires, reason.",
          'FILE: findings[1].expires: "soon" must be a day such as 2027-06-30',
          "FILE: findings[2].urn must be a text",
          "FILE: findings[2].digest must be a text",
        ].join("\n"),
    );
    writeFileSync(file, "{}");
    assert.throws(() => readBaseline(file), /no baseline\. Write it with "aws-pipelines baseline --output /);
  });
});

describe("a preview with a baseline", () => {
  it("is clean when every mandatory finding is accepted, and warns about entries that do not count", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "data");
    const policy = verdict("encrypted", { violations: [{ urn: bucket.urn, level: "mandatory", message: "m" }] });
    const packs = [{ name: "pack", version: "1", policies: [policy] }];
    const subject = result({ resources: [bucket], packs, status: 1 });
    const [entry] = baselineOf(packs, [bucket]);
    assert.ok(entry);
    const idle = { policy: "other", urn: bucket.urn, digest: "0" };
    const over = { policy: "over", urn: "", digest: "0", expires: "2026-01-01" };
    const { status, diagnostics } = withBaseline(subject, [entry, idle, over], "2026-11-30");
    assert.deepEqual(
      [status, ...diagnostics.map(({ severity, message }) => `${severity}: ${message}`)],
      [
        0,
        "info: baseline: 1 finding accepted",
        "warning: baseline: the entry for over on the stack expired on 2026-01-01",
        "warning: baseline: the entry for other on data is unused. Remove it.",
      ],
    );
    assert.equal(withBaseline(subject, [{ ...entry, digest: "0" }], "2026-11-30").status, 1);
  });
});

describe("aws-pipelines baseline", () => {
  it("records the findings of a stack, after which its preview is clean", async () => {
    const fixture = (name: string) => join(root, "test/fixtures/preview", name);
    const pack = ["--policy-pack", fixture("pack"), "--policy-pack-config", fixture("strict.json")];
    const common = ["--cwd", fixture("plain"), ...pack];
    const recorded = join(folder, "recorded.json");
    const cli = (...words: string[]) => run(process.execPath, ["bin/cli/cli.js", ...words, ...common], { cwd: root });
    const written = await cli("baseline", "--output", recorded);
    assert.deepEqual([written.status, written.stderr], [0, ""]);
    assert.match(written.stdout, /recorded\.json: \d+ findings?\. Use it with --baseline /);
    const previewed = await cli("preview", "--baseline", recorded);
    assert.equal(previewed.status, 0, previewed.stderr);
    assert.match(previewed.stdout, /baseline: \d+ findings? accepted/);
  });
});
