import assert from "node:assert/strict";
import { deliveryPipeline } from "../../../components/delivery/definition";
import { bondPlan } from "../../../components/delivery/plan-bond";
import { validatePipeline } from "../../../components/pipelines/validation/validate-pipeline";
import { deliverySettings, readSettings } from "../../support/delivery-settings";
import { connectionArn, topicArn } from "../../support/pipelines";
import { scope } from "../../support/scopes";

const names = {
  imageProject: "image",
  deployProject: "deploy",
  planProject: "plan",
  testProject: "test",
  topicArn,
  environment: "shop-dev",
  repositoryName: "shop",
};

function pipeline(changes: Record<string, unknown> = {}) {
  return deliveryPipeline(scope, readSettings(deliverySettings(changes)), names);
}

describe("deliveryPipeline", () => {
  it("has source, build and deployment where nothing else is asked for", () => {
    assert.deepEqual(
      pipeline().stages.map(({ name }) => name),
      ["Source", "Build", "Deploy"],
    );
  });

  it("waits for an approval before anything runs or pushes, and tests after the deployment", () => {
    const definition = pipeline({
      approval: { notify: ["a@acme.example"] },
      plan: false,
      test: { commands: ["npm test"] },
    });
    assert.deepEqual(
      definition.stages.map(({ name }) => name),
      ["Source", "Approve", "Build", "Deploy", "Test"],
    );
    assert.deepEqual(validatePipeline(definition), []);
  });

  it("tags the image after the deployment and before the tests, where images expire", () => {
    const test = { commands: ["npm test"] };
    const actionsOf = (image: object) =>
      pipeline({ image, test }).stages.map(({ actions }) => actions.map(({ name }) => name));
    const kept = actionsOf({ keepImages: 5 });
    assert.deepEqual(kept, [["Repository"], ["Image"], ["Infrastructure", "DeployedImage"], ["Integration"]]);
    assert.deepEqual(actionsOf({ tagDeployments: true }), kept);
    assert.deepEqual(actionsOf({})[2], ["Infrastructure"]);
    assert.deepEqual(validatePipeline(pipeline({ image: { keepImages: 5 } })), []);
  });

  describe("with a plan before the approval of the deployment", () => {
    const planned = () =>
      pipeline({ approval: { notify: ["a@acme.example"], timeoutInMinutes: 60 }, test: { commands: ["npm test"] } });
    const stage = (name: string) => planned().stages.find((one) => one.name === name);
    const { unlessEmpty } = bondPlan((name) => `#{Preview.${name}}`);

    it("plans behind the approval of the commit, and is valid", () => {
      assert.deepEqual(
        planned().stages.map(({ name }) => name),
        ["Source", "Approve", "Build", "Plan", "ApprovePlan", "Deploy", "Test"],
      );
      assert.deepEqual(validatePipeline(planned()), []);
    });

    it("makes no artifact: who may write artifacts could write the source that is deployed", () => {
      const [preview] = stage("Plan")?.actions ?? [];
      assert.deepEqual([preview?.inputArtifacts, preview?.outputArtifacts], [["source"], undefined]);
    });

    it("shows commit, counts, wider permissions, digest and a link to the log, and waits as long as the first", () => {
      assert.deepEqual(stage("ApprovePlan")?.actions, [
        {
          name: "Plan",
          provider: "Manual",
          timeoutInMinutes: 60,
          configuration: {
            NotificationArn: topicArn,
            CustomData:
              "Deploys commit #{Repository.CommitId}: #{Preview.PLAN_SUMMARY}. Digest of the plan: #{Preview.PLAN_DIGEST}. The log of the plan lists each change and shows the same digest.",
            ExternalEntityLink: "#{Preview.PREVIEW_LINK}",
          },
        },
      ]);
    });

    it("skips approval and deployment together, and only for an empty plan", () => {
      assert.deepEqual(stage("ApprovePlan")?.beforeEntry, unlessEmpty);
      assert.deepEqual(stage("Deploy")?.beforeEntry, unlessEmpty);
      assert.equal(stage("Test")?.beforeEntry, undefined);
    });

    it("hands what was approved to the deployment", () => {
      assert.deepEqual(stage("Deploy")?.actions[0]?.configuration, {
        ProjectName: "deploy",
        EnvironmentVariables: [
          { name: "EXECUTION_ID", value: "#{codepipeline.PipelineExecutionId}" },
          { name: "APPROVED_DIGEST", value: "#{Preview.PLAN_DIGEST}" },
          { name: "APPROVED_SUMMARY", value: "#{Preview.PLAN_SUMMARY}" },
        ],
      });
    });
  });

  it("waits a day for an approval that names the commit, without a link", () => {
    const CustomData = "Builds and deploys commit #{Repository.CommitId}.";
    assert.deepEqual(pipeline({ approval: { notify: ["a@acme.example"] }, plan: false }).stages[1]?.actions, [
      {
        name: "Release",
        provider: "Manual",
        timeoutInMinutes: 1440,
        configuration: { NotificationArn: topicArn, CustomData },
      },
    ]);
  });

  it("shows the message of the settings after the commit, and links to it", () => {
    const reviewUrl = "https://github.com/acme/shop/commit/#{Repository.CommitId}";
    const definition = pipeline({ approval: { notify: ["a@acme.example"], message: "Look at staging.", reviewUrl } });
    assert.deepEqual(definition.stages[1]?.actions[0]?.configuration, {
      NotificationArn: topicArn,
      CustomData: "Builds and plans commit #{Repository.CommitId}. Look at staging.",
      ExternalEntityLink: reviewUrl,
    });
    assert.deepEqual(validatePipeline(definition), []);
  });

  it("delivers main where no branch is named, and the branch that is", () => {
    const branches = [{}, { branch: "release/1" }].map((source) => {
      const { stages } = pipeline({ source: { connectionArn, repository: "acme/shop", ...source } });
      return stages[0]?.actions[0]?.configuration;
    });
    const repository = { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop" };
    assert.deepEqual(branches, [
      { ...repository, BranchName: "main" },
      { ...repository, BranchName: "release/1" },
    ]);
  });

  it("deploys and tests from the source, whose commit says which image it is", () => {
    const { stages } = pipeline({ test: { commands: ["npm test"] } });
    assert.deepEqual(
      stages.slice(1).map(({ actions }) => actions[0]?.inputArtifacts),
      [["source"], ["source"], ["source"]],
    );
  });
});
