import assert from "node:assert/strict";
import { approvalAction, buildAction, gitSource } from "../../../components/delivery/inline-actions";
import { environmentShapeProblems, pipelineShapeProblems } from "../../../components/delivery/pipeline-shape";
import { allowStatement } from "../../../components/iam/statement";

const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c",
  repository: "acme/lib",
});
const first = { name: "Source", actions: [source] };
const unit = buildAction({ name: "Unit", input: source, commands: ["npm test"] });

const found = (args: unknown) =>
  pipelineShapeProblems(args, ["artifacts", "tags"]).map(({ path, reason }) => `${path}: ${reason}`);
const ofStage = (stage: unknown) => found({ stages: [first, stage] });
const ofAction = (action: unknown) => ofStage({ name: "Test", actions: [action] });
const ofBuild = (build: object) => ofAction({ ...unit, build });

describe("the shape of the arguments of a delivery pipeline", () => {
  it("is that of stages with builds, permissions, variables and approvals", () => {
    const pack = buildAction({
      name: "Pack",
      input: source,
      runtime: { nodejs: 22 },
      commands: ["make"],
      environmentVariables: { MODE: { value: "ci" } },
      schedules: [],
      permissions: [allowStatement({ sid: "List", actions: ["ecs:ListClusters"], resources: ["*"] })],
    });
    const actions = [
      unit,
      pack,
      approvalAction({ name: "Ok" }),
      approvalAction({ name: "Go", notify: ["a@acme.example"] }),
    ];
    assert.deepEqual(found({ tags: {}, executionMode: "QUEUED", stages: [first, { name: "Test", actions }] }), []);
  });

  for (const [what, problems, expected] of [
    ["no arguments", found(undefined), /^: is missing: give an object$/],
    ["no stages", found({}), /^stages: is missing: give a list of stages$/],
    ["stages that are no list", found({ stages: first }), /^stages: is \{"name":"Source".*: give a list of stages$/],
    ["no actions", ofStage({ name: "Test" }), /^stages\[1\]\.actions: is missing: give a list of actions$/],
    [
      "one action in place of a list",
      ofStage({ name: "Test", actions: unit }),
      /^stages\[1\]\.actions: is \{.*: give a list of actions$/,
    ],
    ["an action that is missing", ofAction(undefined), /^stages\[1\]\.actions\[0\]: is missing: give an object$/],
    [
      "text in place of emails",
      ofAction({ ...approvalAction({ name: "Ok" }), notify: "ops@x.de" }),
      /^stages\[1\]\.actions\[0\]\.notify: is "ops@x.de": give a list$/,
    ],
    [
      "text in place of commands",
      ofBuild({ commands: "npm test" }),
      /^stages\[1\]\.actions\[0\]\.commands: is "npm test": give a list$/,
    ],
    ["text in place of files", ofBuild({ commands: ["make"], files: "dist" }), /\.files: is "dist": give a list$/],
    [
      "text in place of exported variables",
      ofBuild({ commands: ["make"], exportedVariables: "V" }),
      /\.exportedVariables: is "V": give a list$/,
    ],
    [
      "a misspelt key of a build",
      ofBuild({ comands: ["make"] }),
      /^stages\[1\]\.actions\[0\]\.comands: is not known here\. Did you mean commands\? Allowed are commands, runtime, /,
    ],
    [
      "a grant in place of a statement",
      ofBuild({ commands: ["make"], permissions: [{ actions: ["s3:*"] }] }),
      /\.permissions\[0\]\.Effect: is missing: allowed are Allow, Deny/,
    ],
    [
      "a variable that is text",
      ofBuild({ commands: ["make"], environmentVariables: { MODE: "ci" } }),
      /\.environmentVariables\.MODE: is "ci": give an object with a value$/,
    ],
    [
      "a build without artifacts",
      ofAction({ name: "Unit", provider: "CodeBuild", build: { commands: ["make"] } }),
      /\.inputArtifacts: is missing beside build: make the action with buildAction$/,
    ],
    [
      "text in place of artifacts",
      ofAction({ ...unit, inputArtifacts: "Repository" }),
      /\.inputArtifacts: is "Repository": give a list of artifact names$/,
    ],
  ] as const) {
    it(`is not that of ${what}`, () => {
      assert.match(problems[0] ?? "no problem", expected);
    });
  }

  it("names the neighbours of misspelt keys, of the pipeline and of its stages", () => {
    assert.match(
      found({ stagez: [first] }).join("\n"),
      /^stages: is missing.*\nstagez: is not known here\. Did you mean stages\?/,
    );
    assert.match(
      found({ stages: [first], artefacts: {} })[0] ?? "",
      /^artefacts: is not known here\. Did you mean artifacts\?/,
    );
    assert.match(
      ofStage({ name: "Test", acttions: [unit] }).join("\n"),
      /^stages\[1\]\.actions: is missing: give a list of actions\nstages\[1\]\.acttions: is not known here\. Did you mean actions\?/,
    );
  });
});

describe("the shape of the arguments that name an environment", () => {
  it("is its settings, and neither a name nor the stages of a pipeline", () => {
    const shape = (args: unknown) => environmentShapeProblems(args).map(({ path, reason }) => `${path}: ${reason}`);
    assert.deepEqual(shape({ environment: { account: "111122223333" }, account: "222233334444", tags: {} }), []);
    assert.deepEqual(shape({ environment: "shop-prod", stages: [] }), [
      'environment: is "shop-prod": give the settings of the environment, as its own stack has them',
      "stages: is not known here. Did you mean tags? Allowed are environment, account, tags",
    ]);
  });
});
