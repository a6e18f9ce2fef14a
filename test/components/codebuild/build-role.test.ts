import assert from "node:assert/strict";
import {
  type BuildWork,
  buildStatements,
  buildspecReads,
  newReportGroups,
} from "../../../components/codebuild/build-role";
import type { Buildspec } from "../../../components/codebuild/buildspec";
import { keyArn, scope } from "../../support/scopes";

const phases = { build: { commands: ["npm test"] } };

const least: BuildWork = {
  projectName: "shop-test",
  logGroupName: "/aws/codebuild/shop-test",
  environmentVariables: {},
  buildspec: { phases },
  permissions: [],
  existingKeyArn: undefined,
  keyUse: "decrypt",
};

const logs = {
  Sid: "Logs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop-test:*"],
};

describe("buildStatements", () => {
  it("lets a build that needs nothing write its logs and nothing else", () => {
    assert.deepEqual(buildStatements(scope, least), [logs]);
  });

  it("reads nothing for a buildspec in the source", () => {
    assert.deepEqual(buildStatements(scope, { ...least, buildspec: undefined }), [logs]);
  });

  it("grants what variables and buildspec refer to, the keys of these, the reports, the key and what is asked", () => {
    const asked = { Sid: "Asked", Effect: "Allow" as const, Action: ["ecs:UpdateService"], Resource: ["x"] };
    const statements = buildStatements(scope, {
      ...least,
      environmentVariables: {
        HOST: { parameter: "/shop/host", keyArn },
        LOGIN: { secret: "shop/login:user" },
        STAGE: { value: "dev" },
      },
      buildspec: {
        phases,
        env: {
          "parameter-store": { A: "/shop/a:3", B: "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/b" },
          "secrets-manager": { C: "shop/c:key:AWSCURRENT" },
        },
        reports: { unit: { files: ["*.xml"] } },
      },
      permissions: [asked],
      existingKeyArn: keyArn,
      keyUse: "decrypt",
    });
    assert.deepEqual(statements, [
      logs,
      {
        Sid: "Parameters",
        Effect: "Allow",
        Action: ["ssm:GetParameters"],
        Resource: [
          "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/a",
          "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/b",
          "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/host",
        ],
      },
      {
        Sid: "Secrets",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: [
          "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/c-??????",
          "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/login-??????",
        ],
      },
      {
        Sid: "ReferenceKeys",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [keyArn],
        Condition: {
          StringEquals: {
            "kms:ViaService": ["secretsmanager.eu-central-1.amazonaws.com", "ssm.eu-central-1.amazonaws.com"],
          },
        },
      },
      {
        Sid: "TestReports",
        Effect: "Allow",
        Action: [
          "codebuild:BatchPutTestCases",
          "codebuild:CreateReport",
          "codebuild:CreateReportGroup",
          "codebuild:UpdateReport",
        ],
        Resource: ["arn:aws:codebuild:eu-central-1:111122223333:report-group/shop-test-unit"],
      },
      { Sid: "Key", Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: [keyArn] },
      asked,
    ]);
  });
});

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
