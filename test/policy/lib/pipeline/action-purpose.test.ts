import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import {
  changesProduction,
  deploys,
  isOfProduction,
  isProductionName,
} from "../../../../policy/lib/pipeline/action-purpose";
import { productionConfig } from "../../../../policy/lib/pipeline/production";
import { stepOf } from "../../support/steps";

const { productionWords } = productionConfig.defaults;

describe("a name of production", () => {
  for (const [name, expected] of [
    ["prod", true],
    ["shop-PRD", true],
    ["DeployToProduction", true],
    ["live", true],
    ["live-chat-prod", true],
    ["shop", false],
    ["product", false],
    ["reproduction", false],
    ["pre-prod", false],
    ["nonProd", false],
    ["not_production", false],
    ["preprod", false],
    ["pre-prod-to-prod", true],
    ["live-chat-dev", false],
    ["live-staging", false],
    ["prod-dev", false],
    ["prod-mirror-dev", false],
    ["production-like-staging", false],
    ["ProdStage", true],
    ["prod-test", true],
    ["dev-mirror-prod", true],
    ["prod-dev-eu", true],
    ["", false],
  ] as const) {
    it(`is ${expected ? "" : "not "}${name || "empty text"}`, () => {
      assert.equal(isProductionName(name, productionWords), expected);
    });
  }

  it("has the words of the configuration, in any case", () => {
    assert.equal(isProductionName("shop-customers", ["Customers"]), true);
    assert.equal(isProductionName("shop-prod", ["Customers"]), false);
    assert.equal(isProductionName("shop-prod", []), false);
  });

  it("has by default one of four words", () => {
    assert.deepEqual(productionWords, ["prod", "prd", "production", "live"]);
    assert.equal(productionConfig.properties.productionWords.type, "array");
  });
});

describe("an action deploys", () => {
  const cases: readonly (readonly [
    title: string,
    action: Value,
    stage: string,
    expected: ReturnType<typeof deploys>,
  ])[] = [
    ["by its category", { category: "Deploy", name: "x" }, "Stage", true],
    ["as a build that says so", { category: "Build", name: "DeployApp" }, "Stage", true],
    ["as a build in a stage that says so", { category: "Build", name: "App" }, "Rollout", true],
    ["as inline commands that say so", { category: "Compute", name: "apply" }, "Stage", true],
    ["as a function that says so", { category: "Invoke", name: "x-release" }, "Stage", true],
    ["not as a build of something else", { category: "Build", name: "Compile" }, "Stage", false],
    ["not by a part of a word", { category: "Build", name: "Deployer" }, "Stage", false],
    ["not as a test, source or approval", { category: "Test", name: "Deploy" }, "Deploy", false],
    ["not without a category", { name: "Deploy" }, "Deploy", false],
    ["unknown with an unknown category", { category: unknownValue, name: "x" }, "Stage", unknownValue],
    ["unknown when the whole action is", unknownValue, "Stage", unknownValue],
    ["not by an unknown name", { category: "Build", name: unknownValue }, "Stage", false],
  ];
  for (const [title, action, stage, expected] of cases) {
    it(title, () => assert.equal(deploys(stepOf(action, { name: stage })), expected));
  }
});

