import { z } from "zod";
import { type Problem, within } from "../schema/problem";
import { allowedKeys, matching, nonEmptyText, schemaProblems } from "../schema/vocabulary";
import { environmentVariablesSchema, secretProblems } from "./environment-variable";

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export const projectName = matching(
  /^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/,
  "give 2 to 150 letters, digits, hyphens or underscores, starting with a letter or digit",
);

/** The log group that CodeBuild writes to unless a project says otherwise. */
export function projectLogGroup(project: string): string {
  return `/aws/codebuild/${project}`;
}

/** Retentions that CloudWatch Logs knows, in days. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** How long logs are kept, in days. */
export const logRetentionInDays = z.literal(retentions);

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html */
const batchSchema = allowedKeys({
  /**
   * How many builds a batch may have, 1 to 100.
   * @default 100
   */
  maximumBuilds: z.int().min(1).max(100).default(100),
  /**
   * How long a batch may take, in minutes: 5 to 2160.
   * @default 480
   */
  timeoutInMinutes: z.int().min(5).max(2160).default(480),
});

/** How a project builds: everything that a person decides and that is known before anything exists. */
export const buildProjectSchema = allowedKeys({
  /**
   * The name of the project: 2 to 150 letters, digits, hyphens or underscores.
   * @default - the name of the component
   */
  projectName: projectName.optional(),
  /**
   * What the project is for, at most 255 characters.
   * @default - nothing
   */
  description: nonEmptyText.max(255).optional(),
  /**
   * The image that builds run in, one of AWS's own.
   * @default "aws/codebuild/standard:7.0"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
   */
  image: matching(
    /^aws\/codebuild\/[a-z0-9_-]+:[\w.-]+$/,
    "give one of AWS's images, such as aws/codebuild/standard:7.0",
  ).default("aws/codebuild/standard:7.0"),
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
   * The kind of machine.
   * @default "LINUX_CONTAINER"
   */
  environmentType: z.enum(["LINUX_CONTAINER", "ARM_CONTAINER", "LINUX_GPU_CONTAINER"]).default("LINUX_CONTAINER"),
  /**
   * Whether builds run privileged. Only builds of Docker images need it, and whoever changes such a build owns its host.
   * @default false
   */
  privileged: z.boolean().default(false),
  /**
   * Whether the host of a build keeps Docker layers for the next one; needs `privileged`.
   * @default false
   */
  cacheDockerLayers: z.boolean().default(false),
  /**
   * Variables of every build: values, parameters or secrets. The project's role may read what they refer to, one by one.
   * @default - none
   */
  environmentVariables: environmentVariablesSchema.default({}),
  /**
   * How long a build may take, in minutes: 5 to 2160.
   * @default 60
   */
  timeoutInMinutes: z.int().min(5).max(2160).default(60),
  /**
   * How long a build may wait for its turn, in minutes: 5 to 480.
   * @default 480
   */
  queuedTimeoutInMinutes: z.int().min(5).max(480).default(480),
  /**
   * How many builds may run at the same time, at least 1.
   * @default - as many as the account allows
   */
  concurrentBuildLimit: z.int().min(1).optional(),
  /**
   * What batches of builds may do, for actions with `BatchEnabled`. They get a role of their own, so that no build can
   * start others.
   * @default - the project runs no batches
   */
  batch: batchSchema.optional(),
  /**
   * How long logs are kept, in days: one of the retentions that CloudWatch Logs knows.
   * @default 365
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  logRetentionInDays: logRetentionInDays.default(365),
});

export type BuildProjectSettings = z.input<typeof buildProjectSchema>;
export type BuildProjectModel = z.output<typeof buildProjectSchema>;

/** Every problem of a project's settings. */
export function buildProjectProblems(settings: BuildProjectSettings): Problem[] {
  const { data: variables = {} } = environmentVariablesSchema.safeParse(settings.environmentVariables);
  const values = Object.entries(variables).map(([name, variable]) => [
    name,
    "value" in variable ? variable.value : undefined,
  ]);
  return [
    ...schemaProblems(buildProjectSchema, settings),
    ...within("environmentVariables", secretProblems(Object.fromEntries(values))),
    ...cacheProblems(settings),
  ];
}

function cacheProblems({ cacheDockerLayers, privileged }: BuildProjectSettings): Problem[] {
  if (cacheDockerLayers !== true || privileged === true) {
    return [];
  }
  return [
    {
      path: "cacheDockerLayers",
      reason: "is true, and without privileged mode no build has Docker layers: set privileged to true or remove it",
    },
  ];
}
