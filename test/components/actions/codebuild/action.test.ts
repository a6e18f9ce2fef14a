import assert from "node:assert/strict";
import { codeBuild, codeBuildAction, codeBuildSchema } from "../../../../components/actions/codebuild/action";
import { renderConfiguration } from "../../../../components/pipelines/definition/action-configuration";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { schemaProblems } from "../../../../components/schema/vocabulary";
import { buildAction, context, pipelineOf } from "../../../support/pipelines";
import { configured } from "../../../support/provider-cases";
import { scope } from "../../../support/scopes";

const role = "arn:aws:iam::111122223333:role/ci/builds";
const project = "arn:aws:codebuild:eu-central-1:111122223333:project/shop-image";

const full = codeBuildAction({
  name: "Image",
  category: "Test",
  runOrder: 2,
  inputArtifacts: ["source", "image"],
  outputArtifacts: ["report"],
  configuration: {
    ProjectName: "shop-image",
    PrimarySource: "image",
    BatchEnabled: true,
    CombineArtifacts: true,
    EnvironmentVariables: [
      { name: "STAGE", value: "dev" },
      { name: "HOST", value: "/shop/host", type: "PARAMETER_STORE" },
      { name: "LOGIN", value: "shop/login:user", type: "SECRETS_MANAGER" },
    ],
    BuildspecOverride: "ci/test.yml",
    ServiceRoleArnOverride: role,
  },
});

const missing = "is missing: give text";
const projectName =
  "give the name of a project, 2 to 150 letters, digits, hyphens or underscores, starting with a letter or digit";

function withVariable(variable: unknown) {
  return buildAction({}, { EnvironmentVariables: [variable] });
}

const illShaped: [what: string, action: unknown, path: string, reason: string][] = [
  ["no project", buildAction({}, { ProjectName: undefined }), "configuration.ProjectName", missing],
  ["no configuration", buildAction({ configuration: undefined }), "configuration", "is missing: give an object"],
  [
    "a project of one character",
    buildAction({}, { ProjectName: "a" }),
    "configuration.ProjectName",
    `is "a": ${projectName}`,
  ],
  [
    "a project of 151 characters",
    buildAction({}, { ProjectName: "a".repeat(151) }),
    "configuration.ProjectName",
    `is "${"a".repeat(76)}...: ${projectName}`,
  ],
  ["any project", buildAction({}, { ProjectName: "shop*" }), "configuration.ProjectName", `is "shop*": ${projectName}`],
  ["another category", buildAction({ category: "Deploy" }), "category", 'is "Deploy": allowed are Build, Test'],
  [
    "a text for a boolean",
    buildAction({}, { BatchEnabled: "true" }),
    "configuration.BatchEnabled",
    'is "true": give true or false',
  ],
  [
    "an empty buildspec",
    buildAction({}, { BuildspecOverride: " " }),
    "configuration.BuildspecOverride",
    "is empty: write something or leave it out",
  ],
  [
    "a role by its name",
    buildAction({}, { ServiceRoleArnOverride: "builds" }),
    "configuration.ServiceRoleArnOverride",
    'is "builds": give the ARN of a role, arn:aws:iam::<account>:role/<name>',
  ],
  [
    "any role of a path",
    buildAction({}, { ServiceRoleArnOverride: "arn:aws:iam::111122223333:role/ci/*" }),
    "configuration.ServiceRoleArnOverride",
    'is "arn:aws:iam::111122223333:role/ci/*": give the ARN of a role, arn:aws:iam::<account>:role/<name>',
  ],
  [
    "a variable with a name of CodeBuild's own",
    withVariable({ name: "CODEBUILD_X", value: "a" }),
    "configuration.EnvironmentVariables[0].name",
    'is "CODEBUILD_X": use letters, digits and _, not starting with a digit or with CODEBUILD_, which CodeBuild reserves',
  ],
  [
    "a variable of an unknown type",
    withVariable({ name: "A", value: "a", type: "SSM" }),
    "configuration.EnvironmentVariables[0].type",
    'is "SSM": allowed are PLAINTEXT, PARAMETER_STORE, SECRETS_MANAGER',
  ],
  [
    "a variable without a value",
    withVariable({ name: "A" }),
    "configuration.EnvironmentVariables[0].value",
    "is missing: give text",
  ],
  [
    "a value that is no text, without repeating it",
    withVariable({ name: "PIN", value: 4711 }),
    "configuration.EnvironmentVariables[0].value",
    "must be text: put it in quotation marks",
  ],
  [
    "an unknown key",
    buildAction({}, { Project: "x" }),
    "configuration.Project",
    "is not known here. Did you mean ProjectName? Allowed are ProjectName, PrimarySource, BatchEnabled, CombineArtifacts, EnvironmentVariables, BuildspecOverride, ServiceRoleArnOverride",
  ],
];

