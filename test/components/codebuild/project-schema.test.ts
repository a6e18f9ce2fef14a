import assert from "node:assert/strict";
import { buildProjectSchema, imageOf, readBuildProject } from "../../../components/codebuild/project-schema";

const text = "give text, in quotation marks where YAML would read something else";
const image = "give one of AWS's images, such as aws/codebuild/standard:8.0";
const retentions =
  "1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";

const refused: [settings: Record<string, unknown>, path: string, reason: string][] = [
  [
    { projectName: "-shop" },
    "projectName",
    'is "-shop": give the name of a project, 2 to 150 letters, digits, hyphens or underscores, starting with a letter or digit',
  ],
  [{ description: " " }, "description", "is empty: write something or leave it out"],
  [{ description: "d".repeat(256) }, "description", `is "${"d".repeat(76)}...: give at most 255 characters`],
  [{ image: "docker.io/library/node:20" }, "image", `is "docker.io/library/node:20": ${image}`],
  [{ image: "aws/codebuild/standard" }, "image", `is "aws/codebuild/standard": ${image}`],
  [
    { computeType: "SMALL" },
    "computeType",
    'is "SMALL": allowed are BUILD_GENERAL1_SMALL, BUILD_GENERAL1_MEDIUM, BUILD_GENERAL1_LARGE, BUILD_GENERAL1_XLARGE, BUILD_GENERAL1_2XLARGE',
  ],
  [
    { environmentType: "WINDOWS_SERVER_2022_CONTAINER" },
    "environmentType",
    'is "WINDOWS_SERVER_2022_CONTAINER": allowed are LINUX_CONTAINER, ARM_CONTAINER, LINUX_GPU_CONTAINER',
  ],
  [
    { image: "aws/codebuild/windows-base:2022-1.0" },
    "image",
    'is "aws/codebuild/windows-base:2022-1.0", an image for Windows: give an image for Linux containers',
  ],
  [
    { image: "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22" },
    "image",
    'is "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22", an image for AWS Lambda: give an image for Linux containers',
  ],
  [
    { image: "aws/codebuild/amazonlinux-aarch64-standard:3.0" },
    "image",
    'is "aws/codebuild/amazonlinux-aarch64-standard:3.0", an image for ARM: give an image for LINUX_CONTAINER, or set environmentType to ARM_CONTAINER',
  ],
  [
    { image: "aws/codebuild/standard:8.0", environmentType: "ARM_CONTAINER" },
    "image",
    'is "aws/codebuild/standard:8.0", an image for x86: give an image for ARM_CONTAINER, or set environmentType to LINUX_CONTAINER',
  ],
  [
    { environmentType: "LINUX_GPU_CONTAINER", computeType: "BUILD_GENERAL1_MEDIUM" },
    "computeType",
    'is "BUILD_GENERAL1_MEDIUM": LINUX_GPU_CONTAINER has BUILD_GENERAL1_SMALL and BUILD_GENERAL1_LARGE',
  ],
  [
    { environmentVariables: { A: { value: "x".repeat(65_536) } } },
    "environmentVariables",
    "hold 65537 bytes: keep names and values below 65536, and move large values to a file",
  ],
  [{ privileged: "yes" }, "privileged", 'is "yes": give true or false'],
  [{ timeoutInMinutes: 4 }, "timeoutInMinutes", "is 4: give at least 5"],
  [{ timeoutInMinutes: 2161 }, "timeoutInMinutes", "is 2161: give at most 2160"],
  [{ queuedTimeoutInMinutes: 4 }, "queuedTimeoutInMinutes", "is 4: give at least 5"],
  [{ queuedTimeoutInMinutes: 481 }, "queuedTimeoutInMinutes", "is 481: give at most 480"],
  [{ concurrentBuildLimit: 0 }, "concurrentBuildLimit", "is 0: give at least 1"],
  [{ batch: { maximumBuilds: 0 } }, "batch.maximumBuilds", "is 0: give at least 1"],
  [{ batch: { maximumBuilds: 101 } }, "batch.maximumBuilds", "is 101: give at most 100"],
  [{ batch: { timeoutInMinutes: 4 } }, "batch.timeoutInMinutes", "is 4: give at least 5"],
  [{ batch: { timeoutInMinutes: 2161 } }, "batch.timeoutInMinutes", "is 2161: give at most 2160"],
  [{ batch: true }, "batch", "is true: give an object"],
  [{ logRetentionInDays: 31 }, "logRetentionInDays", `is 31: allowed are ${retentions}`],
  [
    { environmentVariables: { A: { value: 1 } } },
    "environmentVariables.A.value",
    "must be text: put it in quotation marks",
  ],
  [
    { environmentVariables: { NPM_TOKEN: { value: "hunter2" } } },
    "environmentVariables.NPM_TOKEN",
    "has the name of a secret, and everyone who can read the project sees it: give a parameter or a secret, or say in notSecret why the value is none",
  ],
  [
    { environmentVariables: { STAGE: { value: "dev", notSecret: "no" } } },
    "environmentVariables.STAGE.notSecret",
    'is "no": say in 10 to 200 characters why the value is no secret',
  ],
  [{ projectName: 7 }, "projectName", `is 7: ${text}`],
  [
    { privilegedMode: true },
    "privilegedMode",
    "is not known here. Did you mean privileged? Allowed are projectName, description, image, computeType, environmentType, privileged, cacheDockerLayers, environmentVariables, timeoutInMinutes, queuedTimeoutInMinutes, concurrentBuildLimit, batch, logRetentionInDays",
  ],
  [
    { cacheDockerLayers: true },
    "cacheDockerLayers",
    "is true, but only privileged builds have Docker layers: set privileged to true, or remove it",
  ],
];

