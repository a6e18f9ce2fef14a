import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { functionType, judgeOpenBuilds } from "../../../../policy/lib/destroy/open-builds";
import { projectsOf } from "../../../../policy/lib/destroy/projects";
import { productionConfig } from "../../../../policy/lib/pipeline/production";
import { stackResource } from "../../support/stack-resource";

const roleArn = "arn:aws:iam::123456789012:role/deploy";
const role = (...Action: readonly string[]) => [
  stackResource("role", "aws:iam/role:Role", { name: "deploy" }),
  stackResource("policy", "aws:iam/rolePolicy:RolePolicy", {
    role: "deploy",
    policy: { Statement: { Effect: "Allow", Action, Resource: "*" } },
  }),
];
const deleting = role("s3:DeleteBucket", "dynamodb:DeleteTable", "kms:ScheduleKeyDeletion", "rds:DeleteDBCluster");
const project = (buildspec: Value, more: Properties = {}) =>
  stackResource("project", "aws:codebuild/project:Project", {
    name: "deploy",
    serviceRole: roleArn,
    source: { type: "CODEPIPELINE", buildspec },
    ...more,
  });
const pipelineOf = (...stages: readonly Properties[]) =>
  stackResource("pipeline", "aws:codepipeline/pipeline:Pipeline", { name: "shop", roleArn, stages });
const stage = (name: string, ...actions: readonly Properties[]): Properties => ({ name, actions });
const build: Properties = { name: "Deploy", category: "Build", configuration: { ProjectName: "deploy" } };
const approval: Properties = { name: "Approve", category: "Approval", provider: "Manual" };
const commands: Properties = { name: "Run", category: "Compute", commands: ["npm ci"] };
const invoke: Properties = { name: "Run", category: "Invoke", configuration: { FunctionName: "migrate" } };

const judged = (...resources: readonly ReturnType<typeof pipelineOf>[]) =>
  judgeOpenBuilds(resources, projectsOf(resources), productionConfig.defaults.productionWords).map(
    ({ urn, finding: { kind, message } }) => `${kind} ${urn}: ${message}`,
  );

const all = "dynamodb:DeleteTable, kms:ScheduleKeyDeletion, rds:DeleteDBCluster and 1 more";
const reviewed = `may delete: ${all}. Review what it runs, put a manual approval before it, or remove these actions`;
const refused = `may delete: ${all}. Put a manual approval before it, or remove these actions from the role`;

describe("a build whose code decides what it runs", () => {
  const place = "project: source.buildspec lets the repository decide what this build runs, and its role";

  it("is an advice where its role may delete stateful resources", () => {
    assert.deepEqual(judged(project("ci/build.yml"), ...deleting), [`advice ${place} ${reviewed}`]);
    assert.deepEqual(judged(project("version: 0.2\nphases:\n  build:\n    commands:\n      - npm ci\n"), ...deleting), [
      `advice ${place} ${reviewed}`,
    ]);
  });

  it("is a violation in production without an approval", () => {
    assert.deepEqual(judged(project("ci/build.yml"), pipelineOf(stage("Prod", build)), ...deleting), [
      `violation ${place} ${refused}`,
    ]);
    const approved = pipelineOf(stage("Approve", approval), stage("Prod", build));
    assert.deepEqual(judged(project("ci/build.yml"), approved, ...deleting), []);
    assert.deepEqual(judged(project("ci/build.yml"), pipelineOf(stage("Dev", build)), ...deleting), [
      `advice ${place} ${reviewed}`,
    ]);
  });

  it("is an advice behind an approval where something else starts it too", () => {
    const approved = pipelineOf(stage("Approve", approval), stage("Prod", build));
    const webhook = stackResource("webhook", "aws:codebuild/webhook:Webhook", { projectName: "deploy" });
    assert.deepEqual(judged(project("ci/build.yml"), approved, webhook, ...deleting), [`advice ${place} ${reviewed}`]);
    const dev = pipelineOf(stage("Dev", build), stage("Approve", approval), stage("Prod", build));
    assert.deepEqual(judged(project("ci/build.yml"), dev, ...deleting), [`advice ${place} ${reviewed}`]);
  });

  it("is an advice where it deletes with a role of another program", () => {
    const running = (command: string) =>
      judged(project(`version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\n`));
    const expected = [
      "advice project: source.buildspec deletes resources with a role that is not part of this program, so this rule " +
        "cannot judge what it deletes: declare the role here, or put a manual approval before it",
    ];
    for (const command of [
      "aws s3 rm s3://shop-data --recursive",
      "aws --region eu-west-1 logs delete-log-group --log-group-name /aws/codebuild/shop",
      "ansible localhost -m amazon.aws.rds_instance -a 'id=shop state=absent'",
      "ansible-playbook site.yml -e state=absent",
      "aws sqs purge-queue --queue-url shop",
    ]) {
      assert.deepEqual(running(command), expected, command);
    }
    for (const command of [
      "aws s3 rm s3://shop-data/one.txt",
      "aws s3 ls s3://shop-data --recursive",
      "aws logs describe-log-groups",
      "aws logs delete-log-group help --help",
      "aws sqs delete-message --queue-url shop",
      "ansible-playbook site.yml -e state=present",
      "echo 'aws s3 rm s3://shop-data --recursive'",
    ]) {
      assert.deepEqual(running(command), [], command);
    }
  });

  it("may be decided by an object, or by an action's override", () => {
    assert.deepEqual(judged(project("arn:aws:s3:::ci/build.yml"), ...deleting), [
      `advice project: source.buildspec lets the object arn:aws:s3:::ci/build.yml decide what this build runs, and its role ${reviewed}`,
    ]);
    const override = { ...build, configuration: { ProjectName: "deploy", BuildspecOverride: "x.yml" } };
    assert.equal(
      judged(project("version: 0.2\nphases: {}\n"), pipelineOf(stage("Dev", override)), ...deleting).length,
      1,
    );
  });

  it("is right where it says all that it runs, or nothing is deleted or known", () => {
    const closed = "version: 0.2\nphases:\n  build:\n    commands:\n      - aws s3 sync . s3://shop\n";
    assert.deepEqual(judged(project(closed), ...deleting), []);
    assert.deepEqual(judged(project(unknownValue), ...deleting), []);
    assert.deepEqual(judged(project("", { source: { type: "NO_SOURCE" } }), ...deleting), []);
    assert.deepEqual(judged(project("ci/build.yml"), ...role("s3:GetObject")), []);
    assert.deepEqual(judged(project("ci/build.yml")), []);
  });

  it("is left to another rule where the pipeline says that it destroys", () => {
    assert.deepEqual(
      judged(project("ci/build.yml"), pipelineOf(stage("Dev", { ...build, name: "Destroy" })), ...deleting),
      [],
    );
  });

  it("is an advice where it destroys and no pipeline runs it", () => {
    assert.deepEqual(
      judged(project("version: 0.2\nphases:\n  build:\n    commands:\n      - pulumi destroy\n"), ...deleting),
      [
        `advice project: source.buildspec destroys, no pipeline of this program asks for an approval first, and its role ${reviewed}`,
      ],
    );
  });
});

