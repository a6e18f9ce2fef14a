import { z } from "zod";
import { partitionOfArn } from "../aws/arn";
import { partitionOf } from "../aws/scope";
import { secretProblems } from "../codebuild/environment-variable";
import { sourceSchema } from "../infrastructure/source-settings";
import { type Problem, within } from "../schema/problem";
import { schemaProblems } from "../schema/vocabulary";
import { artifactStoreProblems, defaultExpireAfterDays } from "../storage/artifact-store-settings";
import { deliveryDestroyProblems } from "./destroy-problems";
import { deliverySettingsSchema } from "./settings";

const { shape } = deliverySettingsSchema;
const text = z.string().optional().catch(undefined);
const readableVariables = z
  .record(z.string(), z.object({ value: text }).catch({}))
  .optional()
  .catch(undefined);
const readableProject = z.object({ environmentVariables: readableVariables }).optional().catch(undefined);

// What can be read, whatever else is wrong: one mistake does not hide a contradiction elsewhere.
const readable = z
  .object({
    account: shape.account.optional().catch(undefined),
    region: shape.region.optional().catch(undefined),
    partition: shape.partition.catch(undefined),
    source: z
      .object({ connectionArn: sourceSchema.shape.connectionArn.optional().catch(undefined) })
      .optional()
      .catch(undefined),
    image: z.object({ repositoryName: text, existingRepositoryName: text }).optional().catch(undefined),
    deploy: readableProject,
    test: readableProject,
    destroy: readableProject,
    approval: z
      .object({ timeoutInMinutes: z.number().optional().catch(undefined) })
      .optional()
      .catch(undefined),
    // Null where there is something that cannot be read: nothing can be said about it then.
    artifacts: shape.artifacts.nullable().catch(null),
    protect: shape.protect.catch(undefined),
  })
  .catch({});

type Readable = z.output<typeof readable>;

/** Every problem of an environment's settings: their shape, and what they say together. */
export function deliveryProblems(settings: unknown): Problem[] {
  const parts = readable.parse(settings);
  return [
    ...schemaProblems(deliverySettingsSchema, settings),
    ...partitionProblems(parts),
    ...imageProblems(parts),
    ...deliveryDestroyProblems(settings),
    ...within("deploy.environmentVariables", variableProblems(parts.deploy?.environmentVariables)),
    ...within("test.environmentVariables", variableProblems(parts.test?.environmentVariables)),
    ...within("destroy.environmentVariables", variableProblems(parts.destroy?.environmentVariables)),
    ...storeProblems(parts),
    ...waitProblems(parts),
  ];
}

function partitionProblems({ region, partition, source }: Readable): Problem[] {
  if (region === undefined) {
    return [];
  }
  const expected = partitionOf(region);
  const wrong = (path: string, actual: string | undefined) =>
    actual === undefined || actual === expected
      ? []
      : [{ path, reason: `is in the partition ${actual}, and ${region} is in ${expected}: correct one of them` }];
  return [
    ...wrong("partition", partition),
    ...wrong("source.connectionArn", partitionOfArn(source?.connectionArn ?? "")),
  ];
}

function imageProblems({ image }: Readable): Problem[] {
  if (image?.repositoryName === undefined || image.existingRepositoryName === undefined) {
    return [];
  }
  return [
    {
      path: "image.existingRepositoryName",
      reason: `is ${JSON.stringify(image.existingRepositoryName)}, and image.repositoryName asks for a new one: remove one of them`,
    },
  ];
}

/** Variables that the recipes set themselves. */
const reservedVariables = ["IMAGE_REPOSITORY_URI", "IMAGE_URI"];

function variableProblems(variables: z.output<typeof readableVariables> = {}): Problem[] {
  const reserved = Object.keys(variables).filter((name) => reservedVariables.includes(name));
  return [
    ...reserved.map((path) => ({ path, reason: "is set for every deployment and test: choose another name" })),
    ...secretProblems(Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))),
  ];
}

function storeProblems({ artifacts, account, region, protect }: Readable): Problem[] {
  if (!artifacts) {
    return [];
  }
  const contradiction = protect === true && artifacts.retainOnDelete === false;
  return [
    ...(account && region ? within("artifacts", artifactStoreProblems(artifacts, account, region)) : []),
    ...(contradiction
      ? [{ path: "artifacts.retainOnDelete", reason: "is false, and protect is true: remove one of them" }]
      : []),
  ];
}

const minutesPerDay = 24 * 60;

function waitProblems({ approval, artifacts = {} }: Readable): Problem[] {
  const minutes = approval?.timeoutInMinutes;
  // When a bucket that is brought deletes its objects, its owner knows.
  if (artifacts === null || artifacts.existingBucketName !== undefined || minutes === undefined) {
    return [];
  }
  const { expireAfterDays: days = defaultExpireAfterDays } = artifacts;
  if (minutes <= days * minutesPerDay) {
    return [];
  }
  return [
    {
      path: "approval.timeoutInMinutes",
      reason: `is ${minutes}, and artifacts are deleted after ${days} days: give at most ${days * minutesPerDay}, or keep artifacts longer`,
    },
  ];
}
