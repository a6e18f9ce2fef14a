import assert from "node:assert/strict";
import { commandsAction } from "../../../../components/actions/commands/action";
import { artifactKeyUsers } from "../../../../components/pipelines/plan/artifact-users";
import { logGroupArnsIn, logGroupRegions } from "../../../../components/pipelines/plan/log-groups";
import { listKeyUsers } from "../../../../components/pipelines/plan/planned-builds";
import { buildAction, context, pipelineOf, planOf } from "../../../support/pipelines";

const lint = (changes: object = {}) =>
  commandsAction({ name: "Lint", inputArtifacts: ["source"], commands: ["make lint"], ...changes });
const group = (region: string) => `arn:aws:logs:${region}:111122223333:log-group:/aws/codepipeline/shop`;
const elsewhere = "arn:aws:iam::222233334444:role/linter";

describe("the log groups of CodePipeline's own compute", () => {
  it("are one for each region that an action runs in, and none where only projects run", () => {
    const plan = planOf(pipelineOf([lint(), lint({ name: "Far", region: "us-east-1" }), lint({ name: "Again" })]));
    assert.deepEqual(logGroupRegions(plan), ["eu-central-1", "us-east-1"]);
    assert.deepEqual(logGroupArnsIn(plan, "us-east-1"), [group("us-east-1")]);
    assert.deepEqual(logGroupArnsIn(plan, "eu-west-1"), []);
    assert.deepEqual(logGroupRegions(planOf(pipelineOf([buildAction()]))), []);
  });

  it("are those of conditions too", () => {
    const rule = { name: "Smoke", provider: "Commands" as const, inputArtifacts: ["source"], commands: ["make smoke"] };
    const [source, ...others] = pipelineOf([buildAction()]).stages;
    const stages = [source, ...others.map((stage) => ({ ...stage, onSuccess: { result: "FAIL", rules: [rule] } }))];
    assert.deepEqual(logGroupRegions(planOf({ stages })), ["eu-central-1"]);
  });

  it("are left to CodePipeline in other accounts", () => {
    assert.deepEqual(logGroupRegions(planOf(pipelineOf([lint({ roleArn: elsewhere })]))), []);
  });

  it("are users of the key of their region", () => {
    const plan = planOf(pipelineOf([lint(), lint({ name: "Far", region: "us-east-1" })]));
    assert.deepEqual(listKeyUsers(plan, [], false).logGroups, [group("eu-central-1")]);
    assert.deepEqual(artifactKeyUsers(plan.definition, context, "us-east-1").logGroups, [group("us-east-1")]);
  });
});
