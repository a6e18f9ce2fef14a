import assert from "node:assert/strict";
import { readApplication } from "../../../components/delivery/application-plan";
import { buildAction, gitSource, stackAction } from "../../../components/delivery/inline-actions";
import { type DeliveryStage, planDeliveryPipeline } from "../../../components/delivery/pipeline-plan";
import { readDelivery } from "../../../components/delivery/problems";
import { accountsOfPlan, unusedAccountProblems } from "../../../components/delivery/targets";
import { allowOtherAccounts } from "../../../components/iam/bucket-policy";
import type { Statement } from "../../../components/iam/statement";
import { roleTrust } from "../../../components/iam/trust";
import { keyRolesOf, listArtifactUsers } from "../../../components/pipelines/plan/artifact-users";
import { otherAccountRoles } from "../../../components/pipelines/plan/other-accounts";
import { sampleDeployments } from "../../support/sample-deployments";
import { answersOtherThan } from "../../support/statements";

const scope = { partition: "aws", account: "111122223333", region: "eu-central-1" };
const staging = "222233334444";
const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c",
  repository: "acme/orders",
});
const build = buildAction({ name: "Build", input: source, commands: ["make"], files: ["packaged.yaml"] });
const deploy = (more: object = {}) =>
  stackAction({ name: "Staging", input: build, stackName: "orders", sam: {}, target: { account: staging }, ...more });

const planOf = (actions: DeliveryStage["actions"], accounts: readonly string[] = [staging]) =>
  planDeliveryPipeline(
    scope,
    "orders",
    {
      stages: [
        { name: "Source", actions: [source] },
        { name: "Build", actions: [build] },
        { name: "Deploy", actions },
      ],
    },
    {},
    undefined,
    accounts,
  );
const problemsOf = (...args: Parameters<typeof planOf>) =>
  planOf(...args).problems.map(({ path, reason }) => `${path}: ${reason}`);
const whole = (actions: DeliveryStage["actions"]) => {
  const { plan, problems } = planOf(actions);
  assert.deepEqual(problems, []);
  return plan ?? assert.fail("no plan");
};
const at = "stages[2].actions[0]";

describe("an action with a target", () => {
  it("acts with a role of that account, whose name both sides know", () => {
    const { pipeline, stackRoles } = whole([deploy()]);
    const [action] = pipeline.definition.stages[2]?.actions ?? [];
    assert.equal(action?.roleArn, "arn:aws:iam::222233334444:role/orders+Deploy+Staging+eu-central-1");
    assert.deepEqual(action?.configuration, {
      ActionMode: "CREATE_UPDATE",
      StackName: "orders",
      TemplatePath: "Build::packaged.yaml",
      Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
      RoleArn: "arn:aws:iam::222233334444:role/orders+stack-orders+eu-central-1",
    });
    assert.deepEqual(
      stackRoles.map(({ roleArn, boundary }) => [roleArn, boundary?.arn]),
      [
        [
          "arn:aws:iam::222233334444:role/orders+stack-orders+eu-central-1",
          "arn:aws:iam::222233334444:policy/orders-boundary",
        ],
      ],
    );
  });

  it("has planned documents for its roles, which name the key of the artifacts by its alias", () => {
    const { pipeline, stackRoles } = whole([deploy()]);
    const role = pipeline.roles.find(({ actionName }) => actionName === "Staging");
    assert.equal(role?.exists, false);
    const alias = /"ForAnyValue:StringEquals":\{"kms:ResourceAliases":"alias\/orders-artifacts"\}/;
    assert.match(role?.policies?.inline ?? "", alias);
    assert.match(stackRoles[0]?.policies.inline ?? "", alias);
    assert.match(stackRoles[0]?.trust ?? "", /"aws:SourceAccount":"222233334444"/);
  });

  it("names an existing key by its ARN", () => {
    const existingKeyArn = "arn:aws:kms:eu-central-1:111122223333:key/a";
    const { plan } = planDeliveryPipeline(
      scope,
      "orders",
      {
        stages: [
          { name: "Source", actions: [source] },
          { name: "Build", actions: [build] },
          { name: "Deploy", actions: [deploy()] },
        ],
      },
      { existingKeyArn },
      undefined,
      [staging],
    );
    const role = plan?.pipeline.roles.find(({ actionName }) => actionName === "Staging");
    assert.ok(role?.statements.some(({ Resource }) => [Resource].flat().includes(existingKeyArn)));
  });

  it("works in the region of the target, whose store has a known alias too", () => {
    const lambda = {
      name: "Code",
      provider: "Lambda" as const,
      category: "Deploy" as const,
      inputArtifacts: ["Build"],
      configuration: { FunctionName: "orders" },
      target: { account: staging, region: "us-east-1" },
    };
    const { pipeline } = whole([lambda]);
    assert.equal(pipeline.definition.stages[2]?.actions[0]?.region, "us-east-1");
    assert.match(
      JSON.stringify(pipeline.roles.find(({ actionName }) => actionName === "Code")?.statements),
      /alias\/orders-pipeline-us-east-1/,
    );
    assert.deepEqual(Object.keys(pipeline.buckets), ["eu-central-1", "us-east-1"]);
  });

  it("has a stack role in the pipeline's own account where it names no account", () => {
    const { stackRoles, pipeline } = whole([deploy({ target: undefined })]);
    assert.equal(stackRoles[0]?.roleArn, "arn:aws:iam::111122223333:role/orders+stack-orders+eu-central-1");
    assert.equal(pipeline.definition.stages[2]?.actions[0]?.roleArn, undefined);
  });
});

