import { z } from "zod";
import { projectName, securityGroupIds, subnetIds, vpcId } from "../aws/names";
import { type Reading, readInput, unlessRefused } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { allowedKeys, distinct, nonEmptyText } from "../schema/vocabulary";
import {
  certificateSchema,
  computeTypes,
  dockerServerSchema,
  environmentProblems,
  environmentTypes,
  fleetArnSchema,
  imageSchema,
  isLambda,
  registryCredentialSchema,
} from "./build-environment";
import { cacheSchema, fileSystemsSchema, reportGroupsSchema, s3LogsSchema, storageProblems } from "./build-storage";
import { environmentVariablesSchema, exposedSecretProblems } from "./environment-variable";
import { ownSourceProblems, ownSourceShape } from "./own-source";

/** Retention periods of CloudWatch Logs, in days. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Retention of logs, in days. */
export const logRetentionInDays = z.literal(retentions);

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html */
const batchSchema = allowedKeys({
  /**
   * Maximum number of builds of a batch, 1 to 100.
   * @default 100
   */
  maximumBuilds: z.int().min(1).max(100).default(100),
  /**
   * Timeout of a batch in minutes, 5 to 2160.
   * @default 480
   */
  timeoutInMinutes: z.int().min(5).max(2160).default(480),
  /**
   * Compute types that the builds of a batch may choose.
   * @default - every compute type
   */
  computeTypes: distinct(z.array(z.enum(computeTypes)).min(1)).optional(),
  /**
   * Whether the artifacts of the builds go to one place.
   * @default false
   */
  combineArtifacts: z.boolean().default(false),
});

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_VpcConfig.html */
const vpcSchema = allowedKeys({
  /** The id of the VPC, in the region of the project. */
  vpcId,
  /** Private subnets, 1 to 16, with a NAT gateway or with endpoints for what builds call. */
  subnetIds: subnetIds.max(16),
  /** Security groups of the builds, 1 to 5. They need no ingress. */
  securityGroupIds: securityGroupIds.max(5),
});

/** Settings of every build project, inside a pipeline and outside. */
export const buildShape = {
  /**
   * The name of the project: 2 to 150 letters, digits, hyphens or underscores.
   * @default - the name of the component
   */
  projectName: projectName.optional(),
  /**
   * Description of the project, at most 255 characters.
   * @default - none
   */
  description: nonEmptyText.max(255).optional(),
  /**
   * Build image with its tag or digest: of AWS, of ECR, which the role may then pull, or of another registry.
   * @default - the current standard image of the environment type, which AWS Lambda and EC2 instances do not have
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
   */
  image: imageSchema.optional(),
  /**
   * Login for a registry other than ECR. The registry must be reachable from the internet.
   * @default - no login
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-private-registry.html
   */
  registryCredential: registryCredentialSchema.optional(),
  /**
   * Memory, vCPUs and disk of a build. A fleet decides them for its builds.
   * @default - the smallest of the environment type, such as BUILD_GENERAL1_SMALL
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
   */
  computeType: z.enum(computeTypes).optional(),
  /**
   * Environment type: containers, AWS Lambda, EC2 instances or macOS. macOS needs a fleet.
   * @default "LINUX_CONTAINER"
   */
  environmentType: z.enum(environmentTypes).default("LINUX_CONTAINER"),
  /**
   * The ARN of a fleet of reserved capacity, in the region of the project.
   * @default - capacity on demand
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/fleets.html
   */
  fleetArn: fleetArnSchema.optional(),
  /**
   * Whether builds run in privileged mode. Only builds of Docker images need it: a privileged build controls its host.
   * @default false
   */
  privileged: z.boolean().default(false),
  /**
   * A Docker server of the project, which keeps image layers between builds. Builds reach it without `privileged`.
   * @default - none
   * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DockerServer.html
   */
  dockerServer: dockerServerSchema.optional(),
  /**
   * Kernel of the build host, for `LINUX_CONTAINER`, `ARM_CONTAINER`, `LINUX_EC2` and `ARM_EC2`.
   * @default - the choice of CodeBuild
   * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
   */
  hostKernel: z.enum(["LINUX_KERNEL_4", "LINUX_KERNEL_6", "LINUX_KERNEL_LATEST"]).optional(),
  /**
   * PEM file in S3 with the certificate of a provider that signs its own, such as GitHub Enterprise Server. Every bucket
   * is of the account of the project.
   * @default - none
   */
  certificate: certificateSchema.optional(),
  /**
   * Whether the build host caches Docker layers for later builds; needs `privileged`.
   * @default false
   */
  cacheDockerLayers: z.boolean().default(false),
  /**
   * Cache of files between builds: in S3, or on the build host.
   * @default - no cache
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html
   */
  cache: cacheSchema.optional(),
  /**
   * VPC that builds run in. The role may create network interfaces in these subnets and security groups.
   * @default - no VPC
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html
   */
  vpc: vpcSchema.optional(),
  /**
   * EFS file systems that builds mount. They need `vpc`. EFS checks no IAM permission of a build.
   * @default - none
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-efs.html
   */
  fileSystems: fileSystemsSchema.default([]),
  /**
   * Variables of every build: values, parameters or secrets. The build role may read exactly the referenced ones.
   * @default - none
   */
  environmentVariables: environmentVariablesSchema.default({}),
  /**
   * Timeout of a build in minutes, 5 to 2160.
   * @default 60
   */
  timeoutInMinutes: z.int().min(5).max(2160).default(60),
  /**
   * Timeout of a queued build in minutes, 5 to 480.
   * @default 480
   */
  queuedTimeoutInMinutes: z.int().min(5).max(480).default(480),
  /**
   * Maximum number of concurrent builds, at least 1.
   * @default - the quota of the account
   */
  concurrentBuildLimit: z.int().min(1).optional(),
  /**
   * Batch builds, for actions with `BatchEnabled`. Batches have their own role, so that no build can start others.
   * @default - no batch builds
   */
  batch: batchSchema.optional(),
  /**
   * Retention of the logs in days: one of the values that CloudWatch Logs allows.
   * @default 365
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  logRetentionInDays: logRetentionInDays.default(365),
  /**
   * Bucket that keeps the logs besides CloudWatch Logs.
   * @default - CloudWatch Logs alone
   * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_S3LogsConfig.html
   */
  s3Logs: s3LogsSchema.optional(),
  /**
   * Report groups as resources, for the reports of a buildspec that is an object or a text. Builds then create none.
   * @default - CodeBuild creates the groups with the first report
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group.html
   */
  reportGroups: reportGroupsSchema.optional(),
};

