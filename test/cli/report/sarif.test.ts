import assert from "node:assert/strict";
import { sarifReport } from "../../../cli/report/sarif";
import { resource, result } from "../preview/support/resource";
import { pack, policy } from "./verdicts";

const bucket = resource("aws:s3/bucket:Bucket", "logs");

describe("the SARIF report", () => {
  it("has a rule for each policy and a result for each violation, at the stack's settings", () => {
    const violations = [
      { urn: bucket.urn, level: "mandatory" as const, message: "encrypt it" },
      { urn: "", level: "mandatory" as const, message: "too much" },
    ];
    const { version, runs } = JSON.parse(
      sarifReport(
        result({ packs: [pack(policy("first"), policy("cmk", { severity: "high", displayName: "CMK", violations }))] }),
      ),
    );
    assert.equal(version, "2.1.0");
    const [{ tool, results }] = runs;
    assert.deepEqual(tool.driver.rules[1], {
      id: "cmk",
      name: "cmk",
      shortDescription: { text: "CMK" },
      fullDescription: { text: "CMK" },
      defaultConfiguration: { level: "error" },
      properties: { tags: ["security"], "security-severity": "8.0" },
    });
    assert.deepEqual(results, [
      {
        ruleId: "cmk",
        ruleIndex: 1,
        level: "error",
        message: { text: "aws:s3:Bucket logs: encrypt it" },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: "Pulumi.dev.yaml" }, region: { startLine: 1 } },
            logicalLocations: [{ fullyQualifiedName: bucket.urn, kind: "resource" }],
          },
        ],
        partialFingerprints: { "resource/v1": `cmk:${bucket.urn}` },
      },
      {
        ruleId: "cmk",
        ruleIndex: 1,
        level: "error",
        message: { text: "too much" },
        locations: [{ physicalLocation: { artifactLocation: { uri: "Pulumi.dev.yaml" }, region: { startLine: 1 } } }],
        partialFingerprints: { "resource/v1": "cmk:" },
      },
    ]);
  });

  it("points at the line of the program, in the folder of the project", () => {
    const written = { ...bucket, sourcePosition: "project:///src/logs.ts#7,3" };
    const violations = [{ urn: bucket.urn, level: "advisory" as const, message: "m" }];
    const text = sarifReport(result({ resources: [written], packs: [pack(policy("a", { violations }))] }), "infra/");
    assert.deepEqual(JSON.parse(text).runs[0].results[0].locations[0].physicalLocation, {
      artifactLocation: { uri: "infra/src/logs.ts" },
      region: { startLine: 7 },
    });
  });
});
