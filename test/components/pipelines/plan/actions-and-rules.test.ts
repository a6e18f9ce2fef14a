import assert from "node:assert/strict";
import { actionsAndRulesOf } from "../../../../components/pipelines/plan/actions-and-rules";
import {
  approvalAction,
  buildAction,
  checkRule,
  context,
  pipelineOf,
  readPipeline,
  topicArn,
} from "../../../support/pipelines";

const project = {
  name: "Tests",
  provider: "CodeBuild",
  inputArtifacts: ["source"],
  configuration: { ProjectName: "shop-test" },
};
const { stages } = pipelineOf(
  [buildAction({ outputArtifacts: ["image"], region: "us-east-1" })],
  [approvalAction({}, { NotificationArn: topicArn })],
);
const acting = actionsAndRulesOf(
  readPipeline({
    stages: stages.map((stage, index) =>
      index === 2
        ? {
            ...stage,
            beforeEntry: { result: "SKIP", rules: [checkRule()] },
            onFailure: { result: "ROLLBACK", rules: [project] },
          }
        : stage,
    ),
  }),
);
const named = (name: string) => {
  const found = acting.find((one) => one.name === name);
  assert.ok(found);
  return found;
};

describe("what acts in a pipeline", () => {
  it("is each action of a stage, then each rule of its conditions, stage by stage", () => {
    assert.deepEqual(
      acting.map(({ stageName, name, nameParts }) => [stageName, name, nameParts]),
      [
        ["Source", "Repository", ["Repository"]],
        ["Stage1", "Image", ["Image"]],
        ["Stage2", "Release", ["Release"]],
        ["Stage2", "beforeEntry-Wanted", ["beforeEntry", "Wanted"]],
        ["Stage2", "onFailure-Tests", ["onFailure", "Tests"]],
      ],
    );
  });

  it("takes and makes artifacts, in a region, as it is written", () => {
    const { region, roleArn, inputArtifacts, outputArtifacts } = named("Image");
    assert.deepEqual(
      [region, roleArn, inputArtifacts, outputArtifacts],
      ["us-east-1", undefined, ["source"], ["image"]],
    );
    assert.deepEqual(named("Repository").artifactUse, { read: false, write: true });
    assert.deepEqual(named("onFailure-Tests").outputArtifacts, []);
  });

  it("has the permissions of its provider", () => {
    const actions = (name: string) =>
      named(name)
        .permissions(context)
        .flatMap(({ Action }) => Action);
    assert.deepEqual(actions("Release"), ["sns:Publish"]);
    assert.deepEqual(actions("onFailure-Tests"), [
      "codebuild:BatchGetBuilds",
      "codebuild:StartBuild",
      "codebuild:StopBuild",
    ]);
    assert.deepEqual(actions("beforeEntry-Wanted"), []);
  });

  it("publishes to the topic of its configuration, or to none", () => {
    assert.equal(named("Release").notifiedTopic, topicArn);
    assert.equal(named("Image").notifiedTopic, undefined);
  });

  it("starts a project, whether it is an action or a rule", () => {
    assert.equal(named("Image").startedProject(context)?.projectName, "shop-image");
    assert.equal(named("onFailure-Tests").startedProject(context)?.projectName, "shop-test");
    assert.equal(named("Release").startedProject(context), undefined);
  });

  it("needs nothing of others unless its provider says so", () => {
    for (const one of acting) {
      assert.deepEqual(
        [one.managedPolicies(context), one.artifactReaders(context), one.manualSteps],
        [[], [], undefined],
        one.name,
      );
    }
    assert.deepEqual(named("beforeEntry-Wanted").requiredGrants(context, "store"), []);
  });

  it("hands artifacts on to each role once, from its provider and from its own list", () => {
    const roleArn = "arn:aws:iam::111122223333:role/stack";
    const deploy = {
      name: "Deploy",
      provider: "CloudFormation",
      inputArtifacts: ["source"],
      artifactReaderArns: [roleArn, "arn:aws:iam::111122223333:role/nested"],
      configuration: {
        ActionMode: "CREATE_UPDATE",
        StackName: "shop",
        RoleArn: roleArn,
        TemplatePath: "source::t.yml",
      },
    };
    const [, deployer] = actionsAndRulesOf(readPipeline(pipelineOf([deploy])));
    assert.deepEqual(deployer?.artifactReaders(context), [roleArn, "arn:aws:iam::111122223333:role/nested"]);
  });
});
