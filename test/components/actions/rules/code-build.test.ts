import assert from "node:assert/strict";
import { codeBuildRule, codeBuildRuleType } from "../../../../components/actions/rules/code-build";
import { context } from "../../../support/pipelines";
import { configured, describeProvider } from "../../../support/provider-cases";

const rule = codeBuildRule({
  name: "Smoke",
  inputArtifacts: ["source"],
  configuration: { ProjectName: "shop-smoke" },
});
const full = codeBuildRule({
  ...rule,
  inputArtifacts: ["source", "image"],
  configuration: {
    ProjectName: "shop-smoke",
    PrimarySource: "source",
    BatchEnabled: true,
    CombineArtifacts: true,
    EnvironmentVariables: [{ name: "HOST", value: "/shop/host", type: "PARAMETER_STORE" }],
  },
});
const project = "arn:aws:codebuild:eu-central-1:111122223333:project/shop-smoke";
const build = (...actions: string[]) => [
  {
    Sid: "Build",
    Effect: "Allow" as const,
    Action: actions,
    Resource: [project],
    Condition: { StringEqualsIfExists: { "aws:ResourceTag/aws-pipelines:gate": ["shop"] } },
  },
];

describeProvider(codeBuildRuleType, {
  title: "a rule that builds",
  minimal: {
    action: rule,
    configuration: { ProjectName: "shop-smoke" },
    statements: build("codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"),
  },
  full: {
    action: full,
    configuration: {
      ProjectName: "shop-smoke",
      PrimarySource: "source",
      BatchEnabled: "true",
      CombineArtifacts: "true",
      EnvironmentVariables: '[{"name":"HOST","value":"/shop/host","type":"PARAMETER_STORE"}]',
    },
    statements: build("codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch"),
  },
  required: ["ProjectName"],
  refused: [
    [
      "any project",
      configured(rule, { ProjectName: "shop-*" }),
      "configuration.ProjectName",
      'is "shop-*": give the name of a project, 2 to 150 letters, digits, hyphens or underscores, starting with a letter or digit',
    ],
    [
      "several inputs without a primary one",
      configured(full, { PrimarySource: undefined }),
      "configuration.PrimarySource",
      "is missing; with several input artifacts, name the one that holds the buildspec: source, image",
    ],
    [
      "combined artifacts without a batch",
      configured(rule, { CombineArtifacts: true }),
      "configuration.CombineArtifacts",
      "true needs a batch; set BatchEnabled to true or remove CombineArtifacts",
    ],
    [
      "a secret in plain text",
      configured(rule, { EnvironmentVariables: [{ name: "API_TOKEN", value: "x" }] }),
      "configuration.EnvironmentVariables[0].value",
      "has the name of a secret, and everyone who can read the project sees it: give a parameter or a secret",
    ],
    [
      "another buildspec, which only actions may bring",
      configured(rule, { BuildspecOverride: "smoke.yml" }),
      "configuration.BuildspecOverride",
      "is not known here: allowed are ProjectName, PrimarySource, BatchEnabled, CombineArtifacts, EnvironmentVariables",
    ],
  ],
  allowed: [
    { action: "codebuild:StartBuildBatch", resource: project },
    { action: "codebuild:BatchGetBuildBatches", resource: project },
    {
      action: "codebuild:StartBuildBatch",
      resource: project,
      context: { "aws:ResourceTag/aws-pipelines:gate": "shop" },
    },
  ],
  denied: [
    { action: "codebuild:StartBuildBatch", resource: `${project}-other` },
    {
      action: "codebuild:StartBuildBatch",
      resource: project,
      context: { "aws:ResourceTag/aws-pipelines:gate": "bank" },
    },
    { action: "codebuild:StartBuild", resource: project },
    { action: "codebuild:UpdateProject", resource: project },
  ],
});

describe("a rule that builds", () => {
  it("asks for its project what its own variables refer to", () => {
    assert.deepEqual(codeBuildRuleType.startedProject?.(codeBuildRuleType.schema.parse(full), context), {
      projectName: "shop-smoke",
      statements: [
        {
          Sid: "Parameters",
          Effect: "Allow",
          Action: ["ssm:GetParameters"],
          Resource: ["arn:aws:ssm:eu-central-1:111122223333:parameter/shop/host"],
        },
      ],
    });
  });

  it("leaves artifacts to its project, and canSkipStage no stage", () => {
    const { artifactUse, schema, canSkipStage, inputArtifacts } = codeBuildRuleType;
    assert.deepEqual(artifactUse(schema.parse(full)), { read: false, write: false });
    assert.equal(canSkipStage, false);
    assert.deepEqual(inputArtifacts, { min: 1, max: 5 });
  });
});
