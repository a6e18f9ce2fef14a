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

  describe("in another account", () => {
    const target = { account: "222233334444" };
    const stages = [
      { name: "Source", actions: [source] },
      ...planStages(planUpdate({ ...settings, name: "Network", input: source, target }), { name: "Network" }),
      ...planStages(planStack({ name: "Stack", input: source, stackName: "shop", sam: {}, target }), { name: "Stack" }),
    ];
    const inAccount = (...accounts: string[]) =>
      planDeliveryPipeline(scope, "shop", { stages }, {}, undefined, accounts);

    it("has one role there for each build and check, which trusts the role of that one alone", () => {
      const { plan, problems } = inAccount("222233334444");
      assert.deepEqual(problems, []);
      assert.deepEqual(
        plan?.targetRoles.map(({ roleName, trustedRoleArn, place }) => [
          place.account,
          roleName,
          trustedRoleArn.replace("arn:aws:iam::111122223333:role/", ""),
        ]),
        [
          ["shop+Plan-Network+target+Network+eu-central-1", "shop-Plan-Network-Network-eu-central-1"],
          ["shop+Deploy-Network+target+Network+eu-central-1", "shop-Deploy-Network-Network-eu-central-1"],
          ["shop+Plan-Stack+target+Stack-describe+eu-central-1", "shop-Plan-Stack-Stack-describe-eu-central-1"],
          ["shop+Deploy-Stack+target+Stack-check+eu-central-1", "shop+Deploy-Stack+Stack-check+eu-central-1"],
        ].map((names) => ["222233334444", ...names]),
      );
      const [planned] = plan?.targetRoles ?? [];
      const [trust] = JSON.parse(planned?.trust ?? "").Statement;
      assert.deepEqual(trust.Condition, { ArnEquals: { "aws:PrincipalArn": planned?.trustedRoleArn } });
    });

    it("lets the build in the account of the pipeline do nothing but assume it, and keep the plan", () => {
      const [planned, deployed] = inAccount("222233334444").plan?.projects ?? [];
      const ownOf = (project: typeof planned) =>
        project?.permissions
          .filter(({ Effect, Sid }) => Effect === "Allow" && !["ReadArtifacts", "Artifacts"].includes(Sid ?? ""))
          .map(({ Sid }) => Sid);
      assert.deepEqual(ownOf(planned)?.slice(-2), ["ActInTarget", "StorePlan"]);
      assert.ok(ownOf(deployed)?.includes("ActInTarget"));
      assert.doesNotMatch(JSON.stringify([ownOf(planned), ownOf(deployed)]), /State|Granted/);
    });

    it("takes the state of that account and region", () => {
      const buildspecs = JSON.stringify(inAccount("222233334444").plan?.projects.map(({ buildspec }) => buildspec));
      assert.match(buildspecs, /s3:\/\/shop-state\?region=eu-central-1/);
      const [role] = inAccount("222233334444").plan?.targetRoles ?? [];
      assert.match(role?.policies.inline ?? "", /"aws:ResourceAccount":"222233334444"/);
      const inRegion = planUpdate({ ...settings, name: "Network", input: source, target: { region: "us-east-1" } });
      const { plan } = planOf(...planStages(inRegion));
      assert.match(JSON.stringify(plan?.projects[0]?.buildspec), /shop-state\?region=us-east-1/);
      assert.deepEqual(plan?.targetRoles, []);
    });

    it("is refused where nothing creates its roles, in an unknown partition, and with variables that lead there", () => {
      assert.deepEqual(
        inAccount().problems.map(({ path }) => path),
        // The deployments share one target: it is named once.
        ["stages[1].actions[0].target.account"],
      );
      const said = (changes: object) =>
        planOf(...planStages(planUpdate({ ...settings, name: "Network", input: source, ...changes }))).problems.map(
          ({ path, reason }) => `${path}: ${reason}`,
        );
      assert.match(
        said({ target: { region: "cn-north-1" } })[0] ?? "",
        /^stages\[1\]\.actions\[0\]\.target\.region: is "cn-north-1" of the partition aws-cn, which no role of aws reaches/,
      );
      assert.deepEqual(said({ target: { region: "eu-centrl-1" } }), [
        'stages[1].actions[0].target.region: is "eu-centrl-1": give a region, such as eu-central-1',
      ]);
      assert.match(
        said({ target: { acount: "222233334444" } })[0] ?? "",
        /target\.acount: is not known here\. Did you mean account\?/,
      );
      assert.deepEqual(
        said({ target: { region: "us-east-1" }, environmentVariables: { AWS_PROFILE: { value: "admin" } } }),
        ["stages[1].actions[0].environmentVariables.AWS_PROFILE: is set for every deployment with a target: remove it"],
      );
    });
  });
});
