import assert from "node:assert/strict";
import { secret, UNKNOWN } from "../../../cli/preview/base/property-value";
import { jsonReport } from "../../../cli/report/json";
import { ROOT, resource, result, stackResource } from "../preview/support/resource";

describe("the JSON report", () => {
  it("has the structure of the Pulumi CLI's, with secrets blinded, and the policies", () => {
    const provider = resource("pulumi:providers:aws", "default", { parent: "", implicit: true });
    const bucket = resource("aws:s3/bucket:Bucket", "logs", {
      provider: `${provider.urn}::${UNKNOWN}`,
      inputs: { bucket: secret("hidden"), tags: { a: secret("x"), b: UNKNOWN } },
      outputs: { bucket: secret("hidden") },
      protect: true,
      retainOnDelete: false,
      dependencies: [ROOT],
      propertyDependencies: { bucket: [], tags: [ROOT] },
      aliases: ["urn:old"],
      timeouts: { create: 60 },
      ignoreChanges: ["tags"],
      replaceOnChanges: ["bucket"],
      additionalSecretOutputs: ["arn"],
      deletedWith: ROOT,
    });
    const imported = resource("aws:s3/bucket:Bucket", "known", { operation: "import", id: "known" });
    const read = resource("aws:s3/bucket:Bucket", "old", { operation: "read", id: "old" });
    const packs = [{ name: "pack", version: "1", policies: [] }];
    const report = JSON.parse(
      jsonReport(
        result({
          config: { "shop:size": "small" },
          resources: [stackResource, provider, bucket, imported, read],
          packs,
          diagnostics: [
            { severity: "warning", message: "look", urn: ROOT },
            { severity: "info", message: "printed" },
          ],
          duration: 1.5,
        }),
      ),
    );
    assert.deepEqual(
      { ...report, steps: report.steps.length },
      {
        config: { "shop:size": "small" },
        steps: 4,
        diagnostics: [
          { urn: ROOT, message: "warning: look\n", severity: "warning" },
          { message: "printed\n", severity: "info" },
        ],
        duration: 1_500_000,
        changeSummary: { create: 2, import: 1, read: 1 },
        maybeCorrupt: false,
        policies: packs,
      },
    );
    assert.deepEqual(report.steps[1], {
      op: "create",
      urn: bucket.urn,
      provider: bucket.provider,
      newState: {
        urn: bucket.urn,
        custom: true,
        type: "aws:s3/bucket:Bucket",
        inputs: { bucket: "[secret]", tags: { a: "[secret]", b: UNKNOWN } },
        outputs: { bucket: "[secret]" },
        parent: ROOT,
        protect: true,
        dependencies: [ROOT],
        provider: bucket.provider,
        propertyDependencies: { bucket: null, tags: [ROOT] },
        additionalSecretOutputs: ["arn"],
        aliases: ["urn:old"],
        customTimeouts: { create: 60 },
        deletedWith: ROOT,
        ignoreChanges: ["tags"],
        replaceOnChanges: ["bucket"],
      },
      detailedDiff: null,
    });
    assert.deepEqual([report.steps[2].newState.id, report.steps[2].newState.importID], ["known", "known"]);
    assert.deepEqual([report.steps[3].newState.id, report.steps[3].newState.external], ["old", true]);
  });
});
