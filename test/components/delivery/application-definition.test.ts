import assert from "node:assert/strict";
import { applicationDefinition, imageRepositoryOf } from "../../../components/delivery/application-definition";
import { applicationSettingsSchema } from "../../../components/delivery/application-settings";
import { scope } from "../../support/scopes";

const source = {
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  repository: "acme/shop",
};
const definitionOf = (more: object) => {
  const settings = applicationSettingsSchema.parse({
    application: "shop",
    account: scope.account,
    region: scope.region,
    source,
    ...more,
  });
  return applicationDefinition(scope, "shop-dev", { ...settings, source: settings.source ?? assert.fail() }).definition;
};

describe("the definition of an application", () => {
  it("passes an action of the catalogue on with its own keys, at the target", () => {
    const service = {
      name: "Service",
      tool: "action",
      provider: "ECS",
      input: "Site",
      passRoleArns: [],
      configuration: { ClusterName: "shop", ServiceName: "web" },
    };
    const { stages } = definitionOf({
      builds: [{ name: "Site", commands: ["make"], files: ["dist/**"] }],
      deployments: [service],
      target: { account: "222233334444", region: "us-east-1" },
    });
    assert.deepEqual(stages.at(-1), {
      name: "Deploy",
      actions: [
        {
          name: "Service",
          provider: "ECS",
          category: "Deploy",
          inputArtifacts: ["Site"],
          passRoleArns: [],
          configuration: { ClusterName: "shop", ServiceName: "web" },
          target: { account: "222233334444", region: "us-east-1" },
          runOrder: 1,
        },
      ],
    });
  });

  it("names the commit in the approval", () => {
    const approval = { notify: ["a@acme.example"], message: "Check the board." };
    const { stages } = definitionOf({ builds: [{ name: "Site", commands: ["make"] }], approval });
    const [release] = stages[1]?.actions ?? [];
    assert.ok(release && "configuration" in release);
    assert.deepEqual(release.configuration, {
      CustomData: "Builds and deploys commit #{Repository.CommitId}. Check the board.",
    });
  });

  it("tells deployments of the image only if there is one", () => {
    const program = {
      name: "Program",
      tool: "pulumi",
      stack: "acme/shop/dev",
      version: "3.248.0",
      sha256: "0".repeat(64),
    };
    const variablesOf = (more: object) =>
      JSON.stringify(definitionOf({ deployments: [program], ...more }).stages.at(-1)).includes(
        '"repositoryName":"shop-dev"',
      );
    assert.deepEqual([variablesOf({}), variablesOf({ image: {} })], [false, true]);
    assert.equal(imageRepositoryOf("shop-dev", {}), undefined);
    assert.equal(imageRepositoryOf("shop-dev", { image: { existingRepositoryName: "shop" } }), "shop");
  });

  const approval = { notify: ["a@acme.example"] };
  const state = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state" };
  const program = { tool: "pulumi", stack: "organization/shop/prod", version: "3.248.0", sha256: "0".repeat(64) };
  const upload = {
    name: "Upload",
    tool: "action",
    provider: "S3",
    configuration: { BucketName: "site", Extract: true },
  };
  const stagesOf = (more: object) =>
    definitionOf({ approval, state, ...more }).stages.map(({ name, actions }) => [
      name,
      ...actions.map((one) => one.name),
    ]);

  it("plans a deployment behind the approval of the commit, and shows the plan before it deploys", () => {
    const { stages } = definitionOf({ approval, state, deployments: [{ name: "Program", ...program }] });
    assert.deepEqual(
      stages.map(({ name, actions }) => [name, ...actions.map((one) => one.name)]),
      [
        ["Source", "Repository"],
        ["Approve", "Release"],
        ["Plan", "Program"],
        ["ApprovePlan", "Plan"],
        ["Deploy", "Program"],
      ],
    );
    const [release] = stages[1]?.actions ?? [];
    assert.deepEqual(release && "configuration" in release && release.configuration, {
      CustomData: "Builds and plans commit #{Repository.CommitId}.",
    });
    const [plan] = stages[3]?.actions ?? [];
    assert.deepEqual(plan && "configuration" in plan && plan.configuration, {
      NotificationArn: `arn:aws:sns:${scope.region}:${scope.account}:shop-dev-Approve-Release`,
      CustomData:
        "Deploys commit #{Repository.CommitId}: #{Program-plan.PLAN_SUMMARY}. Digest of the plan: #{Program-plan.PLAN_DIGEST}. The log of the plan lists each change and shows the same digest.",
      ExternalEntityLink: "#{Program-plan.PREVIEW_LINK}",
    });
    assert.deepEqual(stages[3]?.beforeEntry, stages[4]?.beforeEntry);
  });

  it("plans each deployment when its turn comes, because it may need the one before, and keeps the order of all", () => {
    const more = {
      deployments: [{ name: "One", ...program }, upload, { ...upload, name: "Copy" }, { name: "Two", ...program }],
    };
    assert.deepEqual(stagesOf(more).slice(2), [
      ["Plan-One", "One"],
      ["ApprovePlan-One", "Plan"],
      ["Deploy-One", "One"],
      ["Deploy-Upload", "Upload", "Copy"],
      ["Plan-Two", "Two"],
      ["ApprovePlan-Two", "Plan"],
      ["Deploy-Two", "Two"],
    ]);
  });

  it("plans nothing without an approval, and nothing that is switched off or cannot be planned", () => {
    const off = { deployments: [{ name: "Program", ...program, plan: false }, upload] };
    const expected = ["Deploy", "Program", "Upload"];
    assert.deepEqual([stagesOf(off).at(-1), stagesOf({ ...off, approval: undefined }).at(-1)], [expected, expected]);
    const without = { approval: undefined, deployments: [{ name: "Program", ...program }] };
    assert.deepEqual(stagesOf(without).at(-1), ["Deploy", "Program"]);
  });
});
