import { z } from "zod";
import { eksClusterArn } from "../../aws/deployment-arn";
import { writePipelineLogs } from "../../iam/pipeline-logs";
import { allowStatement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { allowedKeys, distinct, matching, nonEmptyText, refusedKey } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { actionType, movesArtifacts } from "../base/action-type";
import { securityGroupIds, subnetIds } from "../base/network-settings";
import { useClusterNetwork } from "./cluster-network";

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
    /** With Helm, the name of the release. */
    HelmReleaseName: nonEmptyText.optional(),
    /** With Helm, the path of the chart in the input artifact. */
    HelmChartLocation: nonEmptyText.optional(),
    /**
     * With Helm, the paths of values files, from the chart.
     * @default - the values of the chart
     */
    HelmValuesFiles: files.optional(),
    /** With kubectl, the paths of the manifests in the input artifact. */
    ManifestFiles: files.optional(),
    /**
     * The namespace in Kubernetes.
     * @default - that of the manifests, or `default`
     */
    Namespace: nonEmptyText.optional(),
    /**
     * The ids of the subnets that the action reaches the cluster from; a cluster whose endpoint is private needs them. They
     * need a way to S3, where the artifact comes from.
     * @default - the action reaches the public endpoint of the cluster
     */
    Subnets: subnetIds.optional(),
    /**
     * The ids of the security groups that the action has in those subnets.
     * @default - those of the cluster: which they are is not known here, so that the action's role may give its interfaces
     * any group of the account and region
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
export const eks = actionType(eksSchema, {
  provider: "EKS",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 1, max: 1 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: ["EKSClusterName"],
  pipelineTypes: ["V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
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
  asksOthers: ({ name, configuration: { ClusterName, Namespace } }) => [
    {
      of: `the cluster ${ClusterName}`,
      statements: [],
      note: `It needs an access entry for the role of the action ${name}, with an access policy that lets it deploy${Namespace === undefined ? "" : ` to the namespace ${Namespace}`}: IAM alone lets nobody into Kubernetes.`,
    },
  ],
});

/** An action that deploys to an EKS cluster. */
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
