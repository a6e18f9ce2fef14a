import assert from "node:assert/strict";
import {
  type BuildProjectSettings,
  buildProjectSchema,
  readBuildProject,
  writesToBuckets,
} from "../../../components/codebuild/project-schema";

const text = "give text";
const image =
  "give an image with its tag or digest, such as aws/codebuild/standard:8.0 or 111122223333.dkr.ecr.eu-central-1.amazonaws.com/builds@sha256:<digest>";
const lambdaImage = "aws/codebuild/amazonlinux-aarch64-lambda-standard:nodejs22";
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
  [{ image: "aws/codebuild/standard" }, "image", `is "aws/codebuild/standard": ${image}`],
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
  [
    { batch: { computeTypes: ["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_SMALL"] } },
    "batch.computeTypes",
    'is ["BUILD_GENERAL1_SMALL","BUILD_GENERAL1_SMALL"]: give everything once',
  ],
  [
    { vpc: { vpcId: "vpc-1", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] } },
    "vpc.vpcId",
    'is "vpc-1": give the id of a VPC, vpc-<hexadecimal digits>',
  ],
  [
    { environmentType: "ARM_LAMBDA_CONTAINER", image: lambdaImage, timeoutInMinutes: 10 },
    "timeoutInMinutes",
    "is given, and ARM_LAMBDA_CONTAINER has none: remove it",
  ],
  [
    {
      environmentType: "ARM_LAMBDA_CONTAINER",
      image: lambdaImage,
      vpc: { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
    },
    "vpc",
    "is given, and ARM_LAMBDA_CONTAINER has none: remove it",
  ],
  [{ autoRetryLimit: 11, source: { type: "NO_SOURCE" } }, "autoRetryLimit", "is 11: give at most 10"],
  [
    { autoRetryLimit: 1 },
    "autoRetryLimit",
    "is given without source, and a pipeline decides it for its builds: give source, or remove it",
  ],
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
    "is not known here. Did you mean privileged? Allowed are projectName, description, image, registryCredential, computeType, environmentType, fleetArn, privileged, dockerServer, hostKernel, certificate, cacheDockerLayers, cache, vpc, fileSystems, environmentVariables, timeoutInMinutes, queuedTimeoutInMinutes, concurrentBuildLimit, batch, logRetentionInDays, s3Logs, reportGroups, source, secondarySources, artifacts, secondaryArtifacts, webhook, schedules, autoRetryLimit, badge",
  ],
];

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
      environmentType: "LINUX_CONTAINER",
      privileged: false,
      cacheDockerLayers: false,
      fileSystems: [],
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

describe("writesToBuckets", () => {
  const place = { bucket: "acme-builds" };
  const cases: [settings: BuildProjectSettings, expected: boolean][] = [
    [{}, false],
    [{ cache: { type: "LOCAL", modes: ["LOCAL_CUSTOM_CACHE"] } }, false],
    [{ reportGroups: {} }, false],
    [{ secondaryArtifacts: {} }, false],
    [{ cache: { type: "S3", ...place } }, true],
    [{ s3Logs: place }, true],
    [{ reportGroups: { exportTo: place } }, true],
    [{ artifacts: place }, true],
    [{ secondaryArtifacts: { files: place } }, true],
  ];
  for (const [settings, expected] of cases) {
    it(`is ${expected} for ${JSON.stringify(settings)}`, () => {
      assert.equal(writesToBuckets(settings), expected);
    });
  }
});
