import type { ActionInput } from "../../components/actions/catalogue";

const inputArtifacts = ["source"];

/** One action of every provider that deploys an artifact without a stack. */
export const sampleDeployments: readonly ActionInput[] = [
  {
    name: "Servers",
    provider: "CodeDeploy",
    inputArtifacts,
    configuration: { ApplicationName: "shop", DeploymentGroupName: "web" },
  },
  {
    name: "BlueGreen",
    provider: "CodeDeployToECS",
    inputArtifacts,
    taskDefinitionFamily: "shop-web",
    passRoleArns: ["arn:aws:iam::111122223333:role/shop-task", "arn:aws:iam::111122223333:role/shop-execution"],
    configuration: {
      ApplicationName: "shop",
      DeploymentGroupName: "web",
      TaskDefinitionTemplateArtifact: "source",
      AppSpecTemplateArtifact: "source",
    },
  },
  {
    name: "Service",
    provider: "ECS",
    inputArtifacts,
    taskDefinitionFamily: "shop-web",
    passRoleArns: ["arn:aws:iam::111122223333:role/shop-execution"],
    configuration: { ClusterName: "shop", ServiceName: "web", DeploymentTimeout: 15 },
  },
  {
    name: "Chart",
    provider: "EKS",
    inputArtifacts,
    configuration: {
      ClusterName: "shop",
      HelmReleaseName: "web",
      HelmChartLocation: "chart",
      Namespace: "shop",
      Subnets: ["subnet-0a1b2c3d4e5f6a7b8"],
      SecurityGroupIds: ["sg-0a1b2c3d4e5f6a7b8"],
    },
  },
  {
    name: "Machines",
    provider: "EC2",
    inputArtifacts,
    configuration: {
      InstanceTagKey: "Role",
      InstanceTagValue: "web",
      InstanceType: "EC2",
      DeploySpec: "deployspec.yaml",
      TargetGroupNameList: ["shop-web"],
    },
  },
  {
    name: "Function",
    provider: "Lambda",
    category: "Deploy",
    inputArtifacts,
    configuration: {
      FunctionName: "shop-orders",
      FunctionAlias: "live",
      DeployStrategy: "Canary10Percent5Minutes",
      Alarms: ["shop-orders-errors"],
    },
  },
  {
    name: "Site",
    provider: "S3",
    category: "Deploy",
    inputArtifacts,
    configuration: { BucketName: "shop-site", Extract: true, CacheControl: "public, max-age=3600" },
  },
  {
    name: "Beanstalk",
    provider: "ElasticBeanstalk",
    inputArtifacts,
    environmentId: "e-abcdefgh12",
    configuration: { ApplicationName: "shop", EnvironmentName: "shop-prod" },
  },
];