describe("imageOf", () => {
  for (const [environmentType, image] of [
    ["LINUX_CONTAINER", "aws/codebuild/standard:8.0"],
    ["LINUX_GPU_CONTAINER", "aws/codebuild/standard:8.0"],
    ["ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0"],
  ] as const) {
    it(`is the current standard image of ${environmentType}, unless another is given`, () => {
      assert.equal(imageOf({ image: undefined, environmentType }), image);
      assert.equal(imageOf({ image: "aws/codebuild/standard:7.0", environmentType }), "aws/codebuild/standard:7.0");
    });
  }
});

describe("settings of a build project", () => {
  for (const [settings, path, reason] of refused) {
    it(`refuse ${JSON.stringify(settings).slice(0, 60)}`, () => {
      assert.deepEqual(readBuildProject(settings).problems, [{ path, reason }]);
    });
  }

  it("say everything at once, a wrong shape together with a contradiction", () => {
    const settings: Record<string, unknown> = { timeoutInMinutes: "5", cacheDockerLayers: true, privileged: false };
    assert.deepEqual(
      readBuildProject(settings).problems.map(({ path }) => path),
      ["timeoutInMinutes", "cacheDockerLayers"],
    );
  });

  it("are unprivileged, small, limited in time and kept for a year where nothing else is said", () => {
    assert.deepEqual(buildProjectSchema.parse({}), {
      computeType: "BUILD_GENERAL1_SMALL",
      environmentType: "LINUX_CONTAINER",
      privileged: false,
      cacheDockerLayers: false,
      environmentVariables: {},
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      logRetentionInDays: 365,
    });
  });

  for (const settings of [
    {},
    { timeoutInMinutes: 5, queuedTimeoutInMinutes: 5, concurrentBuildLimit: 1, logRetentionInDays: 1 },
    { timeoutInMinutes: 2160, queuedTimeoutInMinutes: 480, logRetentionInDays: 3653 },
    { privileged: true, cacheDockerLayers: true },
    { cacheDockerLayers: false },
    { image: "aws/codebuild/amazonlinux2-aarch64-standard:3.0", environmentType: "ARM_CONTAINER" },
    { projectName: "a".repeat(150), description: "d".repeat(255) },
  ] as const) {
    it(`accept ${JSON.stringify(settings).slice(0, 60)}`, () => {
      assert.deepEqual(readBuildProject(settings).problems, []);
    });
  }
});
