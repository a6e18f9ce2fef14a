import assert from "node:assert/strict";
import { applyBaseline, baselineOf } from "../../../cli/insight/baseline";
import type { PackVerdict } from "../../../cli/preview/analysis/verdict";
import { secret } from "../../../cli/preview/base/property-value";
import { resource } from "../preview/support/resource";
import { policy as verdict } from "../report/verdicts";

const bucket = (inputs: Record<string, string>, name = "data") => resource("aws:s3/bucket:Bucket", name, { inputs });
const packs = (...violations: [urn: string, message: string][]): PackVerdict[] => [
  {
    name: "pack",
    version: "1",
    policies: [
      verdict("encrypted", {
        violations: violations.map(([urn, message]) => ({ urn, message, level: "mandatory" as const })),
      }),
    ],
  },
];
const today = "2026-11-30";
const data = bucket({ bucket: "data", acl: "private" });
const finding = packs([data.urn, "encrypt it"]);
const outcome = (...args: Parameters<typeof applyBaseline>) => {
  const { packs: left, ...rest } = applyBaseline(...args);
  return { left: left.flatMap(({ policies }) => policies.flatMap(({ violations }) => violations.length)), ...rest };
};

describe("a baseline", () => {
  it("accepts the findings of the preview that wrote it, whatever the order of inputs", () => {
    const entries = baselineOf(finding, [data]);
    assert.deepEqual(
      entries.map(({ policy, urn }) => [policy, urn]),
      [["encrypted", data.urn]],
    );
    const sameInputs = bucket({ acl: "private", bucket: "data" });
    assert.deepEqual(outcome(finding, [sameInputs], entries, today), {
      ...{ left: [0], accepted: 1, unused: [], expired: [], changed: [] },
    });
  });

  it("lets a finding return when its resource or its message changes", () => {
    const entries = baselineOf(finding, [data]);
    const other = bucket({ bucket: "data", acl: "public-read" });
    assert.deepEqual(outcome(finding, [other], entries, today), {
      ...{ left: [1], accepted: 0, unused: [], expired: [], changed: entries },
    });
    assert.deepEqual(outcome(packs([data.urn, "delete it"]), [data], entries, today).left, [1]);
  });

  it("never accepts what it does not name: another resource, another policy", () => {
    const entries = baselineOf(finding, [data]);
    const second = bucket({ bucket: "data", acl: "private" }, "second");
    const both = packs([data.urn, "encrypt it"], [second.urn, "encrypt it"]);
    assert.deepEqual(outcome(both, [data, second], entries, today).left, [1]);
    const renamed = finding.map((pack) => ({
      ...pack,
      policies: pack.policies.map((policy) => ({ ...policy, name: "other" })),
    }));
    assert.deepEqual(outcome(renamed, [data], entries, today).left, [1]);
  });

  it("says which entries are unused, and which expired", () => {
    const [entry] = baselineOf(finding, [data]);
    assert.ok(entry);
    assert.deepEqual(outcome(packs(), [data], [entry], today).unused, [entry]);
    const over = { ...entry, expires: "2026-11-29" };
    assert.deepEqual(outcome(finding, [data], [over], today), {
      ...{ left: [1], accepted: 0, unused: [], expired: [over], changed: [] },
    });
    assert.deepEqual(outcome(finding, [data], [{ ...entry, expires: today }], today).left, [0]);
  });

  it("holds no secret, not even in its digest", () => {
    const withSecret = (value: string) =>
      resource("aws:s3/bucket:Bucket", "data", { inputs: { token: secret(value) } });
    assert.deepEqual(baselineOf(finding, [withSecret("a")]), baselineOf(finding, [withSecret("b")]));
  });
});
