import assert from "node:assert/strict";
import { approvalAction, buildAction, gitSource } from "../../../components/delivery/inline-actions";
import { type DeliveryPipelineDefinition, planDeliveryPipeline } from "../../../components/delivery/pipeline-plan";
import { guardBuild } from "../../../components/iam/gate-tag";
import { allowStatement } from "../../../components/iam/statement";
import { outputVariable } from "../../../components/pipelines/definition/variable-reference";

const scope = { partition: "aws", account: "111122223333", region: "eu-central-1" };
const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c",
  repository: "acme/lib",
  pushes: [{ tags: { includes: ["v*"] } }],
});
const unit = buildAction({ name: "Unit", input: source, runtime: { nodejs: 22 }, commands: ["npm test"] });
const first = { name: "Source", actions: [source] };

function plan(definition: DeliveryPipelineDefinition, artifacts = {}) {
  const { plan: planned, problems } = planDeliveryPipeline(scope, "lib", definition, artifacts);
  assert.deepEqual(problems, []);
  return planned ?? assert.fail("no plan");
}

const problemsOf = (...actions: DeliveryPipelineDefinition["stages"][number]["actions"]) =>
  planDeliveryPipeline(scope, "lib", { stages: [first, { name: "Test", actions }] }).problems.map(
    ({ path, reason }) => `${path}: ${reason}`,
  );

describe("the plan of a delivery pipeline", () => {
  it("names a project after pipeline, stage and action, and gives its build exactly that buildspec", () => {
    const { projects, pipeline } = plan({ stages: [first, { name: "Test", actions: [unit] }] });
    assert.deepEqual(
      projects.map(({ projectName, buildspec, keyUse }) => [projectName, buildspec, keyUse]),
      [
        [
          "lib-Test-Unit",
          { phases: { install: { "runtime-versions": { nodejs: 22 } }, build: { commands: ["npm test"] } } },
          "decrypt",
        ],
      ],
    );
    assert.deepEqual(pipeline.definition.stages[1]?.actions, [
      {
        name: "Unit",
        provider: "CodeBuild",
        inputArtifacts: ["Repository"],
        outputArtifacts: [],
        configuration: { ProjectName: "lib-Test-Unit" },
      },
    ]);
  });

  it("keeps its builds away from the gates of the account, and lets them write their own logs", () => {
    const { projects } = plan({ stages: [first, { name: "Test", actions: [unit] }] });
    const denied = projects.map(({ permissions }) => permissions.filter(({ Effect }) => Effect === "Deny"));
    assert.deepEqual(denied, [guardBuild(scope, [], { gateNames: ["lib"] })]);
  });

  it("turns the filters of a source into a trigger", () => {
    const { pipeline } = plan({ stages: [first, { name: "Test", actions: [unit] }] });
    assert.deepEqual(pipeline.definition.triggers, [
      { sourceAction: "Repository", push: [{ tags: { includes: ["v*"] } }] },
    ]);
  });

  it("has a topic for each approval that notifies people, and the approval names it", () => {
    const approve = approvalAction({ name: "Release", notify: ["a@acme.example"] });
    const { topics, pipeline, keyUsers } = plan({
      stages: [first, { name: "Approve", actions: [approve] }, { name: "Test", actions: [unit] }],
    });
    assert.deepEqual(topics, [{ topicName: "lib-Approve-Release", emails: ["a@acme.example"] }]);
    const [action] = pipeline.definition.stages[1]?.actions ?? [];
    assert.deepEqual(action?.configuration, {
      NotificationArn: "arn:aws:sns:eu-central-1:111122223333:lib-Approve-Release",
    });
    assert.deepEqual(keyUsers.roles.publish, ["arn:aws:iam::111122223333:role/lib+Approve+Release+eu-central-1"]);
  });

  it("has the bucket that artifacts name, or one of its own", () => {
    const stages = [first, { name: "Test", actions: [unit] }];
    assert.equal(plan({ stages }).bucketName, "lib-artifacts-111122223333-eu-central-1");
    assert.equal(plan({ stages }, { bucketName: "acme-artifacts" }).bucketName, "acme-artifacts");
  });

  it("takes any action of the catalogue as it is", () => {
    const invoke = {
      name: "Smoke",
      provider: "Lambda" as const,
      category: "Invoke" as const,
      configuration: { FunctionName: "smoke" },
    };
    const { pipeline } = plan({ stages: [first, { name: "Test", actions: [invoke] }] });
    assert.deepEqual(pipeline.definition.stages[1]?.actions, [invoke]);
  });
});

