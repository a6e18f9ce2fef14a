import assert from "node:assert/strict";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import { finderAmong, leadsTo, type Reference, referrers, shareOrigin } from "../../../../policy/lib/facts/links";
import { stackResource } from "../../support/stack-resource";

const bucketType = "aws:s3/bucket:Bucket";
const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const logs = stackResource("logs", bucketType, { bucket: "logs" });
const site = stackResource("site", bucketType, { bucket: unknownValue });

function policy(bucket: Value, sources?: readonly string[], dependsOn: readonly string[] = []) {
  return stackResource("policy", policyType, { bucket }, sources === undefined ? {} : { bucket: sources }, dependsOn);
}

describe("a reference to a resource", () => {
  for (const [title, from, toLogs, toSite] of [
    ["by the name of one", policy("logs"), true, false],
    ["by the name of one, whatever it depends on", policy("logs", ["site"], ["site"]), true, true],
    ["by another name that comes from it", policy("other", ["logs"]), false, false],
    ["by an unknown name that comes from one", policy(unknownValue, ["site"]), false, true],
    ["by an unknown name of both", policy(unknownValue, ["site", "logs"]), true, true],
    ["by an unknown name after one that it depends on", policy(unknownValue, undefined, ["site"]), false, true],
    ["by an unknown name from another resource", policy(unknownValue, ["key"], ["site"]), false, false],
    ["by no name, after one that it depends on", policy(undefined, undefined, ["site", "logs"]), false, false],
    ["by an empty name that comes from one", policy("", ["site"]), false, true],
  ] as const) {
    it(`${title} ${toLogs || toSite ? "leads to it" : "leads nowhere"}`, () => {
      const reference: Reference = { from, property: "bucket", name: from.props.bucket };
      assert.equal(leadsTo(reference, logs, logs.props.bucket), toLogs);
      assert.equal(leadsTo(reference, site, site.props.bucket), toSite);
    });
  }
});

describe("the resources that refer to a target", () => {
  const candidates = [
    stackResource("named", policyType, { bucket: "logs" }),
    stackResource("else", policyType, { bucket: "other" }),
    stackResource("sourced", policyType, { bucket: unknownValue }, { bucket: ["logs", "site"] }),
    stackResource("twin", policyType, { bucket: "logs" }),
    stackResource("after", policyType, { bucket: unknownValue }, {}, ["site", "logs"]),
    stackResource("loose", policyType, { bucket: unknownValue }),
    stackResource("none", policyType, {}),
  ];
  const found = (target: typeof logs, property = "bucket") =>
    referrers(candidates, property, target, target.props.bucket).map(({ urn }) => urn);

  it("are found by name, by source and by plain dependency, each once", () => {
    assert.deepEqual(found(logs), ["named", "twin", "sourced", "after"]);
    assert.deepEqual(found(site), ["sourced", "after"]);
  });

  it("are the same as a search one by one", () => {
    for (const target of [logs, site]) {
      const slow = candidates.filter((from) =>
        leadsTo({ from, property: "bucket", name: from.props.bucket }, target, target.props.bucket),
      );
      assert.deepEqual(new Set(found(target)), new Set(slow.map(({ urn }) => urn)));
    }
  });

  it("are looked up anew for each property and each list", () => {
    assert.deepEqual(found(logs, "id"), []);
    assert.deepEqual(referrers([], "bucket", logs, "logs"), []);
    assert.deepEqual(found(logs), ["named", "twin", "sourced", "after"]);
  });
});

describe("a finder among references", () => {
  const reports = stackResource("reports", "x", {}, { second: ["site"] });
  const references: readonly Reference[] = [
    { from: reports, property: "first", name: "logs" },
    { from: reports, property: "second", name: unknownValue },
    { from: reports, property: "second", name: "other" },
  ];
  const find = finderAmong(references);

  it("returns each reference of a resource that leads to the target, by its own property", () => {
    assert.deepEqual(find(logs, "logs"), [references[0]]);
    assert.deepEqual(find(site, unknownValue), [references[1], references[2]]);
    assert.deepEqual(find(site, "site"), [references[1]]);
    assert.deepEqual(find(stackResource("none", bucketType), "none"), []);
  });
});

describe("two resources share the origin of a property", () => {
  const from = (urn: string, ...sources: readonly string[]) =>
    stackResource(urn, policyType, { bucket: unknownValue }, { bucket: sources });

  it("when one resource is a source of both", () => {
    assert.equal(shareOrigin(from("a", "x", "logs"), from("b", "logs"), "bucket"), true);
    assert.equal(shareOrigin(from("a", "x"), from("b", "logs"), "bucket"), false);
  });

  it("not when neither or only one has a source, or another property has it", () => {
    assert.equal(shareOrigin(from("a"), from("b"), "bucket"), false);
    assert.equal(shareOrigin(from("a", "logs"), policy("logs"), "bucket"), false);
    assert.equal(shareOrigin(from("a", "logs"), from("b", "logs"), "policy"), false);
  });
});
