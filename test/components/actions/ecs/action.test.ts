import assert from "node:assert/strict";
import { ecs, ecsAction, ecsSchema } from "../../../../components/actions/ecs/action";
import { context } from "../../../support/pipelines";
import { configured, describeProvider } from "../../../support/provider-cases";

const taskRole = "arn:aws:iam::111122223333:role/shop-task";
const executionRole = "arn:aws:iam::111122223333:role/ecs/shop-execution";
const arn = "arn:aws:ecs:eu-central-1:111122223333";

const configuration = { ClusterName: "prod", ServiceName: "shop" };
const minimal = ecsAction({
  name: "Deploy",
  inputArtifacts: ["images"],
  taskDefinitionFamily: "shop-web",
  passRoleArns: [],
  configuration,
});
const full = configured(
  { ...minimal, passRoleArns: [taskRole, executionRole] },
  { FileName: "out/images.json", DeploymentTimeout: 60 },
);

const statements = [
  {
    Sid: "Service",
    Effect: "Allow" as const,
    Action: ["ecs:DescribeServices", "ecs:UpdateService"],
    Resource: [`${arn}:service/prod/shop`],
  },
  { Sid: "ReadTaskDefinition", Effect: "Allow" as const, Action: ["ecs:DescribeTaskDefinition"], Resource: ["*"] },
  {
    Sid: "RegisterTaskDefinition",
    Effect: "Allow" as const,
    Action: ["ecs:RegisterTaskDefinition"],
    Resource: [`${arn}:task-definition/shop-web:*`],
  },
  {
    Sid: "TagTaskDefinition",
    Effect: "Allow" as const,
    Action: ["ecs:TagResource"],
    Resource: [`${arn}:task-definition/shop-web:*`],
    Condition: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
  },
];

const passTaskRoles = {
  Sid: "PassTaskRoles",
  Effect: "Allow" as const,
  Action: ["iam:PassRole"],
  Resource: [taskRole, executionRole],
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
};

const toTasks = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
const onRegister = { "ecs:CreateAction": "RegisterTaskDefinition" };
const ownRole = { ...ecsAction({ name: "Deploy", inputArtifacts: ["images"], configuration }), roleArn: taskRole };

describeProvider(ecs, {
  title: "an action that deploys to an ECS service",
  minimal: { action: minimal, configuration, statements },
  full: {
    action: full,
    configuration: { ...configuration, FileName: "out/images.json", DeploymentTimeout: "60" },
    statements: [...statements, passTaskRoles],
  },
  required: ["ClusterName", "ServiceName"],
  refused: [
    [
      "any cluster",
      configured(minimal, { ClusterName: "*" }),
      "configuration.ClusterName",
      'is "*": give the name of a cluster, 1 to 255 letters, digits, - or _',
    ],
    [
      "a service by a reference, which would let the role change any",
      configured(minimal, { ServiceName: "#{variables.service}" }),
      "configuration.ServiceName",
      'is "#{variables.service}": give the name of a service, 1 to 255 letters, digits, - or _',
    ],
    [
      "an empty file name",
      configured(minimal, { FileName: "" }),
      "configuration.FileName",
      "is empty: write something or leave it out",
    ],
    [
      "a timeout of no time",
      configured(minimal, { DeploymentTimeout: 0 }),
      "configuration.DeploymentTimeout",
      "is 0: give at least 1",
    ],
    [
      "a timeout beyond AWS's own",
      configured(minimal, { DeploymentTimeout: 61 }),
      "configuration.DeploymentTimeout",
      "is 61: give at most 60",
    ],
    [
      "no family of task definitions",
      { ...minimal, taskDefinitionFamily: undefined },
      "taskDefinitionFamily",
      "is missing, and the role that is made for the action may register revisions of this family alone. Give the family of the service's task definitions, or an existing role in roleArn",
    ],
    [
      "any family",
      { ...minimal, taskDefinitionFamily: "shop*" },
      "taskDefinitionFamily",
      'is "shop*": give the name of a family of task definitions, 1 to 255 letters, digits, - or _',
    ],
    [
      "silence about the roles of tasks",
      { ...minimal, passRoleArns: undefined },
      "passRoleArns",
      "is missing, and the role that is made for the action may pass these roles to tasks, and no others. Give the ARNs of the task role and the execution role, [] if the task definition names none, or an existing role in roleArn",
    ],
    [
      "any role",
      { ...minimal, passRoleArns: ["*"] },
      "passRoleArns[0]",
      'is "*": give the ARN of a role, arn:aws:iam::<account>:role/<name>',
    ],
    [
      "a role twice",
      { ...minimal, passRoleArns: [taskRole, taskRole] },
      "passRoleArns",
      `is ["${taskRole}","arn:aws:iam::111122223333:role/s...: give everything once`,
    ],
  ],
  accepted: [
    ["a timeout of a minute", configured(minimal, { DeploymentTimeout: 1 })],
    ["silence about task definitions, with a role that exists", ownRole],
  ],
  allowed: [
    { action: "ecs:UpdateService", resource: `${arn}:service/prod/shop` },
    { action: "ecs:DescribeServices", resource: `${arn}:service/prod/shop` },
    { action: "ecs:DescribeTaskDefinition", resource: "*" },
    { action: "ecs:RegisterTaskDefinition", resource: `${arn}:task-definition/shop-web:7` },
    { action: "ecs:TagResource", resource: `${arn}:task-definition/shop-web:7`, context: onRegister },
    { action: "iam:PassRole", resource: taskRole, context: toTasks },
    { action: "iam:PassRole", resource: executionRole, context: toTasks },
  ],
  denied: [
    { action: "ecs:UpdateService", resource: `${arn}:service/prod/bank` },
    { action: "ecs:UpdateService", resource: `${arn}:service/staging/shop` },
    { action: "ecs:RegisterTaskDefinition", resource: `${arn}:task-definition/bank:7` },
    { action: "ecs:TagResource", resource: `${arn}:task-definition/shop-web:7` },
    { action: "ecs:TagResource", resource: `${arn}:task-definition/bank:7`, context: onRegister },
    { action: "iam:PassRole", resource: "arn:aws:iam::111122223333:role/bank-task", context: toTasks },
    { action: "iam:PassRole", resource: taskRole, context: { "iam:PassedToService": "lambda.amazonaws.com" } },
    { action: "ecs:DeleteService", resource: `${arn}:service/prod/shop` },
    { action: "ecs:RunTask", resource: `${arn}:task-definition/shop-web:7` },
  ],
});

describe("an action that deploys to an ECS service with a role that exists", () => {
  const read = (keys: object) => ecsSchema.parse({ ...ownRole, ...keys });
  const rest = "it must register and tag revisions of the service's task definition, and pass the roles that it names";

  it("says in words what its role needs for task definitions of which it says too little", () => {
    assert.equal(
      ecs.manualSteps?.(read({})),
      `${rest} to tasks. Give taskDefinitionFamily and passRoleArns to have the statements`,
    );
    assert.equal(
      ecs.manualSteps?.(read({ taskDefinitionFamily: "shop-web" })),
      `${rest} to tasks. Give passRoleArns to have the statements`,
    );
    assert.deepEqual(ecs.permissions(read({}), context), statements.slice(0, 2));
  });

  it("says it in statements alone where it says enough", () => {
    const enough = read({ taskDefinitionFamily: "shop-web", passRoleArns: [taskRole, executionRole] });
    assert.equal(ecs.manualSteps?.(enough), undefined);
    assert.deepEqual(ecs.permissions(enough, context), [...statements, passTaskRoles]);
  });
});
