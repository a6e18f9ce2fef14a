import assert from "node:assert/strict";
import { scopeOf } from "../../../components/aws/scope";
import type { DeliveryEnvironmentArgs } from "../../../components/delivery/delivery-environment";
import { buildAction, gitSource, stackAction } from "../../../components/delivery/inline-actions";
import { planDeliveryPipeline } from "../../../components/delivery/pipeline-plan";
import { planDelivery } from "../../../components/delivery/plan";
import { planStack, planStages, planUpdate } from "../../../components/delivery/planned-deployment";
import { TargetAccount, type TargetPipelineArgs } from "../../../components/delivery/target-account";
import { deliverySettings, readSettings } from "../../support/delivery-settings";
import { only, record } from "../../support/recorder";

const pipeline = { account: "111122223333", region: "eu-central-1" };
const account = "222233334444";
const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c",
  repository: "acme/orders",
});
const build = buildAction({ name: "Build", input: source, commands: ["make"], files: ["packaged.yaml"] });
const deploy = (name: string, to: string) =>
  stackAction({ name, input: build, stackName: `orders-${name}`, sam: {}, target: { account: to } });
const stages = [
  { name: "Source", actions: [source] },
  { name: "Build", actions: [build] },
  { name: "Deploy", actions: [deploy("staging", account), deploy("prod", "333344445555")] },
];
const create = (changes: Partial<TargetPipelineArgs> = {}) =>
  record({ preview: true }, (opts) => new TargetAccount("orders", { pipeline, account, stages, ...changes }, opts));