const contradictory: [what: string, action: ReturnType<typeof buildAction>, path: string, reason: string][] = [
  [
    "several inputs without a primary one",
    buildAction({ inputArtifacts: ["a", "b"] }),
    "configuration.PrimarySource",
    "is missing; with several input artifacts, name the one that holds the buildspec: a, b",
  ],
  [
    "a primary source that is no input",
    buildAction({ inputArtifacts: ["a", "b"] }, { PrimarySource: "c" }),
    "configuration.PrimarySource",
    '"c" is not an input artifact of the action; give one of a, b',
  ],
  [
    "combined artifacts without a batch",
    buildAction({}, { CombineArtifacts: true }),
    "configuration.CombineArtifacts",
    "true needs a batch; set BatchEnabled to true or remove CombineArtifacts",
  ],
  [
    "combined artifacts of what is no batch",
    buildAction({}, { CombineArtifacts: true, BatchEnabled: false }),
    "configuration.CombineArtifacts",
    "true needs a batch; set BatchEnabled to true or remove CombineArtifacts",
  ],
  [
    "a parameter with a wildcard, which would open all of them",
    withVariable({ name: "A", value: "/shop/*", type: "PARAMETER_STORE" }),
    "configuration.EnvironmentVariables[0].value",
    'is "/shop/*": give the name of a parameter, /path/name',
  ],
  [
    "a secret in plain text",
    withVariable({ name: "A", value: "ghp_0123456789abcdefghijklmnopqrstuvwxyz" }),
    "configuration.EnvironmentVariables[0].value",
    "has the value of a credential, and everyone who can read the project sees it: give a parameter or a secret",
  ],
  [
    "a secret with a wildcard, which would open all of them",
    withVariable({ name: "A", value: "*", type: "SECRETS_MANAGER" }),
    "configuration.EnvironmentVariables[0].value",
    'is "*": give the name or the ARN of a secret',
  ],
];

