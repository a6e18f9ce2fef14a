import assert from "node:assert/strict";
import { applicationSettingsSchema, isApplication } from "../../../components/delivery/application-settings";
import { schemaProblems } from "../../../components/schema/vocabulary";

const base = { application: "shop", account: "111122223333", region: "eu-central-1" };
const pathsOf = (more: object) =>
  schemaProblems(applicationSettingsSchema, { ...base, ...more }).map(({ path }) => path);

describe("the settings of an application", () => {
  it("are those with builds, deployments or a definition, and not those with deploy alone", () => {
    assert.deepEqual(
      [{ builds: [] }, { deployments: [] }, { definition: "p.yaml" }, { deploy: {} }, undefined].map(isApplication),
      [true, true, true, false, false],
    );
  });

  it("refuse deploy and destroy, an unknown tool, a recipe that is none, and a file that is no YAML or JSON", () => {
    assert.deepEqual(pathsOf({ builds: [{ name: "A", commands: ["make"] }], deploy: {} }), ["deploy"]);
    assert.deepEqual(pathsOf({ deployments: [{ name: "A", tool: "chef" }] }), ["deployments[0].tool"]);
    assert.equal(pathsOf({ builds: [{ name: "A", recipe: { cake: {} } }] }).at(-1), "builds[0].recipe.cake");
    assert.deepEqual(pathsOf({ definition: "../pipeline.txt" }), ["definition"]);
    assert.deepEqual(pathsOf({ definition: "deploy/pipeline.yaml" }), []);
  });

  it("refuse the destroy pipeline and the plan of an environment with the way that applications have", () => {
    const builds = [{ name: "A", commands: ["make"] }];
    const said = schemaProblems(applicationSettingsSchema, { ...base, builds, destroy: {}, plan: true });
    assert.deepEqual(
      said.map(({ path, reason }) => `${path}: ${reason}`),
      [
        "destroy: is not allowed here: one approval binds the plan of one state, and CloudFormation plans no deletion. Create a DestroyPipeline for each deployment by Pulumi or Terraform (@platform/aws-pipelines-docs/docs/destroy.md), or describe the only deployment by deploy",
        "plan: is not allowed here: each deployment has a plan of its own: give plan in deployments",
      ],
    );
  });

  it("take every key of an action's provider", () => {
    const action = { name: "A", tool: "action", provider: "ECS", configuration: {}, taskDefinitionFamily: "web" };
    assert.deepEqual(pathsOf({ deployments: [action] }), []);
  });
});
