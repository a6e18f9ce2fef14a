import assert from "node:assert/strict";
import { eks, eksAction, eksSchema } from "../../../components/actions/eks";
import { context } from "../../support/pipelines";
import { configured, describeProvider } from "../../support/provider-cases";

const cluster = "arn:aws:eks:eu-central-1:111122223333:cluster/prod";
const group = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codepipeline/shop";
const ec2 = "arn:aws:ec2:eu-central-1:111122223333";
const subnets = ["subnet-0a1b2c3d", "subnet-1a2b3c4d5e6f7a8b9"];

const minimal = eksAction({
  name: "Deploy",
  inputArtifacts: ["source"],
  configuration: { ClusterName: "prod", ManifestFiles: ["deployment.yaml"] },
});
const full = configured(minimal, {
  ManifestFiles: undefined,
  HelmReleaseName: "shop",
  HelmChartLocation: "chart",
  HelmValuesFiles: ["../values.yaml", "../prod.yaml"],
  Namespace: "shop",
  Subnets: subnets,
  SecurityGroupIds: ["sg-0a1b2c3d"],
});

const describeCluster = {
  Sid: "Cluster",
  Effect: "Allow" as const,
  Action: ["eks:DescribeCluster"],
  Resource: [cluster],
};
const look = {
  Sid: "LookAtNetwork",
  Effect: "Allow" as const,
  Action: [
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
  ],
  Resource: ["*"],
  Condition: { StringEquals: { "ec2:Region": "eu-central-1" } },
};
const makeInterfaces = {
  Sid: "MakeInterfaces",
  Effect: "Allow" as const,
  Action: ["ec2:CreateNetworkInterface"],
  Resource: [
    `${ec2}:network-interface/*`,
    ...subnets.map((id) => `${ec2}:subnet/${id}`),
    `${ec2}:security-group/sg-0a1b2c3d`,
  ],
};
const useInterfaces = {
  Sid: "UseInterfaces",
  Effect: "Allow" as const,
  Action: ["ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"],
  Resource: [`${ec2}:network-interface/*`],
  Condition: { ArnEquals: { "ec2:Subnet": subnets.map((id) => `${ec2}:subnet/${id}`) } },
};
const logs = {
  Sid: "Logs",
  Effect: "Allow" as const,
  Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: [group, `${group}:*`],
};

const here = { "ec2:Region": "eu-central-1" };
const inSubnet = { "ec2:Subnet": `${ec2}:subnet/subnet-0a1b2c3d` };
const notInProvider =
  "is not allowed here: the AWS provider of Pulumi cannot say it; let a build write the values into the manifests or the values files";
const oneTool = "is about Helm, and ManifestFiles is about kubectl: remove one of them";

