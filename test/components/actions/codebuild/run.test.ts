import assert from "node:assert/strict";
import {
  buildRunProblems,
  buildRunShape,
  readBuildVariables,
  startBuilds,
} from "../../../../components/actions/codebuild/run";
import { allowedKeys, schemaProblems } from "../../../../components/schema/vocabulary";
import { context } from "../../../support/pipelines";
import { scope } from "../../../support/scopes";

const one = { inputArtifacts: ["source"], configuration: { ProjectName: "shop-test" } };
const project = "arn:aws:codebuild:eu-central-1:111122223333:project/shop-test";

describe("the build that an action or rule starts", () => {
  for (const [what, run] of [
    ["one input artifact", one],
    ["one input artifact that is named", { ...one, configuration: { ...one.configuration, PrimarySource: "source" } }],
    [
      "two input artifacts, of which one holds the buildspec",
      { inputArtifacts: ["source", "tests"], configuration: { ...one.configuration, PrimarySource: "tests" } },
    ],
    [
      "a batch whose artifacts are combined",
      { ...one, configuration: { ...one.configuration, BatchEnabled: true, CombineArtifacts: true } },
    ],
    [
      "artifacts of a batch that are not combined",
      { ...one, configuration: { ...one.configuration, CombineArtifacts: false } },
    ],
  ] as const) {
    it(`may have ${what}`, () => {
      assert.deepEqual(buildRunProblems(run), []);
    });
  }

  for (const [what, inputArtifacts, more, path, reason] of [
    [
      "two input artifacts and no primary one",
      ["source", "tests"],
      {},
      "PrimarySource",
      "is missing; with several input artifacts, name the one that holds the buildspec: source, tests",
    ],
    [
      "a primary artifact that it does not take",
      ["source"],
      { PrimarySource: "sources" },
      "PrimarySource",
      '"sources" is not an input artifact of the action; give one of source',
    ],
    [
      "combined artifacts without a batch",
      ["source"],
      { CombineArtifacts: true },
      "CombineArtifacts",
      "true needs a batch; set BatchEnabled to true or remove CombineArtifacts",
    ],
  ] as const) {
    it(`must not have ${what}`, () => {
      assert.deepEqual(buildRunProblems({ inputArtifacts, configuration: { ...one.configuration, ...more } }), [
        { path: `configuration.${path}`, reason },
      ]);
    });
  }

  it("must not carry a secret in plain text, at the path of its variable", () => {
    const EnvironmentVariables = [
      { name: "STAGE", value: "prod", type: "PLAINTEXT" as const },
      { name: "API_TOKEN", value: "hunter2", type: "PLAINTEXT" as const },
    ];
    const problems = buildRunProblems({ ...one, configuration: { ...one.configuration, EnvironmentVariables } });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["configuration.EnvironmentVariables[1].value"],
    );
    assert.match(problems[0]?.reason ?? "", /^has the name of a secret/);
    assert.doesNotMatch(problems[0]?.reason ?? "", /hunter2/);
  });

  it("is named by its project", () => {
    assert.deepEqual(schemaProblems(allowedKeys(buildRunShape), { ProjectName: "*", BatchEnabled: "yes" }), [
      {
        path: "ProjectName",
        reason:
          'is "*": give the name of a project, 2 to 150 letters, digits, hyphens or underscores, starting with a letter or digit',
      },
      { path: "BatchEnabled", reason: 'is "yes": give true or false' },
    ]);
  });
});

describe("the permissions to start a build", () => {
  it("are about one project", () => {
    assert.deepEqual(startBuilds(context, { ProjectName: "shop-test" }), {
      Sid: "Build",
      Effect: "Allow",
      Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
      Resource: [project],
      Condition: { StringEqualsIfExists: { "aws:ResourceTag/aws-pipelines:gate": ["shop"] } },
    });
  });

  it("leave out projects of gates, but those of the pipeline's own", () => {
    const { Condition } = startBuilds({ scope, pipelineName: "shop-prod-pipeline" }, { ProjectName: "shop-test" });
    assert.deepEqual(Condition, {
      StringEqualsIfExists: { "aws:ResourceTag/aws-pipelines:gate": ["shop-prod-pipeline", "shop-prod"] },
    });
  });

  it("are about batches alone where the action starts a batch", () => {
    assert.deepEqual(startBuilds(context, { ProjectName: "shop-test", BatchEnabled: true }), {
      Sid: "Build",
      Effect: "Allow",
      Action: ["codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch"],
      Resource: [project],
      Condition: { StringEqualsIfExists: { "aws:ResourceTag/aws-pipelines:gate": ["shop"] } },
    });
  });
});

describe("the permissions of a build for the variables that start it", () => {
  it("read each parameter and secret, and nothing for a plain value", () => {
    const configuration = {
      ProjectName: "shop-test",
      EnvironmentVariables: [
        { name: "STAGE", value: "prod", type: "PLAINTEXT" as const },
        { name: "URL", value: "/shop/url", type: "PARAMETER_STORE" as const },
        { name: "API_TOKEN", value: "shop/token:key", type: "SECRETS_MANAGER" as const },
      ],
    };
    assert.deepEqual(
      readBuildVariables(scope, configuration).map(({ Action, Resource }) => [Action, Resource]),
      [
        [["ssm:GetParameters"], ["arn:aws:ssm:eu-central-1:111122223333:parameter/shop/url"]],
        [
          ["secretsmanager:GetSecretValue"],
          ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/token-??????"],
        ],
      ],
    );
    assert.deepEqual(readBuildVariables(scope, { ProjectName: "shop-test" }), []);
  });
});
