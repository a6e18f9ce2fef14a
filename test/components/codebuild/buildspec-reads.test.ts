import assert from "node:assert/strict";
import type { Buildspec } from "../../../components/codebuild/buildspec";
import { buildspecReads, newReportGroups } from "../../../components/codebuild/buildspec-reads";
import { findSecretReference } from "../../../components/codebuild/buildspec-values";

const phases = { build: { commands: ["true"] } };
const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db-a1B2c3";
const parameterArn = "arn:aws:ssm:eu-central-1:123456789012:parameter/shared/token";

describe("buildspecReads", () => {
  it("lists each parameter and secret once, without what picks a part or a version of it", () => {
    const spec: Buildspec = {
      env: {
        variables: { PLAIN: "x" },
        "parameter-store": {
          A: "/app/token",
          B: "/app/token:3",
          C: "app.other:stable",
          D: parameterArn,
          E: `${parameterArn}:2`,
        },
        "secrets-manager": { F: `${secretArn}:password`, G: secretArn, H: "app/key:user:AWSPREVIOUS", I: "app/key" },
      },
      phases,
    };
    assert.deepEqual(buildspecReads(spec), {
      parameters: ["/app/token", "app.other", parameterArn],
      secrets: ["app/key", secretArn],
    });
  });

  it("lists nothing for a buildspec without references", () => {
    assert.deepEqual(buildspecReads({ phases }), { parameters: [], secrets: [] });
    assert.deepEqual(buildspecReads({ env: {}, phases }), { parameters: [], secrets: [] });
  });
});

describe("findSecretReference", () => {
  const cases = [
    ["app/db", { secretId: "app/db" }],
    ["app/db:user", { secretId: "app/db", jsonKey: "user" }],
    ["app/db:user:AWSPREVIOUS", { secretId: "app/db", jsonKey: "user", versionStage: "AWSPREVIOUS" }],
    ["app/db:::1a2b", { secretId: "app/db", versionId: "1a2b" }],
    [secretArn, { secretId: secretArn }],
    [`${secretArn}:user name::1a2b`, { secretId: secretArn, jsonKey: "user name", versionId: "1a2b" }],
    ["", undefined],
    ["app/db:user:stage:id", undefined],
    ["app/db:user:stage::more", undefined],
    ["$SECRET", undefined],
  ] as const;
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text)} as ${JSON.stringify(expected) ?? "no reference"}`, () => {
      assert.deepEqual(findSecretReference(text), expected);
    });
  }
});

describe("newReportGroups", () => {
  it("lists the groups that the build makes, and neither ARNs nor variables", () => {
    const report = { files: ["*.xml"] };
    const arn = "arn:aws:codebuild:eu-central-1:123456789012:report-group/shared";
    const reports = { unit: report, [arn]: report, $GROUP: report, "end-to-end": report };
    assert.deepEqual(newReportGroups({ phases, reports }), { tests: ["unit", "end-to-end"], coverage: [] });
    assert.deepEqual(newReportGroups({ phases }), { tests: [], coverage: [] });
  });

  it("tells coverage from test results by the format", () => {
    const reports = {
      unit: { files: ["*.xml"], "file-format": "NUNITXML" as const },
      lines: { files: ["*.xml"], "file-format": "COBERTURAXML" as const },
    };
    assert.deepEqual(newReportGroups({ phases, reports }), { tests: ["unit"], coverage: ["lines"] });
  });
});
