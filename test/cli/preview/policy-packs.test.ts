import assert from "node:assert/strict";
import { join } from "node:path";
import type { PolicyVerdict } from "../../../cli/preview/analysis/verdict";
import { PreviewError } from "../../../cli/preview/base/error";
import { type PreviewResult, Status } from "../../../cli/preview/result";
import { fixture, messages, named, previewFixture } from "./support/fixture";
import { removeTemporaryDirectories, temporaryDirectory } from "./support/temporary";

const PACK = fixture("pack");
const LOGS = "urn:pulumi:dev::plain::aws:s3/bucket:Bucket::logs";
const DATA = "urn:pulumi:dev::plain::aws:s3/bucket:Bucket::data";

function withConfig(config: unknown): Promise<PreviewResult> {
  const file = join(temporaryDirectory({ "config.json": JSON.stringify(config) }), "config.json");
  return previewFixture("plain", { policyPacks: [PACK], policyPackConfigs: [file] });
}

function policy(result: PreviewResult, name: string): PolicyVerdict {
  const found = result.packs[0]?.policies.find((candidate) => candidate.name === name);
  assert.ok(found, `no policy ${name}`);
  return found;
}

describe("a policy pack", () => {
  afterEach(removeTemporaryDirectories);

  it("remediates first, then judges resources by their inputs and the stack by its outputs", async () => {
    const result = await previewFixture("plain", { policyPacks: [PACK] });
    assert.equal(result.status, Status.clean);
    assert.deepEqual([result.packs[0]?.name, result.packs[0]?.version], ["fixture", "2.1.0"]);
    assert.deepEqual([...policy(result, "bucket-marked").remediated].sort(), [DATA, LOGS]);
    assert.deepEqual(named(result, "data").inputs.tags, { team: "platform", mark: "made-by-policy" });
    assert.deepEqual(named(result, "data").outputs.tags, { team: "platform", mark: "made-by-policy" });
    const { level, severity, judged, violations } = policy(result, "bucket-prefixed");
    assert.deepEqual(
      { level, severity, judged, violations },
      { level: "mandatory", severity: "high", judged: 2, violations: [] },
    );
    assert.deepEqual(policy(result, "bucket-tagged").violations, [
      { urn: LOGS, level: "advisory", message: "tags.team must name the team" },
    ]);
    assert.deepEqual(
      [
        policy(result, "few-buckets").kind,
        policy(result, "few-buckets").judged,
        policy(result, "few-buckets").violations,
      ],
      ["stack", 1, []],
    );
  });

  it("says as an advisory that it cannot judge what is unknown", async () => {
    const result = await previewFixture("plain", { policyPacks: [PACK] });
    const [violation] = policy(result, "logging-target").violations;
    assert.equal(violation?.level, "advisory");
    assert.match(
      violation?.message ?? "",
      /can't run policy 'logging-target' .* during preview: string value at \.bucket can't be known/,
    );
  });

  it("says as an advisory that it cannot change what is unknown", async () => {
    const result = await previewFixture("plain", { policyPacks: [PACK] });
    const { violations, remediated, severity } = policy(result, "logging-changed");
    assert.deepEqual([remediated, severity, violations.map(({ level }) => level)], [[], "critical", ["advisory"]]);
    assert.match(violations[0]?.message ?? "", /can't be known during preview/);
  });

  it("takes levels and properties from its configuration, and fails the preview by a mandatory violation", async () => {
    const result = await withConfig({
      all: "advisory",
      "bucket-prefixed": { prefix: "other", enforcementLevel: "mandatory" },
      "few-buckets": { most: 1 },
      "bucket-marked": "disabled",
    });
    assert.equal(result.status, Status.violated);
    assert.deepEqual(
      policy(result, "bucket-prefixed").violations.map(({ message, level }) => [message, level]),
      [
        ['bucket must start with "other-"', "mandatory"],
        ['bucket must start with "other-"', "mandatory"],
      ],
    );
    const sorted = [...policy(result, "few-buckets").violations].sort((one, other) => (one.urn < other.urn ? -1 : 1));
    assert.deepEqual(sorted, [
      { urn: "", level: "advisory", message: "2 buckets, allowed are 1" },
      { urn: DATA, level: "advisory", message: "the outputs lack the mark" },
      { urn: LOGS, level: "advisory", message: "the outputs lack the mark" },
    ]);
    assert.deepEqual(
      [policy(result, "bucket-marked").level, policy(result, "bucket-marked").remediated],
      ["disabled", []],
    );
  });

  it("is refused settings that do not fit it, all at once", async () => {
    await assert.rejects(
      withConfig({ "bucket-prefixed": { prefix: "o" }, "few-buckets": { most: "many" } }),
      (error) => {
        assert.ok(error instanceof PreviewError);
        const lines = error.message.split("\n").map((line) => line.replace(/^.*config\.json: /, ""));
        assert.deepEqual(lines, [
          "policy pack fixture has wrong settings:",
          "bucket-prefixed.prefix: must NOT have fewer than 2 characters",
          "few-buckets.most: must be integer",
        ]);
        return true;
      },
    );
  });

  it("passes with settings of a policy that it does not have, and warns", async () => {
    const result = await withConfig({ nope: "mandatory" });
    assert.equal(result.status, Status.clean);
    assert.match(
      messages(result).join("\n"),
      /^ warning: .*config\.json: the pack has no policy "nope", so its settings have no effect; it has bucket-marked, /m,
    );
  });

  it("may have any JSON Schema, with patterns of Go, and may colour its messages", async () => {
    const odd = (config: unknown) => {
      const file = join(temporaryDirectory({ "config.json": JSON.stringify({ odd: config }) }), "config.json");
      return previewFixture("plain", { policyPacks: [fixture("odd-pack")], policyPackConfigs: [file] });
    };
    const result = await odd({ name: "ACME-data", kind: "other-kind", size: 3 });
    assert.deepEqual(
      result.packs[0]?.policies[0]?.violations.map(({ message }) => message),
      ["red alert", "red alert", "red alert", "red alert", "red alert"],
    );
    await assert.rejects(odd({ name: "other", kind: "size" }), (error: Error) => {
      const lines = error.message.split("\n").map((line) => line.replace(/^.*config\.json: /, ""));
      assert.deepEqual(lines, [
        "policy pack odd has wrong settings:",

        "odd.kind: must NOT have fewer than 6 characters",
        'odd.kind: must match "then" schema',
        "odd.name: must NOT be valid",
        'odd.name: must match pattern "(?i)^acme-"',
      ]);
      return true;
    });
  });

  it("must create a PolicyPack", async () => {
    await assert.rejects(previewFixture("plain", { policyPacks: [fixture("no-pack")] }), {
      name: "PreviewError",
      message:
        /^policy pack .*no-pack ended without a PolicyPack\. It must create one PolicyPack of @pulumi\/policy\.$/,
    });
    await assert.rejects(previewFixture("plain", { policyPacks: [fixture("port-pack")] }), {
      name: "PreviewError",
      message: /^policy pack .*port-pack does not answer as a policy pack: /,
    });
  });

  it("ends the preview with what it printed when it does not load", async () => {
    await assert.rejects(previewFixture("plain", { policyPacks: [fixture("broken-pack")] }), (error) => {
      assert.ok(error instanceof PreviewError);
      assert.match(error.message, /^policy pack .*broken-pack does not load:\n[\s\S]*the rules are not there/);
      return true;
    });
  });

  it("ends the preview when one of its policies throws", async () => {
    await assert.rejects(previewFixture("plain", { policyPacks: [fixture("throwing-pack")] }), {
      name: "PreviewError",
      message: /^policy pack throwing failed: Error validating resource with policy 'throws'[\s\S]*this rule is broken/,
    });
  });

  it("must be a directory with PulumiPolicy.yaml", async () => {
    await assert.rejects(previewFixture("plain", { policyPacks: [fixture("plain")] }), {
      name: "PreviewError",
      message: /^--policy-pack .*: no PulumiPolicy\.yaml in .*plain$/,
    });
  });

  it("must tell its port first", async () => {
    await assert.rejects(previewFixture("plain", { policyPacks: [fixture("chatty-pack")] }), {
      name: "PreviewError",
      message:
        /^policy pack .*chatty-pack: its first line of output must be its port, not "hello"\. Create the PolicyPack before/,
    });
  });

  it("may run beside others, each with settings of its own", async () => {
    const files = temporaryDirectory({ "one.json": '{"few-buckets":{"most":1}}', "two.json": "" });
    const result = await previewFixture("plain", {
      policyPacks: [PACK, PACK],
      policyPackConfigs: [join(files, "one.json"), join(files, "two.json")],
    });
    const counts = result.packs.map(
      ({ policies }) => policies.find(({ name }) => name === "few-buckets")?.violations.length,
    );
    assert.deepEqual(counts, [1, 0]);
  });
});
