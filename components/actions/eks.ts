import { z } from "zod";
import { anyNetworkInterfaceArn, eksClusterArn, securityGroupArn, subnetArn } from "../aws/arn";
import { securityGroupIds, subnetIds } from "../aws/names";
import type { AwsScope } from "../aws/scope";
import { writePipelineLogs } from "../iam/build-access";
import { allowStatement, type Statement } from "../iam/statement";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, matching, nonEmptyText, refusedKey } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { defineAction } from "./base/action-type";

const files = distinct(
  z.array(matching(/^[^,]+$/, "give the path of a file, without a comma: AWS divides paths by commas")).min(1),
);

const variables = refusedKey(
  "the AWS provider of Pulumi cannot say it; let a build write the values into the manifests or the values files",
);

export const eksSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("EKS"),
  category: z.literal("Deploy").default("Deploy"),
  environmentVariables: variables,
  configuration: allowedKeys({
    /** The name of the cluster. */
    ClusterName: matching(
      /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
      "give the name of a cluster, 1 to 100 letters, digits, - or _",
    ),
    /** The name of the release, with Helm. */
    HelmReleaseName: nonEmptyText.optional(),
    /** The path of the chart in the input artifact, with Helm. */
    HelmChartLocation: nonEmptyText.optional(),
    /**
     * The paths of values files, relative to the chart, with Helm.
     * @default - the values of the chart
     */
    HelmValuesFiles: files.optional(),
    /** The paths of the manifests in the input artifact, with kubectl. */
    ManifestFiles: files.optional(),
    /**
     * The Kubernetes namespace.
     * @default - the namespace of the manifests, or `default`
     */
    Namespace: nonEmptyText.optional(),
    /**
     * The ids of the subnets from which the action reaches the cluster. A cluster with a private endpoint needs them.
     * The subnets need a route to S3 for the artifact.
     * @default - the action reaches the public endpoint of the cluster
     */
    Subnets: subnetIds.optional(),
    /**
     * The ids of the action's security groups in those subnets.
     * @default - the groups of the cluster; they are unknown here, so the action's role may use any group of the
     * account and region
     */
    SecurityGroupIds: securityGroupIds.optional(),
    EnvironmentVariables: variables,
  }),
});

type Configuration = z.output<typeof eksSchema>["configuration"];

/**
 * Deploys to an EKS cluster, with Helm or with kubectl.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EKS.html
 */
export const eks = defineAction({
  schema: eksSchema,
  inputArtifacts: 1,
  outputVariables: ["EKSClusterName"],
  pipelineTypes: ["V2"],
  validate: ({ configuration }) => [...toolProblems(configuration), ...networkProblems(configuration)],
  permissions: ({ configuration: { ClusterName, Subnets = [], SecurityGroupIds = [] } }, { scope, pipelineName }) => [
    allowStatement({
      sid: "Cluster",
      actions: ["eks:DescribeCluster"],
      resources: [eksClusterArn(scope, ClusterName)],
    }),
    ...useClusterNetwork(scope, { subnets: Subnets, securityGroups: SecurityGroupIds }),
    writePipelineLogs(scope, pipelineName),
  ],
  requiredGrants: ({ name, configuration: { ClusterName, Namespace } }) => [
    {
      of: `the cluster ${ClusterName}`,
      statements: [],
      note: `It needs an access entry for the role of the action ${name}, with an access policy that lets it deploy${Namespace === undefined ? "" : ` to the namespace ${Namespace}`}. IAM alone lets nobody into Kubernetes.`,
    },
  ],
});

/** Returns an action that deploys to an EKS cluster. */
export function eksAction(action: Omit<z.input<typeof eksSchema>, "provider">): z.input<typeof eksSchema> {
  return { ...action, provider: "EKS" };
}

function toolProblems(configuration: Configuration): Problem[] {
  const helm = ["HelmReleaseName", "HelmChartLocation"] as const;
  const given = ([...helm, "HelmValuesFiles"] as const).filter((key) => configuration[key] !== undefined);
  if (configuration.ManifestFiles !== undefined) {
    return given.map((key) => ({
      path: `configuration.${key}`,
      reason: "is about Helm, and ManifestFiles is about kubectl: remove one of them",
    }));
  }
  const reason =
    given.length === 0
      ? "is missing: give ManifestFiles, or HelmReleaseName and HelmChartLocation"
      : "is missing: Helm needs HelmReleaseName and HelmChartLocation";
  const missing = given.length === 0 ? ["ManifestFiles"] : helm.filter((key) => configuration[key] === undefined);
  return missing.map((key) => ({ path: `configuration.${key}`, reason }));
}

function networkProblems({ Subnets, SecurityGroupIds }: Configuration): Problem[] {
  const reason =
    "is missing: name the subnets that SecurityGroupIds are for; they limit where the action's role may go";
  return SecurityGroupIds !== undefined && Subnets === undefined ? [{ path: "configuration.Subnets", reason }] : [];
}

/** The subnets and security groups from which an action reaches a cluster. */
export interface ClusterNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/**
 * The permissions of an action in the network of an EKS cluster: to describe it and, with subnets, to create, attach
 * and delete network interfaces. AWS's page grants all of it on `*`. Its tutorial divides it as here, and limits by
 * condition where the resources limit here.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-eks-deploy.html
 */
export function useClusterNetwork(scope: AwsScope, { subnets, securityGroups }: ClusterNetwork): Statement[] {
  const look = allowStatement({
    sid: "LookAtNetwork",
    actions: [
      "ec2:DescribeDhcpOptions",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ],
    resources: ["*"],
    conditions: { StringEquals: { "ec2:Region": scope.region } },
  });
  if (subnets.length === 0) {
    return [look];
  }
  const subnetArns = subnets.map((id) => subnetArn(scope, id));
  const interfaces = anyNetworkInterfaceArn(scope);
  const groups = securityGroups.length === 0 ? ["*"] : securityGroups;
  return [
    look,
    allowStatement({
      sid: "MakeInterfaces",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [interfaces, ...subnetArns, ...groups.map((group) => securityGroupArn(scope, group))],
    }),
    allowStatement({
      sid: "UseInterfaces",
      actions: ["ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"],
      resources: [interfaces],
      conditions: { ArnEquals: { "ec2:Subnet": subnetArns } },
    }),
  ];
}
