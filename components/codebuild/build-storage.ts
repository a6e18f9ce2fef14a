import { z } from "zod";
import { bucketName } from "../aws/names";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, matching, shown } from "../schema/vocabulary";
import { isLambda, systemOf } from "./build-environment";

/** A prefix of keys in a bucket, without a slash at either end. */
export const keyPrefix = matching(
  /^(?!\/)(?!.*\/\/)[A-Za-z0-9_./-]{1,200}(?<!\/)$/,
  "give a prefix without a slash at either end, such as builds/shop",
);

/** A part of a bucket that CodeBuild writes to, encrypted with the key of the project. */
export const bucketPlace = {
  /** The name of the bucket, in the account of the project. */
  bucket: bucketName,
  /**
   * The prefix of the keys, without a slash at either end. The role reaches nothing outside it.
   * @default - the name of the project
   */
  prefix: keyPrefix.optional(),
};

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html */
export const cacheSchema = z.discriminatedUnion("type", [
  allowedKeys({
    /** `S3`: every build host shares the cache. */
    type: z.literal("S3"),
    ...bucketPlace,
    /**
     * Namespace of the cache: projects with one namespace, one prefix and one cache key share it.
     * @default - the project alone
     */
    namespace: matching(/^[A-Za-z0-9_.-]{1,128}$/, "give 1 to 128 letters, digits or the characters . _ -").optional(),
  }),
  allowedKeys({
    /** `LOCAL`: the build host keeps the cache. For Docker layers, set `cacheDockerLayers`. */
    type: z.literal("LOCAL"),
    /** `LOCAL_SOURCE_CACHE` keeps Git metadata, `LOCAL_CUSTOM_CACHE` the directories of the buildspec's `cache.paths`. */
    modes: distinct(z.array(z.enum(["LOCAL_SOURCE_CACHE", "LOCAL_CUSTOM_CACHE"])).min(1)),
  }),
]);

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_S3LogsConfig.html */
export const s3LogsSchema = allowedKeys(bucketPlace);

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-create-cli.html */
export const reportGroupsSchema = allowedKeys({
  /**
   * The bucket that keeps the raw results, encrypted with the key of the project. CodeBuild itself deletes reports after
   * 30 days.
   * @default - no export
   */
  exportTo: allowedKeys(bucketPlace).optional(),
  /**
   * Whether deleting the project keeps the report groups with reports: AWS then refuses to delete them.
   * @default false
   */
  retainReports: z.boolean().default(false),
});

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-efs.html */
export const fileSystemsSchema = z.array(
  allowedKeys({
    /** Name of the file system: builds see its mount point in the variable `CODEBUILD_<IDENTIFIER>`. */
    identifier: matching(/^[A-Za-z0-9_]{1,128}$/, "give 1 to 128 letters, digits or underscores"),
    /** The id of the EFS file system, in the region of the project. */
    fileSystemId: matching(/^fs-[0-9a-f]{8,40}$/, "give the id of a file system, fs-<hexadecimal digits>"),
    /**
     * Directory of the file system to mount.
     * @default "/"
     */
    directory: matching(/^\/[^\0:]*$/, "give an absolute path, such as /cache").default("/"),
    /** Directory of the build container that shows the file system. CodeBuild creates it. */
    mountPoint: matching(/^\/[^\0:]+$/, "give an absolute path, such as /mnt/cache"),
    /**
     * Mount options of NFS.
     * @default "nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2"
     */
    mountOptions: matching(/^[a-z0-9=.,_-]+$/, "give options such as nfsvers=4.1,hard").optional(),
  }),
);

export type BucketPlace = z.output<typeof s3LogsSchema>;
type Cache = z.output<typeof cacheSchema>;
type FileSystem = z.output<typeof fileSystemsSchema>[number];

/** Settings of what a build keeps between builds or beside its artifacts. */
export interface StorageSettings {
  readonly environmentType?: Parameters<typeof isLambda>[0];
  readonly computeType?: string | undefined;
  readonly privileged?: boolean | undefined;
  readonly cacheDockerLayers?: boolean | undefined;
  readonly cache?: unknown;
  readonly fileSystems?: unknown;
  /** Present for builds in a VPC. */
  readonly vpc?: unknown;
}

/** The prefix of the keys that a project writes. */
export function prefixIn({ prefix }: BucketPlace, projectName: string): string {
  return prefix ?? projectName;
}

/** Bucket and prefix as CodeBuild takes them. */
export function locationIn(place: BucketPlace, projectName: string): string {
  return `${place.bucket}/${prefixIn(place, projectName)}`;
}