describe("an action changes production", () => {
  const changes = (action: Properties, stage = "Stage", name: Value = "shop", tags: Value = {}) =>
    changesProduction(stepOf(action, { name: stage }), { name, tags }, productionWords);
  const build = (configuration: Properties, name = "Run") => changes({ category: "Build", name, configuration });
  const variables = (name: string, value: string) => ({ EnvironmentVariables: JSON.stringify([{ name, value }]) });
  const cases: readonly (readonly [title: string, verdict: Value, expected: Value])[] = [
    ["when it deploys in a pipeline of production", changes({ category: "Deploy" }, "Stage", "shop-prod"), true],
    ["when it deploys in a stage of production", changes({ category: "Deploy" }, "Prod"), true],
    ["when its name is production's", changes({ category: "Deploy", name: "prod-eu" }), true],
    ["when its target is production's", changes({ category: "Deploy", configuration: { StackName: "prod" } }), true],
    ["when any build runs in a stage of production", changes({ category: "Build", name: "Smoke" }, "Prod"), true],
    ["not when a build runs in a pipeline of production", changes({ category: "Build" }, "Stage", "shop-prod"), false],
    ["when a build deploys in one", changes({ category: "Build", name: "Deploy" }, "Stage", "shop-prod"), true],
    ["not when it deploys elsewhere", changes({ category: "Deploy" }), false],
    ["not when it approves or tests", changes({ category: "Test" }, "Prod"), false],
    [
      "not when it only shows a change",
      changes({ category: "Deploy", configuration: { ActionMode: "CHANGE_SET_REPLACE" } }, "Prod"),
      false,
    ],
    [
      "when it executes a change set",
      changes({ category: "Deploy", configuration: { ActionMode: "CHANGE_SET_EXECUTE" } }, "Prod"),
      true,
    ],
    ["unknown in production with an unknown category", changes({ category: unknownValue }, "Prod"), unknownValue],
    ["not elsewhere with an unknown category", changes({ category: unknownValue }), false],
    [
      "when it deploys with a tag of production",
      changes({ category: "Deploy" }, "Stage", "shop", { Env: "prod" }),
      true,
    ],
    ["not with another tag", changes({ category: "Deploy" }, "Stage", "shop", { Owner: "prod" }), false],
    ["not with unknown tags", changes({ category: "Deploy" }, "Stage", "shop", unknownValue), false],
    [
      "not when it starts a pipeline of production, which is judged itself",
      changes({ category: "Invoke", provider: "CodePipeline", configuration: { PipelineName: "shop-prod" } }),
      false,
    ],
    [
      "when a stage of production starts a pipeline whose name says nothing",
      changes({ category: "Invoke", provider: "CodePipeline", configuration: { PipelineName: "shop" } }, "Prod"),
      true,
    ],
    [
      "when another action has such a target",
      changes({ category: "Invoke", provider: "Lambda", configuration: { PipelineName: "shop-prod" } }),
      true,
    ],
    ["when its project deploys production", build({ ProjectName: "deploy-prod" }), true],
    ["not when its project only plans that", build({ ProjectName: "deploy-prod-plan" }), false],
    ["not when its project builds for it", build({ ProjectName: "image-prod" }), false],
    ["when a deploy is told production", build(variables("STACK", "acme/prod"), "Deploy"), true],
    ["not when a build is told production", build(variables("STACK", "acme/prod")), false],
    ["not when a framework is told production", build(variables("NODE_ENV", "production"), "Deploy"), false],
    ["not when a variable is something else", build(variables("NAME", "prod"), "Deploy"), false],
    ["not for an unknown name of the pipeline", changes({ category: "Deploy" }, "Stage", unknownValue), false],
  ];
  for (const [title, verdict, expected] of cases) {
    it(title, () => assert.equal(verdict, expected));
  }
});

describe("an action belongs to production", () => {
  const belongs = (action: Properties, stage = "Stage", pipeline = "shop") =>
    isOfProduction(stepOf(action, { name: stage }), { name: pipeline }, productionWords);

  it("by the name of pipeline, stage or action", () => {
    assert.equal(belongs({}, "Stage", "shop-prod"), true);
    assert.equal(belongs({}, "Prod"), true);
    assert.equal(belongs({ name: "prod" }), true);
    assert.equal(belongs({ name: "x" }), false);
  });

  it("by every key that names a target", () => {
    const keys =
      "ApplicationName BucketName ClusterName DeploymentGroupName Environment EnvironmentName FunctionAlias FunctionName " +
      "InstanceTagValue Namespace ServiceName StackName StackSetName StateMachineArn PipelineName";
    for (const key of keys.split(" ")) {
      assert.equal(belongs({ configuration: { [key]: "shop-prod" } }), true, key);
    }
    assert.equal(belongs({ configuration: { UserParameters: "prod" } }), false);
  });
});