describeProvider(eks, {
  title: "an action that deploys to EKS",
  minimal: {
    action: minimal,
    configuration: { ClusterName: "prod", ManifestFiles: "deployment.yaml" },
    statements: [describeCluster, look, logs],
  },
  full: {
    action: full,
    configuration: {
      ClusterName: "prod",
      HelmReleaseName: "shop",
      HelmChartLocation: "chart",
      HelmValuesFiles: "../values.yaml,../prod.yaml",
      Namespace: "shop",
      Subnets: subnets.join(","),
      SecurityGroupIds: "sg-0a1b2c3d",
    },
    statements: [describeCluster, look, makeInterfaces, useInterfaces, logs],
  },
  required: ["ClusterName"],
  refused: [
    [
      "any cluster",
      configured(minimal, { ClusterName: "*" }),
      "configuration.ClusterName",
      'is "*": give the name of a cluster, 1 to 100 letters, digits, - or _',
    ],
    [
      "neither Helm nor kubectl",
      configured(minimal, { ManifestFiles: undefined }),
      "configuration.ManifestFiles",
      "is missing: give ManifestFiles, or HelmReleaseName and HelmChartLocation",
    ],
    [
      "a release beside manifests",
      configured(minimal, { HelmReleaseName: "shop" }),
      "configuration.HelmReleaseName",
      oneTool,
    ],
    [
      "a chart beside manifests",
      configured(minimal, { HelmChartLocation: "c" }),
      "configuration.HelmChartLocation",
      oneTool,
    ],
    [
      "values beside manifests",
      configured(minimal, { HelmValuesFiles: ["v"] }),
      "configuration.HelmValuesFiles",
      oneTool,
    ],
    [
      "a chart without a release",
      configured(full, { HelmReleaseName: undefined }),
      "configuration.HelmReleaseName",
      "is missing: Helm needs HelmReleaseName and HelmChartLocation",
    ],
    [
      "a release without a chart",
      configured(full, { HelmChartLocation: undefined }),
      "configuration.HelmChartLocation",
      "is missing: Helm needs HelmReleaseName and HelmChartLocation",
    ],
    [
      "an empty list of manifests",
      configured(minimal, { ManifestFiles: [] }),
      "configuration.ManifestFiles",
      "is []: give at least 1 entry",
    ],
    [
      "a path with a comma, which AWS would take for two",
      configured(minimal, { ManifestFiles: ["a,b"] }),
      "configuration.ManifestFiles[0]",
      'is "a,b": give the path of a file, without a comma: AWS divides paths by commas',
    ],
    [
      "a subnet by its name",
      configured(full, { Subnets: ["private"] }),
      "configuration.Subnets[0]",
      'is "private": give the id of a subnet, subnet-<hexadecimal digits>',
    ],
    [
      "any security group",
      configured(full, { SecurityGroupIds: ["sg-*"] }),
      "configuration.SecurityGroupIds[0]",
      'is "sg-*": give the id of a security group, sg-<hexadecimal digits>',
    ],
    [
      "security groups without subnets",
      configured(full, { Subnets: undefined }),
      "configuration.Subnets",
      "is missing: name the subnets that SecurityGroupIds are for; they limit where the action's role may go",
    ],
    [
      "variables beside the configuration",
      { ...minimal, environmentVariables: [] },
      "environmentVariables",
      notInProvider,
    ],
    [
      "variables in the configuration",
      configured(minimal, { EnvironmentVariables: "[]" }),
      "configuration.EnvironmentVariables",
      notInProvider,
    ],
  ],
  allowed: [
    { action: "eks:DescribeCluster", resource: cluster },
    { action: "ec2:DescribeSubnets", resource: "*", context: here },
    { action: "ec2:CreateNetworkInterface", resource: `${ec2}:subnet/subnet-0a1b2c3d` },
    { action: "ec2:DeleteNetworkInterface", resource: `${ec2}:network-interface/eni-1`, context: inSubnet },
    { action: "logs:CreateLogGroup", resource: group },
  ],
  denied: [
    { action: "eks:DescribeCluster", resource: `${cluster}2` },
    { action: "eks:UpdateClusterConfig", resource: cluster },
    { action: "eks:CreateAccessEntry", resource: cluster },
    { action: "ec2:DescribeSubnets", resource: "*", context: { "ec2:Region": "us-east-1" } },
    { action: "ec2:CreateNetworkInterface", resource: `${ec2}:subnet/subnet-9a1b2c3d` },
    { action: "ec2:CreateNetworkInterface", resource: `${ec2}:security-group/sg-9a1b2c3d` },
    { action: "ec2:DeleteNetworkInterface", resource: `${ec2}:network-interface/eni-1` },
    {
      action: "ec2:DeleteNetworkInterface",
      resource: `${ec2}:network-interface/eni-1`,
      context: { "ec2:Subnet": `${ec2}:subnet/subnet-9a1b2c3d` },
    },
  ],
});

describe("an action that deploys to EKS", () => {
  it("may give its interfaces any group where it names none, since those of the cluster are not known", () => {
    const action = eksSchema.parse(configured(full, { SecurityGroupIds: undefined }));
    assert.deepEqual(eks.permissions(action, context)[2], {
      ...makeInterfaces,
      Resource: [...makeInterfaces.Resource.slice(0, -1), `${ec2}:security-group/*`],
    });
  });

  it("asks of its cluster to let its role in", () => {
    const note = (action: unknown) =>
      eks.requiredGrants?.(eksSchema.parse(action), context, "store").map(({ of, note: said }) => [of, said]);
    assert.deepEqual(note(minimal), [
      [
        "the cluster prod",
        "It needs an access entry for the role of the action Deploy, with an access policy that lets it deploy. IAM alone lets nobody into Kubernetes.",
      ],
    ]);
    assert.deepEqual(note(full), [
      [
        "the cluster prod",
        "It needs an access entry for the role of the action Deploy, with an access policy that lets it deploy to the namespace shop. IAM alone lets nobody into Kubernetes.",
      ],
    ]);
  });
});
