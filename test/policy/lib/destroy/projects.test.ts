import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { projectsApproved, projectsOf, runsOf } from "../../../../policy/lib/destroy/projects";
import { unknownAt } from "../../../../policy/lib/facts/finding";
import { stackResource } from "../../support/stack-resource";

const buildspecOf = (command: string) => `version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\n`;
const project = (urn: string, buildspec: Value, more: Properties = {}, sources: readonly string[] = []) =>
  stackResource(
    urn,
    "aws:codebuild/project:Project",
    { name: urn, source: { buildspec }, ...more },
    { serviceRole: sources },
  );
const build = (ProjectName: Value, more: Properties = {}): Properties => ({
  name: "Run",
  category: "Build",
  configuration: { ProjectName },
  ...more,
});
const pipelineOf = (stages: readonly (readonly Value[])[], sources: readonly string[] = []) =>
  stackResource(
    "pipeline",
    "aws:codepipeline/pipeline:Pipeline",
    { stages: stages.map((actions): Properties => ({ actions })) },
    { stages: sources },
  );

describe("a project destroys", () => {
  const role = (...Action: readonly string[]) => [
    stackResource("role", "aws:iam/role:Role", { name: "role" }),
    stackResource("policy", "aws:iam/rolePolicy:RolePolicy", {
      role: "role",
      policy: { Statement: { Effect: "Allow", Action, Resource: "*" } },
    }),
  ];
  const destroys = (one: ReturnType<typeof project>, ...more: ReturnType<typeof role>) =>
    projectsOf([one, ...more]).destroying.has(one);
  const variables = (...environmentVariables: readonly Properties[]): Properties => ({
    environment: { environmentVariables },
  });
  const task = project("x", buildspecOf("make destroy"), { serviceRole: unknownValue }, ["role"]);

  for (const [title, verdict, expected] of [
    ["by its name", destroys(project("shop-destroy", undefined)), true],
    ["by a command", destroys(project("x", buildspecOf("pulumi destroy --yes"))), true],
    ["by a variable that a command sets", destroys(project("x", buildspecOf("export ACTION=destroy"))), true],
    ["by a variable of its own", destroys(project("x", "", variables({ name: "ACTION", value: "destroy" }))), true],
    [
      "not by the name of a parameter",
      destroys(project("x", "", variables({ name: "ACTION", value: "destroy", type: "PARAMETER_STORE" }))),
      false,
    ],
    [
      "not by an unknown variable",
      destroys(project("x", "", variables({ name: "ACTION", value: unknownValue }))),
      false,
    ],
    ["not by another command", destroys(project("x", buildspecOf("pulumi up"))), false],
    ["not by an unknown buildspec", destroys(project("x", unknownValue)), false],
    ["by a task with a role that deletes", destroys(task, ...role("s3:DeleteBucket")), true],
    ["by a task with a role that nobody knows", destroys(task), true],
    ["not by a task with a role that deletes nothing", destroys(task, ...role("s3:GetObject")), false],
  ] as const) {
    it(title, () => assert.equal(verdict, expected));
  }
});

describe("the projects that an action runs", () => {
  const [a, b, unnamed] = [project("a", ""), project("b", ""), project("c", "", { name: unknownValue })];
  const runBy = (name: Value, sources: readonly string[] = []) => {
    const pipeline = pipelineOf([[build(name)]], sources);
    const [run] = runsOf(pipeline, projectsOf([a, b, unnamed]));
    return run?.projects.map(({ urn }) => urn);
  };

  for (const [title, found, expected] of [
    ["one by its name", runBy("a"), ["a"]],
    ["one by its ARN", runBy("arn:aws:codebuild:eu-west-1:123456789012:project/b"), ["b"]],
    ["one whose name AWS chooses", runBy("other", ["a", "c"]), ["c"]],
    ["all that an unknown name can come from", runBy(unknownValue, ["a", "c"]), ["a", "c"]],
    ["none of another name", runBy("other", ["a"]), []],
    ["none without a name", runBy(undefined, ["a"]), []],
  ] as const) {
    it(`are ${title}`, () => assert.deepEqual(found, expected));
  }
});

describe("an action of a pipeline destroys", () => {
  const [run, quiet, hidden] = [
    project("run", buildspecOf("cdk destroy")),
    project("quiet", ""),
    project("hidden", unknownValue),
  ];
  const projects = projectsOf([run, quiet, hidden]);
  const how = (...actions: readonly Value[]) => runsOf(pipelineOf([actions]), projects).map(({ destroys }) => destroys);

  it("itself, by its projects, or not", () => {
    assert.deepEqual(how(build("x", { name: "Destroy" }), build("run"), build("quiet")), [
      "itself",
      "by its projects",
      false,
    ]);
  });

  it("by a project that applies what another one planned", () => {
    const all = projectsOf([
      project("plan", buildspecOf("terraform plan -destroy -out p")),
      project("apply", buildspecOf("terraform apply p")),
    ]);
    const verdicts = (...stages: readonly (readonly Value[])[]) =>
      runsOf(pipelineOf(stages), all).map(({ destroys }) => destroys);
    assert.deepEqual(verdicts([build("plan")], [build("apply")]), [false, "by its projects"]);
    assert.deepEqual(verdicts([build("apply")], [build("plan")]), [false, false]);
  });

  const approval = {
    category: "Approval",
    provider: "Manual",
    timeoutInMinutes: 60,
    configuration: { NotificationArn: "arn:x" },
  };
  const judged = (sources: readonly string[], ...stages: readonly (readonly Value[])[]) =>
    projectsApproved(pipelineOf(stages, sources), projects).map(
      ({ urn, finding }) => `${urn}: ${finding.message.split(" and ")[0]}`,
    );

  it("only after an approval", () => {
    assert.deepEqual(judged([], [build("run")]), ["pipeline: stages[0].actions[0] destroys"]);
    assert.deepEqual(judged([], [approval], [build("run")]), []);
    assert.deepEqual(judged([], [build("quiet")]), []);
  });

  it("and is left to another rule where the pipeline says it itself", () => {
    assert.deepEqual(judged([], [build("run", { name: "Destroy" })]), []);
  });

  it("perhaps, where the project or its buildspec is unknown", () => {
    const message = (urn: string, path: string) => `${urn}: ${unknownAt(path).message.split(" and ")[0]}`;
    assert.deepEqual(judged(["run"], [build(unknownValue)]), [
      message("pipeline", "stages.actions.configuration.ProjectName"),
    ]);
    assert.deepEqual(judged([], [build("hidden"), build("hidden")]), [message("hidden", "source.buildspec")]);
    assert.deepEqual(judged([], [approval], [build("hidden")]), []);
  });
});
