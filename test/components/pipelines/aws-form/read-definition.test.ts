import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codeBuildAction } from "../../../../components/actions/codebuild/action";
import { codeStarSourceConnectionAction } from "../../../../components/actions/codestar-source-connection";
import { manualApprovalAction } from "../../../../components/actions/manual-approval";
import { variableCheckRule } from "../../../../components/actions/rules/variable-check";
import { readDefinition } from "../../../../components/pipelines/aws-form/read-definition";
import type { PipelineDefinition } from "../../../../components/pipelines/definition/schema";
import { outputVariable, pipelineVariable } from "../../../../components/pipelines/definition/variable-reference";
import { renderStages } from "../../../../components/pipelines/render/pipeline";
import { renderTriggers } from "../../../../components/pipelines/render/triggers";
import { connectionArn, planOf, readPipeline } from "../../../support/pipelines";

const folder = join(__dirname, "../../../fixtures/definitions");
const read = (file: string) => readDefinition(readFileSync(join(folder, file), "utf8"));

const repository = codeStarSourceConnectionAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop", BranchName: "main" },
});

/** The pipeline of all the files, in TypeScript. */
const inTypeScript: PipelineDefinition = {
  executionMode: "QUEUED",
  variables: [{ name: "Release", defaultValue: "nightly" }],
  triggers: [
    {
      sourceAction: "Repository",
      push: [{ branches: { includes: ["main"] }, filePaths: { includes: ["services/shop/**"] } }],
    },
  ],
  stages: [
    { name: "Source", actions: [repository] },
    {
      name: "Build",
      beforeEntry: {
        result: "SKIP",
        rules: [
          variableCheckRule({
            name: "Wanted",
            configuration: {
              Variable: outputVariable(repository, "CommitMessage"),
              Operator: "CONTAINS",
              Value: "release",
            },
          }),
        ],
      },
      onFailure: { result: "RETRY", retryMode: "ALL_ACTIONS" },
      actions: [
        codeBuildAction({
          name: "Image",
          inputArtifacts: ["source"],
          outputArtifacts: ["image"],
          configuration: {
            ProjectName: "shop-image",
            BatchEnabled: true,
            EnvironmentVariables: [{ name: "RELEASE", value: pipelineVariable("Release"), type: "PLAINTEXT" }],
          },
        }),
      ],
    },
    { name: "Approve", actions: [manualApprovalAction({ name: "Release", timeoutInMinutes: 60 })] },
  ],
};

/** Stages of a pipeline for AWS. AWS prints the home region in each action, which changes nothing. */
function rendered(definition: PipelineDefinition | undefined) {
  const plan = planOf(definition);
  const { model } = plan;
  const stages = renderStages(plan);
  return {
    ...model,
    triggers: renderTriggers(model),
    stages: JSON.parse(JSON.stringify(stages).replaceAll(',"region":"eu-central-1"', "")),
  };
}