describe("a deployment of the catalogue with a target in another account and region", () => {
  const place = { account: staging, region: "us-east-1" };
  const others = sampleDeployments.map(({ name }) => name);
  const actions = sampleDeployments.map(({ inputArtifacts: _, ...action }) => ({
    ...action,
    inputArtifacts: ["Build"],
    target: place,
    ...("passRoleArns" in action && {
      passRoleArns: action.passRoleArns?.map((arn: string) => arn.replace("111122223333", staging)),
    }),
    ...(action.provider === "CodeDeployToECS" && {
      configuration: {
        ...action.configuration,
        TaskDefinitionTemplateArtifact: "Build",
        AppSpecTemplateArtifact: "Build",
      },
    }),
  })) as unknown as DeliveryStage["actions"];

  it("has nothing that AWS refuses across accounts or regions", () => {
    assert.deepEqual(problemsOf(actions), []);
    assert.equal(others.length, 8);
  });

  it("is reached by the role of the pipeline, and reads its artifacts and their key, on both sides together", async () => {
    const { pipeline } = whole(actions);
    const bucketName = pipeline.buckets["us-east-1"] ?? assert.fail();
    const users = listArtifactUsers(pipeline, "us-east-1");
    const bucketPolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: allowOtherAccounts(scope, bucketName, otherAccountRoles(users, scope)),
    });
    const pipelineRole = `arn:aws:iam::111122223333:role/${pipeline.roleName}`;
    const ofPipeline: Statement[] = JSON.parse(pipeline.policies.inline ?? "").Statement;
    for (const name of others) {
      const role = pipeline.roles.find(({ actionName }) => actionName === name) ?? assert.fail(name);
      assert.deepEqual([role.place.account, role.place.region], [place.account, place.region], name);
      const assume = {
        action: "sts:AssumeRole",
        resource: role.roleArn,
        context: { "aws:PrincipalArn": pipelineRole },
        resourcePolicy: roleTrust(scope, pipelineRole),
      };
      const holder = { account: "111122223333", name: pipeline.roleName };
      assert.deepEqual(await answersOtherThan("Allowed", ofPipeline, [assume], holder), [], name);
      const read = {
        action: "s3:GetObject",
        resource: `arn:aws:s3:::${bucketName}/orders/Build/a1`,
        context: { "aws:ResourceAccount": scope.account, "aws:PrincipalArn": role.roleArn },
        resourcePolicy: bucketPolicy,
      };
      const there = { account: staging, name: role.roleArn.split("/").at(-1) ?? "" };
      assert.deepEqual(await answersOtherThan("Allowed", role.statements, [read], there), [], name);
      const write = { ...read, action: "s3:PutObject" };
      assert.equal((await answersOtherThan("Allowed", role.statements, [write], there)).length, 1, name);
      assert.ok(keyRolesOf(users).decrypt.includes(role.roleArn), name);
    }
  });
});

