import { account, arn, documentOf, keyArn, resource, roleArn } from "./resource";

/** An approval that tells its approvers and times out. */
export const approval = {
  category: "Approval",
  owner: "AWS",
  provider: "Manual",
  version: "1",
  timeoutInMinutes: 1440,
  configuration: { NotificationArn: arn("sns", "shop-approvals") },
};

/** An action with CodeBuild. */
export const build = { category: "Build", owner: "AWS", provider: "CodeBuild", version: "1" };
const cloudFormation = { category: "Deploy", owner: "AWS", provider: "CloudFormation", version: "1" };
const stack = { StackName: "shop", RoleArn: roleArn("shop-deploy") };

/** Pipelines, deployments and repositories of the program. */
export const pipelines = [
  resource("release", "codepipeline/pipeline:Pipeline", {
    name: "shop-release",
    roleArn: roleArn("shop-pipeline"),
    pipelineType: "V2",
    executionMode: "QUEUED",
    artifactStores: [
      { type: "S3", location: "shop-artifacts", region: "eu-west-1", encryptionKey: { type: "KMS", id: keyArn } },
      {
        type: "S3",
        location: "shop-artifacts-us",
        region: "us-east-1",
        encryptionKey: { type: "KMS", id: `arn:aws:kms:us-east-1:${account}:key/66666666-2222-3333-4444-555555555555` },
      },
    ],
    triggers: [
      {
        providerType: "CodeStarSourceConnection",
        gitConfiguration: { sourceActionName: "Push", pushes: [{ branches: { includes: ["main"] } }] },
      },
    ],
    stages: [
      {
        name: "Source",
        actions: [
          {
            name: "Push",
            category: "Source",
            owner: "AWS",
            provider: "CodeStarSourceConnection",
            version: "1",
            configuration: {
              ConnectionArn: arn("codeconnections", "connection/11111111-2222-3333-4444-555555555555"),
              FullRepositoryId: "acme/shop",
              BranchName: "main",
            },
          },
          {
            name: "Data",
            category: "Source",
            owner: "AWS",
            provider: "S3",
            version: "1",
            configuration: { S3Bucket: "shop-artifacts", S3ObjectKey: "data.zip", PollForSourceChanges: "false" },
          },
        ],
      },
      {
        name: "Build",
        actions: [
          {
            ...build,
            name: "Image",
            region: "us-east-1",
            configuration: {
              ProjectName: "shop-image",
              EnvironmentVariables: '[{"name":"STAGE","value":"prod","type":"PLAINTEXT"}]',
            },
          },
        ],
      },
      {
        name: "Production",
        actions: [
          { ...approval, name: "Approve", runOrder: 1 },
          {
            ...cloudFormation,
            name: "Plan",
            runOrder: 2,
            configuration: { ...stack, ActionMode: "CHANGE_SET_REPLACE", ChangeSetName: "release" },
          },
          { ...approval, name: "ApprovePlan", runOrder: 3 },
          {
            ...cloudFormation,
            name: "Deploy",
            runOrder: 4,
            configuration: { ...stack, ActionMode: "CHANGE_SET_EXECUTE", ChangeSetName: "release" },
          },
        ],
      },
      {
        name: "Retire",
        actions: [
          { ...approval, name: "ApproveRetire", runOrder: 1 },
          {
            ...cloudFormation,
            name: "Delete",
            runOrder: 2,
            configuration: { ActionMode: "DELETE_ONLY", StackName: "shop-old", RoleArn: roleArn("shop-deploy") },
          },
        ],
      },
    ],
  }),
  resource("release", "codepipeline/webhook:Webhook", {
    name: "shop-release",
    authentication: "GITHUB_HMAC",
    authenticationConfiguration: { secretToken: "from-the-configuration" },
    targetAction: "Push",
    targetPipeline: "shop-release",
    filters: [{ jsonPath: "$.ref", matchEquals: "refs/heads/main" }],
  }),
  resource("failures", "codestarnotifications/notificationRule:NotificationRule", {
    name: "shop-failures",
    detailType: "BASIC",
    eventTypeIds: ["codepipeline-pipeline-pipeline-execution-failed"],
    resource: arn("codepipeline", "shop-release"),
    targets: [{ address: arn("sns", "shop-approvals") }],
  }),
  resource("code", "codecommit/repository:Repository", { repositoryName: "shop", kmsKeyId: keyArn }, { protect: true }),
  resource("two", "codecommit/approvalRuleTemplate:ApprovalRuleTemplate", {
    name: "two",
    content: JSON.stringify({
      Version: "2018-11-08",
      DestinationReferences: ["refs/heads/main"],
      Statements: [
        {
          Type: "Approvers",
          NumberOfApprovalsNeeded: 2,
          ApprovalPoolMembers: [`arn:aws:sts::${account}:assumed-role/reviewer/*`],
        },
      ],
    }),
  }),
  resource("two", "codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation", {
    approvalRuleTemplateName: "two",
    repositoryName: "shop",
  }),
  resource("servers", "codedeploy/deploymentConfig:DeploymentConfig", {
    deploymentConfigName: "shop-half",
    computePlatform: "Server",
    minimumHealthyHosts: { type: "FLEET_PERCENT", value: 50 },
  }),
  resource("servers", "codedeploy/deploymentGroup:DeploymentGroup", {
    appName: "shop",
    deploymentGroupName: "shop-prod",
    deploymentConfigName: "shop-half",
    autoRollbackConfiguration: { enabled: true, events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"] },
    alarmConfiguration: { enabled: true, alarms: ["shop-errors"], ignorePollAlarmFailure: false },
  }),
  resource("packages", "codeartifact/domain:Domain", { domain: "acme", encryptionKey: keyArn }),
  resource("packages", "codeartifact/domainPermissions:DomainPermissions", {
    domain: "acme",
    policyDocument: documentOf({
      Effect: "Allow",
      Principal: { AWS: roleArn("shop-image") },
      Action: "codeartifact:GetAuthorizationToken",
      Resource: "*",
    }),
  }),
  resource("packages", "codeartifact/repository:Repository", { domain: "acme", repository: "shop" }),
  resource("packages", "codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy", {
    domain: "acme",
    repository: "shop",
    policyDocument: documentOf({
      Effect: "Allow",
      Principal: { AWS: roleArn("shop-image") },
      Action: "codeartifact:ReadFromRepository",
      Resource: "*",
    }),
  }),
];