describe("TargetAccount", () => {
  it("creates the roles of its own account as the pipeline names and plans them", async () => {
    const recorded = await create();
    const roles = recorded.filter(({ type }) => type === "aws:iam/role:Role").map(({ inputs }) => inputs.name);
    assert.deepEqual(roles.sort(), ["orders+Deploy+staging+eu-central-1", "orders+stack-orders-staging+eu-central-1"]);
    const { plan } = planDeliveryPipeline({ ...pipeline, partition: "aws" }, "orders", { stages }, {}, undefined, [
      account,
      "333344445555",
    ]);
    const planned = plan?.pipeline.roles.find(({ actionName }) => actionName === "staging");
    const { policy } = only(recorded, "aws:iam/rolePolicy:RolePolicy", "orders-Deploy-staging-role-policy").inputs;
    assert.equal(policy, planned?.policies?.inline);
    const stack = only(recorded, "aws:iam/rolePolicy:RolePolicy", "orders-stack-orders-staging-role-policy").inputs;
    assert.equal(stack.policy, plan?.stackRoles[0]?.policies.inline);
    assert.equal(
      only(recorded, "aws:iam/policy:Policy", "orders-stack-orders-staging-boundary").inputs.name,
      "orders-staging-boundary",
    );
  });

  it("creates the roles of builds and checks with the documents that the pipeline plans for them", async () => {
    const target = { account };
    const state = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state" } as const;
    const pulumi = { tool: "pulumi", version: "3.248.0", sha256: "0".repeat(64), state } as const;
    const network = planUpdate({ ...pulumi, name: "Network", input: source, stack: "organization/shop/prod", target });
    const stack = planStack({ name: "Stack", input: source, stackName: "shop", sam: {}, target });
    const planned = [
      { name: "Source", actions: [source] },
      ...planStages(network, { name: "Network" }),
      ...planStages(stack, { name: "Stack" }),
    ];
    const recorded = await create({ stages: planned });
    const { plan } = planDeliveryPipeline(
      { ...pipeline, partition: "aws" },
      "orders",
      { stages: planned },
      {},
      undefined,
      [account],
    );
    const targetRoles = plan?.targetRoles ?? [];
    assert.equal(targetRoles.length, 4);
    for (const { stageName, actionName, roleName, trust, policies } of targetRoles) {
      const name = `orders-${stageName}-${actionName}-target-role`;
      const { inputs } = only(recorded, "aws:iam/role:Role", name);
      assert.deepEqual([inputs.name, inputs.assumeRolePolicy], [roleName, trust]);
      assert.equal(only(recorded, "aws:iam/rolePolicy:RolePolicy", `${name}-policy`).inputs.policy, policies.inline);
    }
  });

  it("trusts the pipeline's role, which need not exist yet, and no other", async () => {
    const { assumeRolePolicy } = only(await create(), "aws:iam/role:Role", "orders-Deploy-staging-role").inputs;
    const [trust] = JSON.parse(String(assumeRolePolicy)).Statement;
    assert.deepEqual(trust.Principal, { AWS: "arn:aws:iam::111122223333:root" });
    assert.deepEqual(trust.Condition, {
      ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/orders+eu-central-1" },
    });
  });

  it("refuses an account that no action names", async () => {
    await assert.rejects(create({ account: "444455556666" }), (error: Error) => {
      assert.match(
        error.message,
        /^TargetAccount orders has a problem:\n {2}account: is "444455556666", and no action of the pipeline in 111122223333 has this target/,
      );
      return true;
    });
  });

  it("refuses the account of the pipeline, whose roles the pipeline creates itself", async () => {
    const home = pipeline.account;
    const message = (subject: string, targets: string) =>
      `TargetAccount ${subject} has a problem:\n  account: is "${home}", the account of the pipeline: give that of target, ${targets}`;
    await assert.rejects(create({ account: home }), { message: message("orders", `${account} or 333344445555`) });
    await assert.rejects(ofEnvironment(settings, { account: home }), { message: message("shop-dev", account) });
  });

  it("creates the roles in the account of the only target, and asks which one of several", async () => {
    const roles = (await ofEnvironment(settings, { account: undefined })).filter(
      ({ type }) => type === "aws:iam/role:Role",
    );
    assert.equal(roles.length, 2);
    await assert.rejects(create({ account: undefined }), {
      message:
        "TargetAccount orders has a problem:\n  account: is missing: give 222233334444 or 333344445555, or set it for the stack: pulumi config set --path 'aws:allowedAccountIds[0]' 222233334444",
    });
  });

  it("names the key environment beside a misspelt one", async () => {
    const misspelt = { enviroment: settings, account } as never;
    await assert.rejects(
      record({ preview: true }, (opts) => new TargetAccount("shop-dev", misspelt, opts)),
      {
        message:
          "TargetAccount shop-dev has 2 problems:\n  environment: is missing: give the settings of the environment, as its own stack has them\n  enviroment: is not known here. Did you mean environment? Allowed are environment, account, tags",
      },
    );
  });

  it("refuses stages of another shape by their paths", async () => {
    await assert.rejects(create({ stages: [{ name: "Source" }] as never }), {
      message: "TargetAccount orders has a problem:\n  stages[0].actions: is missing: give a list of actions",
    });
  });

  const settings = readSettings(
    deliverySettings({
      target: { account },
      state: { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state", key: "shop.tfstate" },
      drift: true,
      notify: { emails: ["team@acme.example"] },
    }),
  );
  const ofEnvironment = (environment: DeliveryEnvironmentArgs, more: object = {}) =>
    record({ preview: true }, (opts) => new TargetAccount("shop-dev", { environment, account, ...more }, opts));

  it("creates the roles of an environment from its settings, with the documents that the environment plans", async () => {
    const recorded = await ofEnvironment(settings);
    const { targetRoles } = planDelivery(scopeOf(settings), "shop-dev", settings);
    assert.deepEqual(
      targetRoles.map(({ stageName }) => stageName),
      ["Deploy", "Drift"],
    );
    assert.equal(recorded.filter(({ type }) => type === "aws:iam/role:Role").length, 2);
    for (const { stageName, actionName, roleName, trust, policies } of targetRoles) {
      const name = `shop-dev-${stageName}-${actionName}-target-role`;
      const { inputs } = only(recorded, "aws:iam/role:Role", name);
      assert.deepEqual([inputs.name, inputs.assumeRolePolicy], [roleName, trust]);
      assert.equal(only(recorded, "aws:iam/rolePolicy:RolePolicy", `${name}-policy`).inputs.policy, policies.inline);
    }
  });

  it("creates the roles of an application from its settings, its checks of drift included", async () => {
    const { deploy: _, target: __, ...others } = settings;
    const environment = {
      ...others,
      builds: [{ name: "Site", commands: ["make"] }],
      deployments: [
        { name: "Stack", tool: "cloudformation", stackName: "orders", target: { account } },
        { name: "Other", tool: "cloudformation", stackName: "other", target: { account: "333344445555" } },
      ],
      accounts: { "333344445555": "TargetAccount" },
    } as DeliveryEnvironmentArgs;
    const roles = (await ofEnvironment(environment)).filter(({ type }) => type === "aws:iam/role:Role");
    assert.deepEqual(roles.map(({ inputs }) => inputs.name).sort(), [
      "shop-dev+Deploy+Stack+eu-central-1",
      "shop-dev+Drift+target+Stack+eu-central-1",
      "shop-dev+stack-orders+eu-central-1",
    ]);
  });

  it("refuses an account that no deployment of an environment names, and stages beside an environment", async () => {
    await assert.rejects(ofEnvironment(settings, { account: "444455556666" }), (error: Error) => {
      assert.match(error.message, /target\.account: is "222233334444", and nothing creates roles there/);
      return true;
    });
    await assert.rejects(ofEnvironment(settings, { stages }), {
      message:
        "TargetAccount shop-dev has a problem:\n  stages: is not known here. Did you mean tags? Allowed are environment, account, tags",
    });
  });
});