/** Settings of a build project. */
export const buildProjectSchema = allowedKeys({ ...buildShape, ...ownSourceShape });

export type BuildProjectSettings = z.input<typeof buildProjectSchema>;
export type BuildProjectModel = z.output<typeof buildProjectSchema>;

/** Whether builds write to a bucket, under the key of the project. */
export function writesToBuckets(settings: BuildProjectSettings): boolean {
  const { cache, s3Logs, reportGroups, artifacts, secondaryArtifacts = {} } = settings;
  return (
    cache?.type === "S3" ||
    s3Logs !== undefined ||
    reportGroups?.exportTo !== undefined ||
    artifacts !== undefined ||
    Object.keys(secondaryArtifacts).length > 0
  );
}

/** Reads the settings of a project, with every problem. */
export function readBuildProject(
  settings: BuildProjectSettings,
  hasInlineBuildspec = true,
): Omit<Reading<BuildProjectModel>, "parts"> {
  const { value, parts, problems } = readInput(buildProjectSchema, settings);
  const values = Object.entries(parts?.environmentVariables ?? {}).map(
    ([name, variable = {}]): [string, string | undefined] => [name, "value" in variable ? variable.value : undefined],
  );
  const conflicts = [
    ...within("environmentVariables", exposedSecretProblems(parts?.environmentVariables ?? {})),
    ...storageProblems(settings),
    ...environmentProblems(settings),
    ...lambdaProblems(settings),
    ...variableSizeProblems(values),
    ...(value === undefined
      ? []
      : ownSourceProblems(value, {
          hasInlineBuildspec,
          hasBatch: value.batch !== undefined,
          isLambda: isLambda(value.environmentType),
          hasLocalCache: value.cacheDockerLayers || value.cache?.type === "LOCAL",
          hasDockerServer: value.dockerServer !== undefined,
        })),
  ];
  return { value, problems: [...problems, ...unlessRefused(problems, conflicts)] };
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html */
function lambdaProblems(settings: BuildProjectSettings): Problem[] {
  const type = settings.environmentType;
  const none = ["timeoutInMinutes", "queuedTimeoutInMinutes", "vpc"] as const;
  return type !== undefined && environmentTypes.includes(type) && isLambda(type)
    ? none
        .filter((path) => settings[path] !== undefined)
        .map((path) => ({ path, reason: `is given, and ${type} has none: remove it` }))
    : [];
}

const maxVariableBytes = 65_536;

/** A process takes its variables from memory of a limited size. */
function variableSizeProblems(values: readonly (readonly [string, unknown])[]): Problem[] {
  const bytes = values.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + (typeof value === "string" ? Buffer.byteLength(value) : 0),
    0,
  );
  return bytes > maxVariableBytes
    ? [
        {
          path: "environmentVariables",
          reason: `hold ${bytes} bytes: keep names and values below ${maxVariableBytes}, and move large values to a file`,
        },
      ]
    : [];
}
