import assert from "node:assert/strict";
import {
  codeDeployToEcs,
  codeDeployToEcsAction,
  codeDeployToEcsSchema,
} from "../../../../components/actions/codedeploy/to-ecs";
import { context } from "../../../support/pipelines";
import { configured, describeProvider } from "../../../support/provider-cases";

const role = "arn:aws:iam::111122223333:role/shop-task";
const deploy = "arn:aws:codedeploy:eu-central-1:111122223333";
const family = "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop";

const configuration = {
  ApplicationName: "shop",
  DeploymentGroupName: "web",
  TaskDefinitionTemplateArtifact: "source",
  AppSpecTemplateArtifact: "source",
};
const minimal = codeDeployToEcsAction({
  name: "Deploy",
  inputArtifacts: ["source"],
  taskDefinitionFamily: "shop",
  passRoleArns: [],
  configuration,
});

const ownRole = {
  ...codeDeployToEcsAction({ name: "Deploy", inputArtifacts: ["source"], configuration }),
  roleArn: role,
};

const images = {
  Image1ArtifactName: "web",
  Image1ContainerName: "IMAGE1_NAME",
  Image2ArtifactName: "proxy",
  Image2ContainerName: "PROXY",
  Image3ArtifactName: "log",
  Image3ContainerName: "LOG",
  Image4ArtifactName: "trace",
  Image4ContainerName: "TRACE",
};
const paths = { TaskDefinitionTemplatePath: "ecs/task.json", AppSpecTemplatePath: "ecs/appspec.yml" };
const full = configured(
  {
    ...minimal,
    inputArtifacts: ["source", "web", "proxy", "log", "trace"],
    passRoleArns: [role],
    deploymentConfigName: "CodeDeployDefault.ECSCanary10Percent5Minutes",
  },
  { ...paths, ...images },
);

function statements(configName: string) {
  return [
    {
      Sid: "Revisions",
      Effect: "Allow" as const,
      Action: [
        "codedeploy:GetApplication",
        "codedeploy:GetApplicationRevision",
        "codedeploy:RegisterApplicationRevision",
      ],
      Resource: [`${deploy}:application:shop`],
    },
    {
      Sid: "Deployments",
      Effect: "Allow" as const,
      Action: ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
      Resource: [`${deploy}:deploymentgroup:shop/web`],
    },
    {
      Sid: "DeploymentConfig",
      Effect: "Allow" as const,
      Action: ["codedeploy:GetDeploymentConfig"],
      Resource: [`${deploy}:deploymentconfig:${configName}`],
    },
    {
      Sid: "RegisterTaskDefinition",
      Effect: "Allow" as const,
      Action: ["ecs:RegisterTaskDefinition"],
      Resource: [`${family}:*`],
    },
    {
      Sid: "TagTaskDefinition",
      Effect: "Allow" as const,
      Action: ["ecs:TagResource"],
      Resource: [`${family}:*`],
      Condition: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
    },
  ];
}

const passTaskRoles = {
  Sid: "PassTaskRoles",
  Effect: "Allow" as const,
  Action: ["iam:PassRole"],
  Resource: [role],
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
};

