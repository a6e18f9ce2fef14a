import assert from "node:assert/strict";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, buildAction, connectionArn, pipelineOf, sourceAction } from "../../../support/pipelines";
import { scope } from "../../../support/scopes";
import { stackActionOf } from "../../../support/stacks";

const roleOf = (partition: string, account: string = scope.account) => `arn:${partition}:iam::${account}:role/x`;

const first = "222233334444";

/** An ECS action, of either kind, whose tasks have these roles. */
function tasksAction(passRoleArns: readonly string[], changes: Record<string, unknown> = {}) {
  const configuration = { ClusterName: "prod", ServiceName: "shop" };
  const tasks = { taskDefinitionFamily: "shop", passRoleArns };
  return { name: "Web", provider: "ECS", inputArtifacts: ["source"], ...tasks, configuration, ...changes };
}

function blueGreenAction(passRoleArns: readonly string[], changes: Record<string, unknown> = {}) {
  return tasksAction(passRoleArns, {
    provider: "CodeDeployToECS",
    configuration: {
      ApplicationName: "shop",
      DeploymentGroupName: "web",
      TaskDefinitionTemplateArtifact: "source",
      AppSpecTemplateArtifact: "source",
    },
    ...changes,
  });
}

function siteAction(KMSEncryptionKeyARN: string) {
  const configuration = { BucketName: "shop-site", Extract: true, KMSEncryptionKeyARN };
  return { name: "Site", provider: "S3", category: "Deploy", inputArtifacts: ["source"], configuration };
}

function machineAction(StateMachineArn: string) {
  return { name: "Migrate", provider: "StepFunctions", configuration: { StateMachineArn } };
}

function stackSetAction(AdministrationRoleArn: string) {
  const configuration = { StackSetName: "shop", TemplatePath: "source::shop.yml", AdministrationRoleArn };
  return { name: "Everywhere", provider: "CloudFormationStackSet", inputArtifacts: ["source"], configuration };
}

/** A build that is given a secret, by its name or its ARN. */
function secretBuild(value: string) {
  return buildAction({}, { EnvironmentVariables: [{ name: "TOKEN", type: "SECRETS_MANAGER", value }] });
}

/** A pipeline that reads its repository through a connection. */
function connectedBy(ConnectionArn: string) {
  const [source, ...later] = pipelineOf([approvalAction()]).stages;
  return { stages: [{ ...source, actions: [sourceAction({}, { ConnectionArn })] }, ...later] };
}

const abroad = (partition: string) =>
  `is of partition ${partition}, and the action works in aws: give one of that partition`;

const secret = "secretsmanager:eu-central-1:111122223333:secret:shop/token-AbCdEf";

const refused: [what: string, definition: unknown, path: string, reason: string][] = [
  [
    "a stack's role",
    pipelineOf([
      stackActionOf(
        { ActionMode: "CREATE_UPDATE", TemplatePath: "source::shop.yml", RoleArn: roleOf("aws-us-gov") },
        { inputArtifacts: ["source"] },
      ),
    ]),
    "stages[1].actions[0].configuration.RoleArn",
    abroad("aws-us-gov"),
  ],
  [
    "a stack set's role",
    pipelineOf([stackSetAction(roleOf("aws-cn"))]),
    "stages[1].actions[0].configuration.AdministrationRoleArn",
    abroad("aws-cn"),
  ],
  [
    "a build's role",
    pipelineOf([buildAction({}, { ServiceRoleArnOverride: roleOf("aws-cn") })]),
    "stages[1].actions[0].configuration.ServiceRoleArnOverride",
    abroad("aws-cn"),
  ],
  [
    "a state machine",
    pipelineOf([machineAction("arn:aws-cn:states:eu-central-1:111122223333:stateMachine:m")]),
    "stages[1].actions[0].configuration.StateMachineArn",
    abroad("aws-cn"),
  ],
  [
    "a topic",
    pipelineOf([approvalAction({}, { NotificationArn: "arn:aws-us-gov:sns:eu-central-1:111122223333:releases" })]),
    "stages[1].actions[0].configuration.NotificationArn",
    abroad("aws-us-gov"),
  ],
  [
    "a key",
    pipelineOf([siteAction("arn:aws-cn:kms:eu-central-1:111122223333:key/0f1e2d3c")]),
    "stages[1].actions[0].configuration.KMSEncryptionKeyARN",
    abroad("aws-cn"),
  ],
  [
    "a connection",
    connectedBy("arn:aws-cn:codeconnections:cn-north-1:111122223333:connection/0f1e2d3c"),
    "stages[0].actions[0].configuration.ConnectionArn",
    abroad("aws-cn"),
  ],
  [
    "a secret that a build is given",
    pipelineOf([secretBuild(`arn:aws-us-gov:${secret}`)]),
    "stages[1].actions[0].configuration.EnvironmentVariables[0].value",
    abroad("aws-us-gov"),
  ],
  [
    "a role of tasks",
    pipelineOf([tasksAction([roleOf("aws"), roleOf("aws-eusc")])]),
    "stages[1].actions[0].passRoleArns[1]",
    abroad("aws-eusc"),
  ],
];

describe("what is named by its ARN", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`is refused of another partition: ${what}`, () => {
      assert.deepEqual(validatePipeline(definition, scope), [{ path, reason }]);
      assert.deepEqual(validatePipeline(definition), []);
    });
  }

  it("is of the partition of a pipeline elsewhere", () => {
    const home = { account: scope.account, region: "eusc-de-east-1" };
    const arn = "arn:aws-eusc:codeconnections:eusc-de-east-1:111122223333:connection/0f1e2d3c";
    assert.deepEqual(validatePipeline(connectedBy(arn), home), []);
    assert.deepEqual(validatePipeline(connectedBy(connectionArn), home), [
      {
        path: "stages[0].actions[0].configuration.ConnectionArn",
        reason: "is of partition aws, and the action works in aws-eusc: give one of that partition",
      },
    ]);
  });

  for (const [what, definition] of [
    [
      "a connection of another region and account",
      connectedBy("arn:aws:codeconnections:us-east-1:222233334444:connection/0f1e2d3c"),
    ],
    ["a secret of another account", pipelineOf([secretBuild(`arn:aws:${secret.replace(scope.account, first)}`)])],
    ["a secret by its name", pipelineOf([secretBuild("shop/token")])],
    ["a key by its id", pipelineOf([siteAction("0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f")])],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(validatePipeline(definition, scope), []);
    });
  }
});

describe("the roles that an action passes to tasks", () => {
  for (const [provider, action] of [
    ["ECS", tasksAction],
    ["CodeDeployToECS", blueGreenAction],
  ] as const) {
    it(`are of the account of the pipeline, in ${provider}`, () => {
      assert.deepEqual(validatePipeline(pipelineOf([action([roleOf("aws"), roleOf("aws", first)])]), scope), [
        {
          path: "stages[1].actions[0].passRoleArns[1]",
          reason: "is of account 222233334444, and the action works in 111122223333: give one of that account",
        },
      ]);
    });

    it(`are of the account of the action's own role, in ${provider}`, () => {
      const deployer = { roleArn: roleOf("aws", first) };
      assert.deepEqual(validatePipeline(pipelineOf([action([roleOf("aws", first)], deployer)]), scope), []);
      assert.deepEqual(validatePipeline(pipelineOf([action([roleOf("aws")], deployer)])), [
        {
          path: "stages[1].actions[0].passRoleArns[0]",
          reason: "is of account 111122223333, and the action works in 222233334444: give one of that account",
        },
      ]);
    });
  }
});