describe("inline commands that run files of the repository", () => {
  const place = "pipeline: stages[0].actions[0].commands";

  it("are judged by the role of the pipeline, or of the action", () => {
    const expected = [`advice ${place} lets the repository decide what it runs, and its role ${reviewed}`];
    assert.deepEqual(judged(pipelineOf(stage("Dev", commands)), ...deleting), expected);
    assert.deepEqual(judged(pipelineOf(stage("Dev", { ...commands, roleArn })), ...deleting), expected);
    const other = { ...commands, roleArn: `${roleArn}-x` };
    assert.deepEqual(judged(pipelineOf(stage("Dev", other)), ...deleting), []);
  });

  it("are a violation in production without an approval", () => {
    assert.deepEqual(judged(pipelineOf(stage("Prod", commands)), ...deleting), [
      `violation ${place} lets the repository decide what it runs, and its role ${refused}`,
    ]);
  });

  it("are right where they say all that they run", () => {
    assert.deepEqual(judged(pipelineOf(stage("Dev", { ...commands, commands: ["aws s3 ls"] })), ...deleting), []);
  });

  it("are an advice with an unknown role only where they seem to delete", () => {
    const cleanup = { ...commands, commands: ["npm run cleanup"] };
    assert.deepEqual(judged(pipelineOf(stage("Dev", commands))), []);
    const emptying = { ...commands, commands: ["aws s3 rm s3://shop-data --recursive"] };
    assert.deepEqual(judged(pipelineOf(stage("Dev", emptying))), [
      `advice ${place} deletes resources with a role that is not part of this program, so this rule cannot judge ` +
        "what it deletes: declare the role here, or put a manual approval before it",
    ]);
    assert.deepEqual(judged(pipelineOf(stage("Approve", approval), stage("Dev", emptying))), []);
    assert.deepEqual(judged(pipelineOf(stage("Dev", cleanup))), [
      `advice ${place} runs files of the repository with a role that is not part of this program, so this rule cannot ` +
        "judge what it deletes: declare the role here, or put a manual approval before it",
    ]);
  });
});

describe("a function that an action invokes", () => {
  const made = stackResource("function", functionType, { name: "migrate", role: roleArn });
  const place = "pipeline: stages[0].actions[0].configuration.FunctionName";

  it("is judged by its role", () => {
    assert.deepEqual(judged(pipelineOf(stage("Dev", invoke)), made, ...deleting), [
      `advice ${place} lets the function's code decide what it deletes, and its role ${reviewed}`,
    ]);
    assert.deepEqual(judged(pipelineOf(stage("Dev", invoke)), made, ...role("s3:GetObject")), []);
  });

  it("is an advice where it is of another program and seems to delete", () => {
    assert.deepEqual(judged(pipelineOf(stage("Dev", invoke))), []);
    const purge = { ...invoke, configuration: { FunctionName: "migrate", UserParameters: "purge" } };
    assert.equal(judged(pipelineOf(stage("Dev", purge))).length, 1);
  });

  it("is not invoked but deployed by a deploy action", () => {
    assert.deepEqual(judged(pipelineOf(stage("Dev", { ...invoke, category: "Deploy" })), made, ...deleting), []);
  });
});