describeProvider(codeDeployToEcs, {
  title: "an action that deploys to ECS through CodeDeploy",
  minimal: { action: minimal, configuration, statements: statements("CodeDeployDefault.ECSAllAtOnce") },
  full: {
    action: full,
    configuration: { ...configuration, ...paths, ...images },
    statements: [...statements("CodeDeployDefault.ECSCanary10Percent5Minutes"), passTaskRoles],
  },
  required: Object.keys(configuration),
  refused: [
    [
      "a task definition of an artifact that is no input",
      configured(minimal, { TaskDefinitionTemplateArtifact: "build" }),
      "configuration.TaskDefinitionTemplateArtifact",
      'is "build", which is no input artifact of the action: give one of source',
    ],
    [
      "an AppSpec file of an artifact that is no input",
      configured(minimal, { AppSpecTemplateArtifact: "build" }),
      "configuration.AppSpecTemplateArtifact",
      'is "build", which is no input artifact of the action: give one of source',
    ],
    [
      "an image of an artifact that is no input",
      configured(minimal, { Image4ArtifactName: "image", Image4ContainerName: "IMAGE" }),
      "configuration.Image4ArtifactName",
      'is "image", which is no input artifact of the action: give one of source',
    ],
    [
      "an image without its placeholder",
      configured(full, { Image1ContainerName: undefined }),
      "configuration.Image1ContainerName",
      "is missing: Image1ArtifactName and Image1ContainerName stand together; give both or neither",
    ],
    [
      "a placeholder without its image",
      configured(full, { Image3ArtifactName: undefined }),
      "configuration.Image3ArtifactName",
      "is missing: Image3ArtifactName and Image3ContainerName stand together; give both or neither",
    ],
    [
      "a placeholder with its angle brackets",
      configured(full, { Image2ContainerName: "<PROXY>" }),
      "configuration.Image2ContainerName",
      'is "<PROXY>": give the placeholder without its < and >, 1 to 255 letters, digits, - or _',
    ],
    [
      "a fifth image",
      configured(full, { Image5ArtifactName: "x" }),
      "configuration.Image5ArtifactName",
      `is not known here. Did you mean Image1ArtifactName? Allowed are ${[...Object.keys(configuration), ...Object.keys(paths), ...Object.keys(images)].join(", ")}`,
    ],
    [
      "an empty path",
      configured(minimal, { AppSpecTemplatePath: " " }),
      "configuration.AppSpecTemplatePath",
      "is empty: write something or leave it out",
    ],
    [
      "any application",
      configured(minimal, { ApplicationName: "shop*" }),
      "configuration.ApplicationName",
      'is "shop*": give the name of an application, 1 to 100 letters, digits or the characters . _ + = , @ -',
    ],
    [
      "silence about the roles of tasks",
      { ...minimal, passRoleArns: undefined },
      "passRoleArns",
      "is missing, and the role that is made for the action may pass these roles to tasks, and no others. Give the ARNs of the task role and the execution role, [] if the task definition names none, or an existing role in roleArn",
    ],
    [
      "any role",
      { ...minimal, passRoleArns: ["arn:aws:iam::111122223333:role/*"] },
      "passRoleArns[0]",
      'is "arn:aws:iam::111122223333:role/*": give the ARN of a role, arn:aws:iam::<account>:role/<name>',
    ],
  ],
  accepted: [["silence about task definitions, with a role that exists", ownRole]],
  allowed: [
    { action: "codedeploy:CreateDeployment", resource: `${deploy}:deploymentgroup:shop/web` },
    { action: "ecs:RegisterTaskDefinition", resource: `${family}:3` },
    { action: "iam:PassRole", resource: role, context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  ],
  denied: [
    { action: "codedeploy:CreateDeployment", resource: `${deploy}:deploymentgroup:bank/web` },
    { action: "codedeploy:CreateDeployment", resource: `${deploy}:deploymentgroup:shop/worker` },
    { action: "codedeploy:RegisterApplicationRevision", resource: `${deploy}:application:bank` },
    { action: "ecs:RegisterTaskDefinition", resource: `${family}-admin:3` },
    { action: "iam:PassRole", resource: role, context: { "iam:PassedToService": "ec2.amazonaws.com" } },
    { action: "iam:PassRole", resource: `${role}2`, context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    { action: "ecs:UpdateService", resource: "arn:aws:ecs:eu-central-1:111122223333:service/prod/shop" },
  ],
});

describe("an action that deploys to ECS through CodeDeploy", () => {
  it("takes names, configuration and roles from a group of the same program", () => {
    const group = {
      platform: "ECS" as const,
      applicationName: "shop",
      groupName: "web",
      configurationName: "CodeDeployDefault.ECSCanary10Percent5Minutes",
      passRoleArns: [role],
    };
    const artifacts = { TaskDefinitionTemplateArtifact: "source", AppSpecTemplateArtifact: "source" };
    const action = { name: "Deploy", inputArtifacts: ["source"], taskDefinitionFamily: "shop" };
    assert.deepEqual(codeDeployToEcsAction({ ...action, group, configuration: artifacts }), {
      ...minimal,
      groupPlatform: "ECS",
      deploymentConfigName: "CodeDeployDefault.ECSCanary10Percent5Minutes",
      passRoleArns: [role],
    });
    const own = codeDeployToEcsAction({ ...action, group, passRoleArns: [], configuration: artifacts });
    assert.deepEqual(own.passRoleArns, []);
  });

  it("refuses a group of servers", () => {
    const { error } = codeDeployToEcsSchema.safeParse({ ...minimal, groupPlatform: "Server" });
    assert.equal(
      error?.issues[0]?.message,
      'is "Server": this action deploys to ECS. Deploy to servers with the provider CodeDeploy, and to functions with Lambda, CloudFormation or a build',
    );
  });

  it("says to add an input artifact where there is none", () => {
    const reason = 'is "source", which is no input artifact of the action: add it to inputArtifacts';
    assert.deepEqual(codeDeployToEcs.validate(codeDeployToEcsSchema.parse({ ...minimal, inputArtifacts: [] })), [
      { path: "configuration.TaskDefinitionTemplateArtifact", reason },
      { path: "configuration.AppSpecTemplateArtifact", reason },
    ]);
  });

  it("says in words what a role that exists needs, where it says too little of task definitions", () => {
    const action = codeDeployToEcsSchema.parse(ownRole);
    assert.deepEqual(
      codeDeployToEcs.permissions(action, context),
      statements("CodeDeployDefault.ECSAllAtOnce").slice(0, 3),
    );
    assert.equal(
      codeDeployToEcs.manualSteps?.(action),
      "it must register and tag revisions of the service's task definition, and pass the roles that it names to tasks. Give taskDefinitionFamily and passRoleArns to have the statements",
    );
  });
});