describe("a CodeBuild action", () => {
  it("is one of AWS's own, takes one to five artifacts and makes up to five, with the role of its project", () => {
    const { provider, owner, version, categories, inputArtifacts, outputArtifacts } = codeBuild;
    assert.deepEqual(
      { provider, owner, version, categories, inputArtifacts, outputArtifacts },
      {
        provider: "CodeBuild",
        owner: "AWS",
        version: "1",
        categories: ["Build", "Test"],
        inputArtifacts: { min: 1, max: 5 },
        outputArtifacts: { min: 0, max: 5 },
      },
    );
    const { outputVariables, pipelineTypes, crossRegion } = codeBuild;
    assert.deepEqual(
      { outputVariables, pipelineTypes, crossRegion },
      {
        outputVariables: "decided at run time",
        pipelineTypes: ["V1", "V2"],
        crossRegion: true,
      },
    );
  });

  for (const [what, action, path, reason] of illShaped) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(schemaProblems(codeBuildSchema, action), [{ path, reason }]);
    });
  }

  for (const [what, action, path, reason] of contradictory) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(codeBuild.validate(codeBuildSchema.parse(action)), [{ path, reason }]);
    });
  }

  for (const [what, action] of [
    ["the least there can be", buildAction()],
    ["every key", full],
    ["a primary source that is the only input", buildAction({}, { PrimarySource: "source" })],
    ["a plain value of any text", withVariable({ name: "A", value: "*" })],
    ["a project of 150 characters", buildAction({}, { ProjectName: "a".repeat(150) })],
  ] as const) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(schemaProblems(codeBuildSchema, action), []);
      assert.deepEqual(codeBuild.validate(codeBuildSchema.parse(action)), []);
    });
  }

  it("builds, where it does not say that it tests", () => {
    const action = codeBuildSchema.parse(buildAction());
    assert.equal(action.category, "Build");
    assert.deepEqual(renderConfiguration(action.configuration), { ProjectName: "shop-image" });
  });

  it("is configured in texts, its variables as JSON", () => {
    assert.deepEqual(renderConfiguration(codeBuildSchema.parse(full).configuration), {
      ProjectName: "shop-image",
      PrimarySource: "image",
      BatchEnabled: "true",
      CombineArtifacts: "true",
      EnvironmentVariables:
        '[{"name":"STAGE","value":"dev"},{"name":"HOST","value":"/shop/host","type":"PARAMETER_STORE"},{"name":"LOGIN","value":"shop/login:user","type":"SECRETS_MANAGER"}]',
      BuildspecOverride: "ci/test.yml",
      ServiceRoleArnOverride: role,
    });
  });

  it("may run its project, and no batch", () => {
    assert.deepEqual(codeBuild.permissions(codeBuildSchema.parse(buildAction()), context), [
      {
        Sid: "Build",
        Effect: "Allow",
        Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
        Resource: [project],
        Condition: { StringEqualsIfExists: { "aws:ResourceTag/aws-pipelines:gate": ["shop"] } },
      },
    ]);
  });

  it("may run batches of its project, and pass the role that it runs them with to CodeBuild alone", () => {
    assert.deepEqual(codeBuild.permissions(codeBuildSchema.parse(full), context), [
      {
        Sid: "Build",
        Effect: "Allow",
        Action: ["codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch"],
        Resource: [project],
        Condition: { StringEqualsIfExists: { "aws:ResourceTag/aws-pipelines:gate": ["shop"] } },
      },
      {
        Sid: "PassRole",
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: [role],
        Condition: { StringEquals: { "iam:PassedToService": "codebuild.amazonaws.com" } },
      },
    ]);
  });

  it("asks for its project what its own variables refer to", () => {
    assert.deepEqual(codeBuild.startedProject?.(codeBuildSchema.parse(full), context), {
      projectName: "shop-image",
      roleArn: role,
      statements: [
        {
          Sid: "Parameters",
          Effect: "Allow",
          Action: ["ssm:GetParameters"],
          Resource: ["arn:aws:ssm:eu-central-1:111122223333:parameter/shop/host"],
        },
        {
          Sid: "Secrets",
          Effect: "Allow",
          Action: ["secretsmanager:GetSecretValue"],
          Resource: ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/login-??????"],
        },
      ],
    });
    assert.deepEqual(codeBuild.startedProject?.(codeBuildSchema.parse(buildAction()), context), {
      projectName: "shop-image",
      statements: [],
    });
  });

  it("brings a role of its project's account alone, which may be another than that of the pipeline", () => {
    const reason = "is of account 111122223333, and the action works in 444455556666: give one of that account";
    const path = "stages[1].actions[0].configuration.ServiceRoleArnOverride";
    const there = { ...full, inputArtifacts: ["source"], outputArtifacts: [] };
    const problems = (action: object, account: string) =>
      validatePipeline(pipelineOf([configured({ ...action }, { PrimarySource: "source" })]), { ...scope, account });
    assert.deepEqual(problems(there, "111122223333"), []);
    assert.deepEqual(problems(there, "444455556666"), [{ path, reason }]);
    const elsewhere = { ...there, roleArn: "arn:aws:iam::444455556666:role/deploy" };
    assert.deepEqual(problems(elsewhere, "111122223333"), [{ path, reason }]);
  });

  it("asks nothing of those who take its artifacts, and tells nobody", () => {
    assert.equal(codeBuild.consumerPermissions, undefined);
    assert.equal(codeBuild.notifiedTopic, undefined);
  });
});