/** The cache of a project as CodeBuild takes it. */
export function renderCache(
  { cache, cacheDockerLayers }: { readonly cache?: Cache | undefined; readonly cacheDockerLayers: boolean },
  projectName: string,
) {
  if (cache?.type === "S3") {
    const { namespace } = cache;
    return {
      type: "S3",
      location: locationIn(cache, projectName),
      ...(namespace !== undefined && { cacheNamespace: namespace }),
    };
  }
  const modes = [...(cacheDockerLayers ? ["LOCAL_DOCKER_LAYER_CACHE"] : []), ...(cache?.modes ?? [])];
  return modes.length > 0 ? { type: "LOCAL", modes } : { type: "NO_CACHE" };
}

/** The file systems of a project as CodeBuild takes them. */
export function renderFileSystems(fileSystems: readonly FileSystem[], fileSystemDomain: string) {
  return fileSystems.map(({ identifier, fileSystemId, directory, mountPoint, mountOptions }) => ({
    type: "EFS",
    identifier,
    location: `${fileSystemId}.${fileSystemDomain}:${directory}`,
    mountPoint,
    ...(mountOptions !== undefined && { mountOptions }),
  }));
}

/**
 * Lists the contradictions between caches, file systems and the environment.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html
 */
export function storageProblems(settings: StorageSettings): Problem[] {
  return [...dockerLayerProblems(settings), ...cacheProblems(settings), ...fileSystemProblems(settings)];
}

function dockerLayerProblems({ cacheDockerLayers, privileged, cache, ...settings }: StorageSettings): Problem[] {
  if (cacheDockerLayers !== true) {
    return [];
  }
  const path = "cacheDockerLayers";
  if (privileged !== true) {
    return [
      {
        path,
        reason: "is true, but only privileged builds have Docker layers: set privileged to true, or remove it",
      },
    ];
  }
  if (typeOf(cache) === "S3") {
    return [{ path, reason: "is true, and a project has one cache, here in S3: remove one of the two" }];
  }
  return noLocalCache(settings).map((why) => ({ path, reason: `is true, and ${why}: remove it` }));
}

function cacheProblems({ cache, ...settings }: StorageSettings): Problem[] {
  const type = typeOf(cache);
  if (type !== "S3" && type !== "LOCAL") {
    return [];
  }
  if (isLambda(settings.environmentType)) {
    return [{ path: "cache", reason: `is given, and ${settings.environmentType} has no caches: remove it` }];
  }
  return type === "LOCAL"
    ? noLocalCache(settings).map((why) => ({
        path: "cache.type",
        reason: `is "LOCAL", and ${why}: give S3, or remove the cache`,
      }))
    : [];
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html */
function noLocalCache({ environmentType, computeType, vpc }: StorageSettings): string[] {
  return [
    ...(vpc === undefined ? [] : ["builds in a VPC have no local cache"]),
    ...(environmentType === "LINUX_GPU_CONTAINER" || computeType === "BUILD_GENERAL1_2XLARGE"
      ? [`${environmentType === "LINUX_GPU_CONTAINER" ? environmentType : "BUILD_GENERAL1_2XLARGE"} has no local cache`]
      : []),
  ];
}

function fileSystemProblems({ fileSystems, vpc, environmentType }: StorageSettings): Problem[] {
  if (!Array.isArray(fileSystems) || fileSystems.length === 0) {
    return [];
  }
  const identifiers = fileSystems.map((each: unknown) =>
    typeof each === "object" && each !== null && "identifier" in each ? each.identifier : undefined,
  );
  const twice = identifiers.findIndex((each, index) => each !== undefined && identifiers.indexOf(each) < index);
  return [
    ...(vpc === undefined
      ? [{ path: "fileSystems", reason: "are mounted in a VPC only: give vpc with the subnets of the mount targets" }]
      : []),
    ...(systemOf(environmentType) !== "Linux" || isLambda(environmentType)
      ? [{ path: "fileSystems", reason: `are given, and ${environmentType} mounts none: give a Linux environment` }]
      : []),
    ...(twice < 0
      ? []
      : [
          {
            path: `fileSystems[${twice}].identifier`,
            reason: `is ${shown(identifiers[twice])} twice: give each file system a name of its own`,
          },
        ]),
  ];
}

function typeOf(cache: unknown): unknown {
  return typeof cache === "object" && cache !== null && "type" in cache ? cache.type : undefined;
}
