import { z } from "zod";
import { projectName } from "../aws/names";
import { type Reading, readInput } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { allowedKeys, matching, nonEmptyText, shown } from "../schema/vocabulary";
import { environmentVariablesSchema, exposedSecretProblems } from "./environment-variable";

/** Name of the default log group of a project. */
export function projectLogGroup(project: string): string {
  return `/aws/codebuild/${project}`;
}

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
});

/** Settings of a build project. */
export const buildProjectSchema = allowedKeys({
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
   * Build image, one of those that AWS manages.
   * @default - "aws/codebuild/standard:8.0", or "aws/codebuild/amazonlinux-aarch64-standard:3.0" for ARM_CONTAINER
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
   */
  image: matching(
    /^aws\/codebuild\/[a-z0-9_-]+:[\w.-]+$/,
    "give one of AWS's images, such as aws/codebuild/standard:8.0",
  ).optional(),
  /**
   * Memory, vCPUs and disk of a build.
   * @default "BUILD_GENERAL1_SMALL"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
   */
  computeType: z
    .enum([
      "BUILD_GENERAL1_SMALL",
      "BUILD_GENERAL1_MEDIUM",
      "BUILD_GENERAL1_LARGE",
      "BUILD_GENERAL1_XLARGE",
      "BUILD_GENERAL1_2XLARGE",
    ])
    .default("BUILD_GENERAL1_SMALL"),
  /**
   * Environment type.
   * @default "LINUX_CONTAINER"
   */
  environmentType: z.enum(["LINUX_CONTAINER", "ARM_CONTAINER", "LINUX_GPU_CONTAINER"]).default("LINUX_CONTAINER"),
  /**
   * Whether builds run in privileged mode. Only builds of Docker images need it: a privileged build controls its host.
   * @default false
   */
  privileged: z.boolean().default(false),
  /**
   * Whether the build host caches Docker layers for later builds; needs `privileged`.
   * @default false
   */
  cacheDockerLayers: z.boolean().default(false),
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
});

export type BuildProjectSettings = z.input<typeof buildProjectSchema>;
export type BuildProjectModel = z.output<typeof buildProjectSchema>;

/** Reads the settings of a project, with every problem. */
export function readBuildProject(settings: BuildProjectSettings): Omit<Reading<BuildProjectModel>, "parts"> {
  const { value, parts, problems } = readInput(buildProjectSchema, settings);
  const values = Object.entries(parts?.environmentVariables ?? {}).map(
    ([name, variable = {}]): [string, string | undefined] => [name, "value" in variable ? variable.value : undefined],
  );
  return {
    value,
    problems: [
      ...problems,
      ...within("environmentVariables", exposedSecretProblems(parts?.environmentVariables ?? {})),
      ...cacheProblems(settings),
      ...environmentProblems(settings),
      ...variableSizeProblems(values),
    ],
  };
}

/** Returns the build image: the given one, or the current standard image of the environment type. */
export function imageOf({ image, environmentType }: Pick<BuildProjectModel, "image" | "environmentType">): string {
  return (
    image ??
    (environmentType === "ARM_CONTAINER"
      ? "aws/codebuild/amazonlinux-aarch64-standard:3.0"
      : "aws/codebuild/standard:8.0")
  );
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html */
function environmentProblems({ image, environmentType, computeType }: BuildProjectSettings): Problem[] {
  const type = environmentType ?? "LINUX_CONTAINER";
  return [
    ...(image === undefined ? [] : imageProblems(image, type)),
    ...(type === "LINUX_GPU_CONTAINER" &&
    computeType !== "BUILD_GENERAL1_LARGE" &&
    computeType !== undefined &&
    computeType !== "BUILD_GENERAL1_SMALL"
      ? [
          {
            path: "computeType",
            reason: `is ${shown(computeType)}: LINUX_GPU_CONTAINER has BUILD_GENERAL1_SMALL and BUILD_GENERAL1_LARGE`,
          },
        ]
      : []),
  ];
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html */
function imageProblems(image: string, environmentType: string): Problem[] {
  const unsupported = /^aws\/codebuild\/windows/.test(image)
    ? "Windows"
    : /lambda/.test(image)
      ? "AWS Lambda"
      : undefined;
  if (unsupported !== undefined) {
    return [
      { path: "image", reason: `is ${shown(image)}, an image for ${unsupported}: give an image for Linux containers` },
    ];
  }
  const isArm = /aarch64/.test(image);
  return isArm === (environmentType === "ARM_CONTAINER")
    ? []
    : [
        {
          path: "image",
          reason: `is ${shown(image)}, an image for ${isArm ? "ARM" : "x86"}: give an image for ${environmentType}, or set environmentType to ${isArm ? "ARM_CONTAINER" : "LINUX_CONTAINER"}`,
        },
      ];
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

function cacheProblems({ cacheDockerLayers, privileged }: BuildProjectSettings): Problem[] {
  if (cacheDockerLayers !== true || privileged === true) {
    return [];
  }
  return [
    {
      path: "cacheDockerLayers",
      reason: "is true, but only privileged builds have Docker layers: set privileged to true, or remove it",
    },
  ];
}
