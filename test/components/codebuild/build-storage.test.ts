import assert from "node:assert/strict";
import { locationIn, prefixIn, renderCache, renderFileSystems } from "../../../components/codebuild/build-storage";
import { buildProjectSchema, readBuildProject } from "../../../components/codebuild/project-schema";

const vpc = { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] };
const inS3 = { type: "S3", bucket: "acme-builds" } as const;
const local = { type: "LOCAL" as const, modes: ["LOCAL_SOURCE_CACHE" as const] };
const fileSystem = { identifier: "cache", fileSystemId: "fs-0a1b2c3d", mountPoint: "/mnt/cache" };

describe("the storage of a project", () => {
  it("lies below the name of the project, unless a prefix says otherwise", () => {
    assert.equal(prefixIn({ bucket: "b" }, "shop"), "shop");
    assert.equal(locationIn({ bucket: "b", prefix: "a/c" }, "shop"), "b/a/c");
  });

  it("renders every cache", () => {
    const cacheOf = (settings: Parameters<typeof readBuildProject>[0]) =>
      renderCache(buildProjectSchema.parse(settings), "shop");
    assert.deepEqual(cacheOf({}), { type: "NO_CACHE" });
    assert.deepEqual(cacheOf({ cache: inS3 }), { type: "S3", location: "acme-builds/shop" });
    assert.deepEqual(cacheOf({ cache: { ...inS3, prefix: "shared", namespace: "acme" } }), {
      type: "S3",
      location: "acme-builds/shared",
      cacheNamespace: "acme",
    });
    assert.deepEqual(cacheOf({ cache: local }), { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE"] });
    assert.deepEqual(cacheOf({ cache: local, privileged: true, cacheDockerLayers: true }), {
      type: "LOCAL",
      modes: ["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_SOURCE_CACHE"],
    });
  });

  it("renders file systems by their regional address", () => {
    const { fileSystems } = buildProjectSchema.parse({
      vpc,
      fileSystems: [fileSystem, { ...fileSystem, identifier: "tools", directory: "/tools", mountOptions: "hard" }],
    });
    assert.deepEqual(renderFileSystems(fileSystems, "efs.eu-central-1.amazonaws.com"), [
      {
        type: "EFS",
        identifier: "cache",
        location: "fs-0a1b2c3d.efs.eu-central-1.amazonaws.com:/",
        mountPoint: "/mnt/cache",
      },
      {
        type: "EFS",
        identifier: "tools",
        location: "fs-0a1b2c3d.efs.eu-central-1.amazonaws.com:/tools",
        mountPoint: "/mnt/cache",
        mountOptions: "hard",
      },
    ]);
  });
});

const refused: [settings: Record<string, unknown>, path: string, reason: string][] = [
  [
    { cacheDockerLayers: true },
    "cacheDockerLayers",
    "is true, but only privileged builds have Docker layers: set privileged to true, or remove it",
  ],
  [
    { cacheDockerLayers: true, privileged: true, cache: inS3 },
    "cacheDockerLayers",
    "is true, and a project has one cache, here in S3: remove one of the two",
  ],
  [
    { cacheDockerLayers: true, privileged: true, vpc },
    "cacheDockerLayers",
    "is true, and builds in a VPC have no local cache: remove it",
  ],
  [
    { cache: local, vpc },
    "cache.type",
    'is "LOCAL", and builds in a VPC have no local cache: give S3, or remove the cache',
  ],
  [
    { cache: local, environmentType: "LINUX_GPU_CONTAINER" },
    "cache.type",
    'is "LOCAL", and LINUX_GPU_CONTAINER has no local cache: give S3, or remove the cache',
  ],
  [
    { cache: local, computeType: "BUILD_GENERAL1_2XLARGE" },
    "cache.type",
    'is "LOCAL", and BUILD_GENERAL1_2XLARGE has no local cache: give S3, or remove the cache',
  ],
  [
    {
      cache: inS3,
      environmentType: "ARM_LAMBDA_CONTAINER",
      image: "aws/codebuild/amazonlinux-aarch64-lambda-standard:nodejs22",
    },
    "cache",
    "is given, and ARM_LAMBDA_CONTAINER has no caches: remove it",
  ],
  [{ cache: { type: "NO_CACHE" } }, "cache.type", 'is "NO_CACHE": allowed are S3, LOCAL'],
  [
    { cache: { ...inS3, prefix: "/shop" } },
    "cache.prefix",
    'is "/shop": give a prefix without a slash at either end, such as builds/shop',
  ],
  [
    { cache: { ...inS3, prefix: "*" } },
    "cache.prefix",
    'is "*": give a prefix without a slash at either end, such as builds/shop',
  ],
  [
    { fileSystems: [fileSystem] },
    "fileSystems",
    "are mounted in a VPC only: give vpc with the subnets of the mount targets",
  ],
  [
    { fileSystems: [fileSystem], vpc, environmentType: "WINDOWS_SERVER_2022_CONTAINER" },
    "fileSystems",
    "are given, and WINDOWS_SERVER_2022_CONTAINER mounts none: give a Linux environment",
  ],
  [
    { fileSystems: [fileSystem, fileSystem], vpc },
    "fileSystems[1].identifier",
    'is "cache" twice: give each file system a name of its own',
  ],
  [
    { fileSystems: [{ ...fileSystem, mountPoint: "mnt" }], vpc },
    "fileSystems[0].mountPoint",
    'is "mnt": give an absolute path, such as /mnt/cache',
  ],
];

describe("the settings of storage", () => {
  for (const [settings, path, reason] of refused) {
    it(`refuse ${JSON.stringify(settings).slice(0, 70)}`, () => {
      assert.deepEqual(readBuildProject(settings).problems, [{ path, reason }]);
    });
  }
});
