import assert from "node:assert/strict";
import { gitSource } from "../../../components/delivery/inline-actions";
import { planDeliveryPipeline } from "../../../components/delivery/pipeline-plan";
import { planStack, planStages, planUpdate, updateAction } from "../../../components/delivery/planned-deployment";
import { scope } from "../../support/scopes";

const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  repository: "acme/shop",
});
const settings = {
  tool: "pulumi",
  stack: "organization/shop/prod",
  version: "3.248.0",
  sha256: "0".repeat(64),
  state: { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state" },
} as const;
const network = planUpdate({ ...settings, name: "Network", input: source });
const planOf = (...stages: Parameters<typeof planDeliveryPipeline>[2]["stages"]) =>
  planDeliveryPipeline(scope, "shop", { stages: [{ name: "Source", actions: [source] }, ...stages] });

describe("a planned deployment", () => {
  it("has a plan, an approval that shows it, and a deployment that is bound to it", () => {
    const { plan, problems } = planOf(...planStages(network, { notify: ["ops@acme.example"] }));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      plan?.pipeline.definition.stages.map(({ name, actions }) => [name, actions[0]?.name, actions[0]?.namespace]),
      [
        ["Source", "Repository", undefined],
        ["Plan", "Network", "Network-plan"],
        ["ApprovePlan", "Plan", undefined],
        ["Deploy", "Network", undefined],
      ],
    );
    assert.deepEqual(plan?.topics, [{ topicName: "shop-ApprovePlan-Plan", emails: ["ops@acme.example"] }]);
    assert.match(network.message, /^Deploys commit #\{Repository_\.CommitId\}: /);
    assert.equal(plan?.isGate, true);
  });

  it("has stages of its own name, if a pipeline has several", () => {
    assert.deepEqual(
      planStages(network, { name: "Network" }).map(({ name }) => name),
      ["Plan-Network", "ApprovePlan-Network", "Deploy-Network"],
    );
  });

  it("cannot be deployed without its plan", () => {
    const [, , deploy] = planStages(network);
    const { problems } = planOf({ name: "Deploy", actions: deploy?.actions ?? [] });
    assert.deepEqual(
      problems.map(({ path, reason }) => `${path}: ${reason}`),
      ["APPROVED_DIGEST", "APPROVED_SUMMARY"].map(
        (name) =>
          `stages[1].actions[0].environmentVariables.${name}: reads #{Network-plan.${name.replace("APPROVED", "PLAN")}}, and no action has that namespace: name one of Repository_`,
      ),
    );
  });

  it("has a variant without a plan, for settings that ask for none", () => {
    const { update, outputArtifacts } = updateAction({
      name: "Network",
      input: source,
      settings,
      repositoryName: "shop",
    });
    assert.deepEqual(update, { step: "apply", settings, planName: undefined, repositoryName: "shop", passed: {} });
    assert.deepEqual(outputArtifacts, []);
  });

  it("of a stack prepares a change set of its execution, and executes that one", () => {
    const stack = planStack({ name: "Stack", input: source, stackName: "shop", sam: {}, template: "stack.yaml" });
    const { plan, problems } = planOf(...planStages(stack));
    assert.deepEqual(problems, []);
    const actions = plan?.pipeline.definition.stages.flatMap((stage) =>
      stage.actions.map((action) => ({ stage, action })),
    );
    assert.deepEqual(
      actions?.map(({ stage, action }) => [
        stage.name,
        action.name,
        action.provider,
        action.namespace,
        action.runOrder,
      ]),
      [
        ["Source", "Repository", "CodeStarSourceConnection", undefined, undefined],
        ["Plan", "Stack", "CloudFormation", "Stack-changes", undefined],
        ["Plan", "Stack-describe", "CodeBuild", "Stack-plan", 2],
        ["ApprovePlan", "Plan", "Manual", undefined, undefined],
        ["Deploy", "Stack-check", "Commands", undefined, undefined],
        ["Deploy", "Stack", "CloudFormation", undefined, 2],
      ],
    );
    const changeSet = { StackName: "shop", ChangeSetName: "plan-#{codepipeline.PipelineExecutionId}" };
    assert.deepEqual(actions?.at(-1)?.action.configuration, { ActionMode: "CHANGE_SET_EXECUTE", ...changeSet });
    assert.match(stack.message, /^Deploys commit #\{Repository_\.CommitId\}: #\{Stack-plan\.PLAN_SUMMARY\}\./);
    assert.deepEqual(
      plan?.stackRoles.map(({ stackName }) => stackName),
      ["shop"],
    );
    const executing = plan?.pipeline.roles.find(
      ({ actionName, stageName }) => `${stageName}/${actionName}` === "Deploy/Stack",
    );
    assert.deepEqual(
      executing?.statements
        .filter(({ Sid }) => Sid === "ChangeSet")
        .map(({ Action, Condition }) => [Action, Condition]),
      [[["cloudformation:ExecuteChangeSet"], { StringLikeIfExists: { "cloudformation:ChangeSetName": "plan-*" } }]],
    );
  });

  it("of a stack in another account is refused", () => {
    const target = { account: "222233334444" };
    const elsewhere = planStack({ name: "Stack", input: source, stackName: "shop", sam: {}, target });
    assert.ok(
      planOf(...planStages(elsewhere)).problems.some(({ path }) => path === "stages[1].actions[1].target.account"),
    );
  });
});
