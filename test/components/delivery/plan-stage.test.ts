import assert from "node:assert/strict";
import type { DeliveryStage } from "../../../components/delivery/pipeline-plan";
import { readPlanStage } from "../../../components/delivery/plan-stage";

const stack = { name: "Queue", notify: ["ops@acme.example"], tool: "cloudformation", stackName: "queue" };
const source = { name: "Repository", provider: "CodeStarSourceConnection", outputArtifacts: ["source"] };

function inputOf(stage: DeliveryStage | undefined): unknown {
  return Object(stage?.actions[0]).inputArtifacts;
}

describe("readPlanStage", () => {
  it("reads the artifact of the first source, whose commit the approval names", () => {
    const { stages, problems } = readPlanStage(stack, [{ provider: "S3" }, source], true);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      stages.map(({ name }) => name),
      ["Plan", "ApprovePlan", "Deploy"],
    );
    assert.deepEqual(inputOf(stages[0]), ["source"]);
    const { configuration } = Object(stages[1]?.actions[0]);
    assert.match(configuration.CustomData, /^Deploys commit #\{Repository\.CommitId\}: #\{Queue-plan\.PLAN_SUMMARY\}/);
  });

  it("plans a stack of the template that a build makes", () => {
    const { stages, problems } = readPlanStage({ ...stack, input: "Package" }, [source], false);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      stages.map((stage) => [stage.name, inputOf(stage)]),
      [
        ["Plan-Queue", ["Package"]],
        ["ApprovePlan-Queue", undefined],
        ["Deploy-Queue", ["Package"]],
      ],
    );
  });

  it("plans infrastructure and stacks in another account", () => {
    const target = { account: "333344445555" };
    const network = {
      name: "Network",
      tool: "pulumi",
      stack: "organization/shop/prod",
      version: "3.248.0",
      sha256: "0".repeat(64),
      state: { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state" },
      notify: stack.notify,
    };
    for (const deployment of [stack, network]) {
      const { stages, problems } = readPlanStage({ ...deployment, target }, [source], true);
      assert.deepEqual(problems, []);
      const acting = stages.flatMap(({ actions }) => actions).filter(({ provider }) => provider !== "Manual");
      assert.ok(acting.length > 1);
      assert.deepEqual(
        acting.filter((action) => action.target?.account !== target.account),
        [],
      );
    }
  });

  it("refuses a plan of a pipeline without a source", () => {
    assert.deepEqual(readPlanStage(stack, [], true), {
      stages: [],
      problems: [
        { path: "input", reason: "is missing, and no source makes an artifact: give the artifact that the plan reads" },
      ],
    });
  });
});
