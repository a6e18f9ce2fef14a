import type { ActionInput } from "../../components/actions/catalogue";
import { connectionArn, topicArn } from "./pipelines";
import { sampleDeployments } from "./sample-deployments";

/** One action of every provider, for the page about actions and for random pipelines. */
export const sampleActions: readonly ActionInput[] = [
  {
    name: "Repository",
    provider: "CodeStarSourceConnection",
    outputArtifacts: ["source"],
    configuration: { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop", BranchName: "main" },
  },
  {
    name: "Commits",
    provider: "CodeCommit",
    outputArtifacts: ["commits"],
    configuration: { RepositoryName: "shop", BranchName: "main" },
  },
  {
    name: "Files",
    provider: "S3",
    category: "Source",
    outputArtifacts: ["files"],
    configuration: { S3Bucket: "shop-sources", S3ObjectKey: "site.zip" },
  },
  {
    name: "Base",
    provider: "ECR",
    outputArtifacts: ["base"],
    configuration: { RepositoryName: "shop/base", ImageTag: "stable" },
  },
  {
    name: "Image",
    provider: "CodeBuild",
    inputArtifacts: ["source"],
    outputArtifacts: ["image"],
    configuration: { ProjectName: "shop-image" },
  },
  ...sampleDeployments,
  {
    name: "Lint",
    provider: "Commands",
    inputArtifacts: ["source"],
    commands: ["npm ci", "npm run lint"],
    outputVariables: ["WARNINGS"],
  },
  {
    name: "Push",
    provider: "ECRBuildAndPublish",
    inputArtifacts: ["source"],
    configuration: { ECRRepositoryName: "shop/web", ImageTags: ["#{Repository.CommitId}"] },
  },
  {
    name: "Devices",
    provider: "DeviceFarm",
    region: "us-west-2",
    inputArtifacts: ["image"],
    configuration: {
      AppType: "Android",
      ProjectId: "eec4905f-98f8-40aa-9afc-4c1cf1234567",
      App: "shop.apk",
      DevicePoolArn: "arn:aws:devicefarm:us-west-2::devicepool:082d10e5-d7d7-48a5-ba5c-b33d66efa1f5",
      TestType: "BUILTIN_FUZZ",
    },
  },
  {
    name: "Notify",
    provider: "Lambda",
    category: "Invoke",
    configuration: { FunctionName: "shop-notify", UserParameters: "#{Repository.CommitId}" },
  },
  {
    name: "Migrate",
    provider: "StepFunctions",
    configuration: {
      StateMachineArn: "arn:aws:states:eu-central-1:111122223333:stateMachine:shop-migrate",
      ExecutionNamePrefix: "release",
    },
  },
  {
    name: "Next",
    provider: "CodePipeline",
    configuration: {
      PipelineName: "shop-docs",
      SourceRevisions: [
        { actionName: "Repository", revisionType: "COMMIT_ID", revisionValue: "#{Repository.CommitId}" },
      ],
    },
  },
  {
    name: "Scan",
    provider: "InspectorScan",
    inputArtifacts: ["source"],
    outputArtifacts: ["bill"],
    configuration: { InspectorRunMode: "SourceCodeScan", CriticalThreshold: 0 },
  },
  {
    name: "Stack",
    provider: "CloudFormation",
    inputArtifacts: ["source"],
    outputArtifacts: ["outputs"],
    configuration: {
      ActionMode: "CREATE_UPDATE",
      StackName: "shop",
      RoleArn: "arn:aws:iam::111122223333:role/shop-stack",
      TemplatePath: "source::shop.yml",
      Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
      ParameterOverrides: {
        Version: "#{Repository.CommitId}",
        CodeBucket: { "Fn::GetArtifactAtt": ["source", "BucketName"] },
      },
      OutputFileName: "outputs.json",
    },
  },
  {
    name: "Guardrails",
    provider: "CloudFormationStackSet",
    inputArtifacts: ["source"],
    configuration: {
      StackSetName: "guardrails",
      TemplatePath: "source::guardrails.yml",
      Parameters: "ParameterKey=Size,ParameterValue=small",
      DeploymentTargets: ["444455556666"],
      Regions: ["eu-central-1"],
    },
  },
  {
    name: "Rest",
    provider: "CloudFormationStackInstances",
    configuration: {
      StackSetName: "guardrails",
      DeploymentTargets: ["777788889999", "999988887777"],
      Regions: ["eu-central-1", "us-east-1"],
      MaxConcurrentPercentage: 50,
    },
  },
  {
    name: "Product",
    provider: "ServiceCatalog",
    inputArtifacts: ["source"],
    configuration: {
      ProductId: "prod-abcd1234efgh5",
      TemplateFilePath: "product/template.yml",
      ProductVersionName: "#{Repository.CommitId}",
      ProductType: "CLOUD_FORMATION_TEMPLATE",
    },
  },
  {
    name: "Flags",
    provider: "AppConfig",
    inputArtifacts: ["source"],
    configuration: {
      Application: "2s2qv57",
      Environment: "9tm27yd",
      ConfigurationProfile: "pvjrpu",
      InputArtifactConfigurationPath: "flags.json",
      DeploymentStrategy: "AppConfig.Linear50PercentEvery30Seconds",
    },
  },
  {
    name: "Skill",
    provider: "AlexaSkillsKit",
    acceptPlainTextSecrets: true,
    inputArtifacts: ["source"],
    configuration: {
      ClientId: "amzn1.application-oa2-client.example",
      ClientSecret: "secret-of-the-client",
      RefreshToken: "token-of-the-client",
      SkillId: "amzn1.ask.skill.12345678-1234-1234-1234-123456789012",
    },
  },
  {
    name: "Release",
    provider: "Manual",
    timeoutInMinutes: 60,
    configuration: { NotificationArn: topicArn, CustomData: "Staging has run this commit." },
  },
];