describe("the problems of a target", () => {
  it("are an account without a way to create its roles", () => {
    assert.deepEqual(problemsOf([deploy()], []), [
      `${at}.target.account: is "222233334444", and nothing creates roles there. Give a provider of the account in accounts, or give "TargetAccount" there and run a TargetAccount in the account`,
    ]);
  });

  it("are a misspelt account, and keys that the target decides", () => {
    assert.deepEqual(problemsOf([deploy({ target: { account: "22" } })])[0]?.split(":")[0], `${at}.target.account`);
    assert.deepEqual(problemsOf([{ ...deploy(), region: "us-east-1" }]), [
      `${at}.region: stands beside target, which decides it: remove one of them`,
    ]);
  });

  it("are a target of a build, and a stack role of another provider", () => {
    assert.deepEqual(
      problemsOf([{ ...build, name: "Again", outputArtifacts: [], target: { account: staging } }])[0],
      [`${at}.target: is for actions that deploy or invoke, and CodeBuild does neither: remove it`][0],
    );
    const invoke = {
      name: "Smoke",
      provider: "Lambda" as const,
      category: "Invoke" as const,
      configuration: { FunctionName: "smoke" },
      stackRole: {},
    };
    assert.deepEqual(
      problemsOf([invoke])[0],
      `${at}.stackRole: is a key of CloudFormation actions, and Lambda has no stack: remove it`,
    );
  });

  it("are packaged code in another region than its functions", () => {
    assert.deepEqual(problemsOf([deploy({ target: { account: staging, region: "us-east-1" } })]), [
      `${at}.target.region: is "us-east-1": Lambda reads code from a bucket of its own region, and samPackage stores it in eu-central-1; create a pipeline in us-east-1`,
    ]);
  });

  it("are two roles of one stack that differ", () => {
    const other = deploy({ name: "Again", sam: { api: "http" }, runOrder: 2 });
    assert.deepEqual(problemsOf([deploy(), other]), [
      `stages[2].actions[1].stackRole: differs from that of ${at}.stackRole for the same stack orders: give one of them`,
    ]);
  });
});

describe("accounts of a pipeline", () => {
  it("are refused where no target names them, with the nearest one", () => {
    const accounts = { [staging]: "TargetAccount", "222233334440": "TargetAccount", "333344445555": "TargetAccount" };
    const reason = (account: string) => `is "TargetAccount", and no target has account ${account}`;
    assert.deepEqual(unusedAccountProblems(accounts, [staging]), [
      {
        path: "accounts.222233334440",
        reason: `${reason("222233334440")}. Did you mean ${staging}? Allowed are ${staging}`,
      },
      { path: "accounts.333344445555", reason: `${reason("333344445555")}: allowed are ${staging}` },
    ]);
    assert.deepEqual(unusedAccountProblems({ [staging]: "TargetAccount" }, []), [
      { path: `accounts.${staging}`, reason: `${reason(staging)}: remove it` },
    ]);
  });

  it("may be providers that several components share", () => {
    assert.deepEqual(unusedAccountProblems({ "333344445555": { provider: true } }, [staging]), []);
  });

  it("are used by the roles of a plan in other accounts", () => {
    assert.deepEqual(accountsOfPlan(whole([deploy()])), [staging]);
    assert.deepEqual(accountsOfPlan(whole([deploy({ target: undefined })])), []);
  });

  it("are checked in the settings of an environment, where a definition file does not hold the targets", () => {
    const settings = {
      application: "shop",
      account: scope.account,
      region: scope.region,
      accounts: { [staging]: "TargetAccount" },
    };
    const paths = (more: object) =>
      [readApplication({ ...settings, ...more }), readDelivery({ ...settings, ...more })].map(({ problems }) =>
        problems.filter(({ path }) => path.startsWith("accounts")).map(({ path }) => path),
      );
    const used = { target: { account: staging } };
    assert.deepEqual(paths({}), [[`accounts.${staging}`], [`accounts.${staging}`]]);
    assert.deepEqual(paths({ target: { account: scope.account } }), [[`accounts.${staging}`], [`accounts.${staging}`]]);
    assert.deepEqual(paths(used), [[], []]);
    assert.deepEqual(
      paths({ deployments: [{ name: "A", tool: "action", provider: "S3", configuration: {}, ...used }] })[0],
      [],
    );
    assert.deepEqual(paths({ definition: "pipeline.yaml" })[0], []);
  });
});
