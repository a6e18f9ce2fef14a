import type { ActionInput } from "../../components/actions/catalogue";
import { connectionArn } from "./pipelines";
import { keyArn } from "./scopes";

const inputArtifacts = ["source"];
const stackRole = "arn:aws:iam::111122223333:role/shop-stack";
const network = { Subnets: ["subnet-0a1b2c3d"], SecurityGroupIds: ["sg-0a1b2c3d", "sg-4e5f6a7b"] };

/** Actions with modes and keys that the sample of their provider lacks. */
export const sampleVariants: readonly ActionInput[] = [
  {
    name: "Clone",
    provider: "CodeStarSourceConnection",
    outputArtifacts: ["clone"],
    configuration: {
      ConnectionArn: connectionArn,
      FullRepositoryId: "acme/web/shop",
      BranchName: "main",
    },
  },
  {
    name: "Polled",
    provider: "CodeCommit",
    outputArtifacts: ["polled"],
    configuration: { RepositoryName: "shop", BranchName: "main", PollForSourceChanges: true },
  },
  {
    name: "Depot",
    owner: "Custom",
    provider: "Perforce",
    category: "Source",
    outputArtifacts: ["depot"],
    configuration: { Depot: "//shop/main" },
  },
  {
    name: "Jenkins",
    owner: "Custom",
    provider: "Jenkins",
    version: "2",
    category: "Build",
    configuration: { ProjectName: "shop", Revision: "#{Repository.CommitId}" },
  },
  {
    name: "Batch",
    provider: "CodeBuild",
    category: "Test",
    inputArtifacts,
    configuration: {
      ProjectName: "shop-tests",
      BatchEnabled: true,
      CombineArtifacts: true,
      BuildspecOverride: "tests/buildspec.yml",
      ServiceRoleArnOverride: "arn:aws:iam::111122223333:role/shop-tests",
      EnvironmentVariables: [
        { name: "COMMIT", value: "#{Repository.CommitId}" },
        { name: "LEVEL", value: "/shop/level", type: "PARAMETER_STORE" },
        { name: "LOGIN", value: "shop/login", type: "SECRETS_MANAGER" },
      ],
    },
  },
  {
    name: "Script",
    provider: "Commands",
    inputArtifacts,
    commands: ["echo #{Repository.CommitId}"],
    configuration: {
      EnvironmentType: "WINDOWS_SERVER_2022_CONTAINER",
      ComputeType: "BUILD_GENERAL1_LARGE",
      VpcId: "vpc-0a1b2c3d",
      ...network,
    },
  },
  {
    name: "Gallery",
    provider: "ECRBuildAndPublish",
    inputArtifacts,
    configuration: { ECRRepositoryName: "shop/web", RegistryType: "public", DockerFilePath: "docker" },
  },
  {
    name: "Image",
    provider: "InspectorScan",
    outputArtifacts: ["bill"],
    configuration: { InspectorRunMode: "ECRImageScan", ECRRepositoryName: "shop/web", ImageTag: "stable" },
  },
  {
    name: "Load",
    provider: "StepFunctions",
    inputArtifacts,
    outputArtifacts: ["answer"],
    configuration: {
      StateMachineArn: "arn:aws:states:eu-central-1:111122223333:stateMachine:shop-load",
      InputType: "FilePath",
      Input: "load.json",
    },
  },
  { name: "Docs", provider: "CodePipeline", configuration: { PipelineName: "shop-docs" } },
  {
    name: "Replace",
    provider: "CloudFormation",
    inputArtifacts,
    configuration: {
      ActionMode: "REPLACE_ON_FAILURE",
      StackName: "shop-preview",
      RoleArn: stackRole,
      TemplatePath: "source::shop.yml",
      TemplateConfiguration: "source::preview.json",
    },
  },
  {
    name: "Prepare",
    provider: "CloudFormation",
    inputArtifacts,
    configuration: {
      ActionMode: "CHANGE_SET_REPLACE",
      StackName: "shop",
      ChangeSetName: "release",
      RoleArn: stackRole,
      TemplatePath: "source::shop.yml",
    },
  },
  {
    name: "Execute",
    provider: "CloudFormation",
    configuration: { ActionMode: "CHANGE_SET_EXECUTE", StackName: "shop", ChangeSetName: "release" },
  },
  {
    name: "Remove",
    provider: "CloudFormation",
    configuration: { ActionMode: "DELETE_ONLY", StackName: "shop-preview", RoleArn: stackRole },
  },
  {
    name: "Landing",
    provider: "CloudFormationStackSet",
    inputArtifacts,
    configuration: {
      StackSetName: "landing",
      TemplatePath: "source::landing.yml",
      Description: "What every account has",
      PermissionModel: "SERVICE_MANAGED",
      OrganizationsAutoDeployment: "EnabledWithStackRetention",
      CallAs: "DELEGATED_ADMIN",
    },
  },
  {
    name: "Manifests",
    provider: "EKS",
    inputArtifacts,
    configuration: { ClusterName: "shop", ManifestFiles: ["web.yml", "cron.yml"], Subnets: network.Subnets },
  },
  {
    name: "Nodes",
    provider: "EC2",
    inputArtifacts,
    configuration: {
      InstanceTagKey: "Role",
      InstanceType: "SSM_MANAGED_NODE",
      TargetDirectory: "/srv/shop",
      PostScript: "restart.sh",
      MaxBatch: "50%",
      MaxError: 2,
    },
  },
  {
    name: "Alias",
    provider: "Lambda",
    category: "Deploy",
    configuration: {
      FunctionName: "shop-orders",
      FunctionAlias: "live",
      PublishedTargetVersion: "#{Repository.CommitId}",
      DeployStrategy: "Linear10PercentEvery1Minute",
    },
  },
  {
    name: "Archive",
    provider: "S3",
    category: "Deploy",
    inputArtifacts,
    configuration: {
      BucketName: "shop-archive",
      Extract: false,
      ObjectKey: "#{Repository.CommitId}/{datetime}.zip",
      KMSEncryptionKeyARN: keyArn,
      CannedACL: "bucket-owner-full-control",
    },
  },
  {
    name: "Immutable",
    provider: "ElasticBeanstalk",
    access: "awsManagedAdministrator",
    inputArtifacts,
    configuration: { ApplicationName: "shop", EnvironmentName: "shop-jobs" },
  },
  { name: "Silent", provider: "Manual" },
];