describe("the variables of an inline build", () => {
  const version = buildAction({
    name: "Version",
    input: source,
    commands: ["export RELEASE=$(cat VERSION)"],
    exportedVariables: ["RELEASE"],
  });
  const later = (value: string) =>
    buildAction({
      name: "Later",
      input: source,
      commands: ["make"],
      runOrder: 2,
      environmentVariables: { RELEASE: { value }, STAGE: { value: "test" } },
    });

  it("that refer to an earlier action belong to the action, and all others to the project", () => {
    const { pipeline, projects } = plan({
      stages: [first, { name: "Test", actions: [version, later(outputVariable(version, "RELEASE"))] }],
    });
    assert.deepEqual(pipeline.definition.stages[1]?.actions[1]?.configuration, {
      ProjectName: "lib-Test-Later",
      EnvironmentVariables: [{ name: "RELEASE", value: "#{Version.RELEASE}" }],
    });
    assert.deepEqual(projects[1]?.environmentVariables, { STAGE: { value: "test" } });
    assert.deepEqual(projects[0]?.buildspec.env, { "exported-variables": ["RELEASE"] });
  });

  it("are refused where no earlier action makes them, at their own name", () => {
    const [problem, ...others] = problemsOf(version, later("#{Nothing.RELEASE}"));
    assert.match(problem ?? "", /^stages\[1\]\.actions\[1\]\.environmentVariables\.RELEASE: /);
    assert.deepEqual(others, []);
  });

  it("name the bucket of artifacts in a build that makes one", () => {
    const packed = buildAction({ name: "Pack", input: source, commands: ["make"], files: ["app.zip"] });
    const { projects } = plan({ stages: [first, { name: "Test", actions: [packed, unit] }] });
    assert.deepEqual(
      projects.map(({ environmentVariables }) => environmentVariables),
      [{ ARTIFACT_BUCKET: { value: "lib-artifacts-111122223333-eu-central-1" } }, undefined],
    );
  });
});

describe("the problems of a delivery pipeline", () => {
  it("are named at the action: missing commands, commands beside a buildspec, settings and buildspecs", () => {
    const buildspec = { phases: { build: { commands: ["make"] } } };
    assert.deepEqual(problemsOf(buildAction({ name: "A", input: source })), [
      "stages[1].actions[0].commands: is missing: give commands, or a buildspec",
    ]);
    assert.deepEqual(problemsOf(buildAction({ name: "A", input: source, commands: ["make"], buildspec })), [
      "stages[1].actions[0].commands: stands beside buildspec: write it in the buildspec",
    ]);
    const [timeout, ...others] = problemsOf(
      buildAction({ name: "A", input: source, commands: ["make"], timeoutInMinutes: 1 }),
    );
    assert.match(timeout ?? "", /^stages\[1\]\.actions\[0\]\.timeoutInMinutes: /);
    assert.deepEqual(others, []);
  });

  it("are permissions that could reach a gate", () => {
    const permissions = [allowStatement({ sid: "Start", actions: ["codebuild:StartBuild"], resources: ["*"] })];
    const [problem = ""] = problemsOf({ ...unit, build: { ...unit.build, permissions } });
    assert.match(
      problem,
      /^stages\[1\]\.actions\[0\]\.permissions\[0\]\.Resource\[0\]: is "\*", and by codebuild:StartBuild/,
    );
  });

  it("are permissions of a build that makes an artifact, and writes to buckets by a wildcard", () => {
    const permissions = [
      allowStatement({ sid: "Upload", actions: ["s3:PutObject"], resources: ["arn:aws:s3:::acme-*/*"] }),
    ];
    const pack = buildAction({ name: "Pack", input: source, commands: ["make"], files: ["a.zip"], permissions });
    const [problem = "", ...others] = problemsOf(pack);
    assert.match(
      problem,
      /^stages\[1\]\.actions\[0\]\.permissions\[0\]\.Resource\[0\]: is "arn:aws:s3:::acme-\*\/\*", and by s3:PutObject/,
    );
    assert.deepEqual(others, []);
    assert.deepEqual(problemsOf(buildAction({ name: "Test", input: source, commands: ["make"], permissions })), []);
  });

  it("are a store whose name is a destroy pipeline's, which builds may not write to", () => {
    const definition = { stages: [first, { name: "Test", actions: [unit] }] };
    const { problems } = planDeliveryPipeline(scope, "shop-destroy-tests", definition);
    assert.deepEqual(problems, [
      {
        path: "artifacts.bucketName",
        reason:
          'is "shop-destroy-tests-artifacts-111122223333-eu-central-1": builds are denied writing to buckets with "-destroy-" in their names; give another name',
      },
    ]);
  });

  it("are two actions whose projects would have one name", () => {
    const named = (name: string) => buildAction({ name, input: source, commands: ["make"] });
    assert.deepEqual(problemsOf(named("a.b"), named("a@b")), [
      'stages[1].actions[1].name: gives the project name "lib-Test-a-b" a second time: rename the action',
    ]);
  });

  it("are those of the pipeline too, all at once", () => {
    const broken = buildAction({ name: "A", input: "nowhere", commands: ["make"] });
    const found = problemsOf(broken, buildAction({ name: "B", input: source }));
    assert.equal(found.length, 2);
    assert.match(found.join("\n"), /nowhere/);
  });
});