describe("readDefinition", () => {
  for (const [what, file, name] of [
    ["YAML of our own", "own.yaml", undefined],
    ["what AWS prints", "printed.json", "shop"],
    ["what CloudFormation spells", "template.yaml", "shop"],
  ] as const) {
    it(`reads ${what} as the same pipeline as TypeScript makes`, () => {
      const { definition, pipelineName, problems } = read(file);
      assert.deepEqual(problems, []);
      assert.equal(pipelineName, name);
      assert.deepEqual(rendered(definition), rendered(inTypeScript));
    });
  }

  it("reads the structure and the properties without anything around them, and JSON of our own", () => {
    const { pipeline } = JSON.parse(readFileSync(join(folder, "printed.json"), "utf8"));
    const expected = rendered(inTypeScript);
    assert.deepEqual(rendered(readDefinition(JSON.stringify(pipeline)).definition), expected);
    const properties = readFileSync(join(folder, "template.yaml"), "utf8").split("Properties:\n")[1] ?? "";
    assert.deepEqual(rendered(readDefinition(properties).definition), expected);
    assert.deepEqual(rendered(readDefinition(JSON.stringify(inTypeScript)).definition), expected);
  });

  it("takes a number that is written otherwise than numbers are for the text that it is", () => {
    const written = readFileSync(join(folder, "template.yaml"), "utf8").replace("BranchName: main", "BranchName: 1.10");
    const { stages } = readPipeline(readDefinition(written).definition);
    assert.equal(Reflect.get(stages[0]?.actions[0]?.configuration ?? {}, "BranchName"), "1.10");
  });

  it("leaves out the schema that an editor checks the file with", () => {
    const definition = {
      $schema: "./node_modules/@platform/aws-pipelines/docs/schemas/pipeline.json",
      ...inTypeScript,
    };
    assert.deepEqual(
      readDefinition(JSON.stringify(definition)).definition,
      readDefinition(JSON.stringify(inTypeScript)).definition,
    );
    assert.deepEqual(readDefinition(JSON.stringify(definition)).problems, []);
  });

  it("leaves the role and the stores of the file to the program", () => {
    const { definition } = read("printed.json");
    assert.deepEqual(Object.keys(definition ?? {}).sort(), [
      "executionMode",
      "pipelineType",
      "schedules",
      "stages",
      "triggers",
      "variables",
    ]);
  });

  it("names the place of every mistake in a file", () => {
    const text = readFileSync(join(folder, "printed.json"), "utf8")
      .replace('"QUEUED"', '"LATEST"')
      .replace('"provider": "Manual"', '"provider": "Human"')
      .replace('"BatchEnabled": "true"', '"BatchEnabled": "yes"');
    assert.deepEqual(
      readDefinition(text).problems.map(({ path, reason }) => [path, reason.slice(0, 30)]),
      [
        ["executionMode", 'is "LATEST": allowed are SUPERSED'.slice(0, 30)],
        ["stages[1].actions[0].configuration.BatchEnabled", 'is "yes": give true or false'],
        ["stages[2].actions[0].provider", 'is "Human": allowed are CodeStarSource'.slice(0, 30)],
      ],
    );
  });

  it("reads a text that is JSON only where a list or a map belongs", () => {
    const text = readFileSync(join(folder, "printed.json"), "utf8").replace('"[{\\"name\\"', '"[{name');
    assert.deepEqual(
      readDefinition(text).problems.map(({ path }) => path),
      ["stages[1].actions[0].configuration.EnvironmentVariables"],
    );
  });

  it("refuses a second condition of a kind, which the AWS provider cannot say", () => {
    const printed = JSON.parse(readFileSync(join(folder, "printed.json"), "utf8"));
    const { conditions } = printed.pipeline.stages[1].beforeEntry;
    conditions.push(conditions[0]);
    assert.deepEqual(readDefinition(JSON.stringify(printed)).problems, [
      { path: "stages[1].beforeEntry.conditions", reason: "is not known here: allowed are result, rules" },
    ]);
  });

  for (const [what, text, path, reason] of [
    ["an alias of nothing", "stages: *all", "", "The alias *all has no anchor before it: write the value"],
    [
      "an alias of what it stands in",
      "stages: &all\n  - name: Source\n    actions: *all",
      "",
      "The alias *all is inside its own anchor: write the value",
    ],
    [
      "aliases without end",
      ["a: &a [x, x]", "b: &b [*a, *a, *a, *a, *a]", "c: &c [*b, *b, *b, *b, *b]", "stages: [*c, *c, *c, *c, *c]"].join(
        "\n",
      ),
      "",
      "Excessive alias count indicates a resource exhaustion attack: write the values",
    ],
    ["a second document", "stages: []\n---\nstages: nonsense", "", "has several documents: use one file for each"],
    ["a schema that is no text", "$schema: 1\nstages: []", "$schema", /^is not known here: allowed are pipelineType/],
    ["a text of neither form", "{ stages: [", "", /give YAML or JSON$/],
    [
      "a template of two pipelines",
      JSON.stringify({
        Resources: {
          A: { Type: "AWS::CodePipeline::Pipeline", Properties: {} },
          B: { Type: "AWS::CodePipeline::Pipeline", Properties: {} },
        },
      }),
      "Resources",
      "has 2 pipelines, A, B: give the option pipeline with the logical id of one",
    ],
    [
      "what the AWS provider cannot say",
      "restartExecutionOnUpdate: true\nstages: []",
      "restartExecutionOnUpdate",
      /^is not allowed here: the AWS provider/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      const [problem] = readDefinition(text).problems;
      assert.equal(problem?.path, path);
      assert.match(
        problem.reason,
        typeof reason === "string" ? new RegExp(`^${reason.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`) : reason,
      );
    });
  }
});
