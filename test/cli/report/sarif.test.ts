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
      sarifReport([
        {
          result: result({
            packs: [pack(policy("first"), policy("cmk", { severity: "high", displayName: "CMK", violations }))],
          }),
          folder: "",
        },
      ]),
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
    const text = sarifReport([
      { result: result({ resources: [written], packs: [pack(policy("a", { violations }))] }), folder: "infra/" },
    ]);
    assert.deepEqual(JSON.parse(text).runs[0].results[0].locations[0].physicalLocation, {
      artifactLocation: { uri: "infra/src/logs.ts" },
      region: { startLine: 7 },
    });
  });

  it("points at the setting whose value a finding is about", () => {
    const logs = resource("aws:cloudwatch/logGroup:LogGroup", "logs", { inputs: { retentionInDays: 30 } });
    const violations = [{ urn: logs.urn, level: "advisory" as const, message: "retentionInDays should be 365" }];
    const settings = { file: "Pulumi.dev.yaml", values: [{ key: "logRetentionInDays", value: 30, line: 62 }] };
    const packs = [pack(policy("a", { violations }))];
    const text = sarifReport([{ result: result({ resources: [logs], settings, packs }), folder: "" }]);
    assert.deepEqual(JSON.parse(text).runs[0].results[0].locations[0].physicalLocation, {
      artifactLocation: { uri: "Pulumi.dev.yaml" },
      region: { startLine: 62 },
    });
  });

  it("is one run for many stacks, with each rule once and each finding at its stack", () => {
    const violations = [{ urn: "", level: "advisory" as const, message: "m" }];
    const text = sarifReport([
      { result: result({ packs: [pack(policy("a"), policy("b", { violations }))] }), folder: "shop/" },
      {
        result: result({
          stack: "prod",
          settings: { file: "Pulumi.prod.yaml", values: [] },
          packs: [pack(policy("b", { violations }))],
        }),
        folder: "shop/",
      },
    ]);
    const { runs } = JSON.parse(text);
    assert.equal(runs.length, 1);
    assert.deepEqual(
      runs[0].tool.driver.rules.map(({ id }: { id: string }) => id),
      ["a", "b"],
    );
    assert.deepEqual(
      runs[0].results.map((found: { ruleIndex: number; locations: { physicalLocation: object }[] }) => [
        found.ruleIndex,
        found.locations[0]?.physicalLocation,
      ]),
      ["dev", "prod"].map((stack) => [
        1,
        { artifactLocation: { uri: `shop/Pulumi.${stack}.yaml` }, region: { startLine: 1 } },
      ]),
    );
  });
});
