import assert from "node:assert/strict";
import { codeDeploy, codeDeployAction, codeDeploySchema } from "../../../../components/actions/codedeploy/action";
import { context } from "../../../support/pipelines";
import { configured, describeProvider } from "../../../support/provider-cases";

const configuration = { ApplicationName: "shop", DeploymentGroupName: "web" };
const minimal = codeDeployAction({ name: "Deploy", inputArtifacts: ["app"], configuration });
const full = { ...minimal, deploymentConfigName: "CodeDeployDefault.HalfAtATime" };
const arn = "arn:aws:codedeploy:eu-central-1:111122223333";

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
      Resource: [`${arn}:application:shop`],
    },
    {
      Sid: "Deployments",
      Effect: "Allow" as const,
      Action: ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
      Resource: [`${arn}:deploymentgroup:shop/web`],
    },
    {
      Sid: "DeploymentConfig",
      Effect: "Allow" as const,
      Action: ["codedeploy:GetDeploymentConfig"],
      Resource: [`${arn}:deploymentconfig:${configName}`],
    },
  ];
}

const allowed = "1 to 100 letters, digits or the characters . _ + = , @ -";

describeProvider(codeDeploy, {
  title: "an action that deploys to machines through CodeDeploy",
  minimal: { action: minimal, configuration, statements: statements("CodeDeployDefault.OneAtATime") },
  full: { action: full, configuration, statements: statements("CodeDeployDefault.HalfAtATime") },
  required: ["ApplicationName", "DeploymentGroupName"],
  refused: [
    [
      "any application",
      configured(minimal, { ApplicationName: "*" }),
      "configuration.ApplicationName",
      `is "*": give the name of an application, ${allowed}`,
    ],
    [
      "a deployment group by a reference, which would let the role deploy to any",
      configured(minimal, { DeploymentGroupName: "#{variables.group}" }),
      "configuration.DeploymentGroupName",
      `is "#{variables.group}": give the name of a deployment group, ${allowed}`,
    ],
    [
      "an application of 101 characters",
      configured(minimal, { ApplicationName: "a".repeat(101) }),
      "configuration.ApplicationName",
      `is "${"a".repeat(76)}...: give the name of an application, ${allowed}`,
    ],
    [
      "any deployment configuration",
      { ...minimal, deploymentConfigName: "CodeDeployDefault.*" },
      "deploymentConfigName",
      `is "CodeDeployDefault.*": give the name of a deployment configuration, ${allowed}`,
    ],
    [
      "a deployment group of functions",
      { ...minimal, groupPlatform: "Lambda" },
      "groupPlatform",
      'is "Lambda": this action deploys to servers. Deploy to ECS with the provider CodeDeployToECS, and to functions with Lambda, CloudFormation or a build',
    ],
    ["another category", { ...minimal, category: "Build" }, "category", 'is "Build": allowed are Deploy'],
  ],
  accepted: [["an application of 100 characters", configured(minimal, { ApplicationName: "a".repeat(100) })]],
  allowed: [
    { action: "codedeploy:RegisterApplicationRevision", resource: `${arn}:application:shop` },
    { action: "codedeploy:CreateDeployment", resource: `${arn}:deploymentgroup:shop/web` },
    { action: "codedeploy:GetDeploymentConfig", resource: `${arn}:deploymentconfig:CodeDeployDefault.HalfAtATime` },
  ],
  denied: [
    { action: "codedeploy:RegisterApplicationRevision", resource: `${arn}:application:shop2` },
    { action: "codedeploy:CreateDeployment", resource: `${arn}:deploymentgroup:shop/worker` },
    { action: "codedeploy:CreateDeployment", resource: `${arn}:deploymentgroup:bank/web` },
    { action: "codedeploy:GetDeploymentConfig", resource: `${arn}:deploymentconfig:CodeDeployDefault.AllAtOnce` },
    { action: "codedeploy:UpdateDeploymentGroup", resource: `${arn}:deploymentgroup:shop/web` },
    { action: "codedeploy:StopDeployment", resource: "*" },
  ],
});

describe("an action that deploys to machines through CodeDeploy", () => {
  it("takes its application, group and configuration from a group of the same program", () => {
    const group = {
      platform: "Server" as const,
      applicationName: "shop",
      groupName: "web",
      configurationName: "shop-web-healthyHostPercent-75",
    };
    assert.deepEqual(codeDeployAction({ name: "Deploy", inputArtifacts: ["app"], group }), {
      ...minimal,
      groupPlatform: "Server",
      deploymentConfigName: "shop-web-healthyHostPercent-75",
    });
  });

  it("asks for its machines that they may fetch what is deployed to them", () => {
    assert.deepEqual(codeDeploy.requiredGrants?.(codeDeploySchema.parse(minimal), context, "store"), [
      {
        of: "the instance profile or role of the servers of the deployment group web of shop",
        statements: [
          {
            Sid: "DownloadArtifacts",
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:GetObjectVersion"],
            Resource: ["arn:aws:s3:::store/*"],
          },
          {
            Sid: "DecryptArtifacts",
            Effect: "Allow",
            Action: ["kms:Decrypt"],
            Resource: ["arn:aws:kms:eu-central-1:111122223333:key/<the id of the key>"],
            Condition: {
              StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
              StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::store", "arn:aws:s3:::store/*"] },
            },
          },
        ],
        note: "The policy of the artifact key must also let it decrypt.",
      },
    ]);
  });
});
