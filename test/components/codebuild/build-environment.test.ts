import assert from "node:assert/strict";
import {
  computeTypeOf,
  type EnvironmentSettings,
  environmentProblems,
  environmentTypes,
  findPrivateImage,
  fleetProblems,
  imageOf,
  isLambda,
  renderEnvironment,
  systemOf,
} from "../../../components/codebuild/build-environment";
import { readBuildProject } from "../../../components/codebuild/project-schema";
import { scope } from "../../support/scopes";

const fleetArn = "arn:aws:codebuild:eu-central-1:111122223333:fleet/mac:1a2b-3c4d";
const lambdaImage = "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22";
const digest = `sha256:${"a".repeat(64)}`;

/** Types with the compute types of AWS's page. */
const pairs: Readonly<Record<string, string>> = {
  LINUX_CONTAINER: "SMALL MEDIUM LARGE XLARGE 2XLARGE",
  ARM_CONTAINER: "SMALL MEDIUM LARGE XLARGE 2XLARGE",
  LINUX_GPU_CONTAINER: "SMALL LARGE",
  WINDOWS_SERVER_2019_CONTAINER: "MEDIUM LARGE",
  WINDOWS_SERVER_2022_CONTAINER: "MEDIUM LARGE XLARGE 2XLARGE",
  LINUX_EC2: "SMALL MEDIUM LARGE",
  ARM_EC2: "SMALL MEDIUM LARGE",
  WINDOWS_EC2: "MEDIUM LARGE",
  MAC_ARM: "MEDIUM LARGE",
  LINUX_LAMBDA_CONTAINER: "1GB 2GB 4GB 8GB 10GB",
  ARM_LAMBDA_CONTAINER: "1GB 2GB 4GB 8GB 10GB",
};

const computeTypes = [
  ...["SMALL", "MEDIUM", "LARGE", "XLARGE", "2XLARGE"].map((size) => `BUILD_GENERAL1_${size}`),
  ...["1GB", "2GB", "4GB", "8GB", "10GB"].map((size) => `BUILD_LAMBDA_${size}`),
] as NonNullable<EnvironmentSettings["computeType"]>[];

describe("the environment types", () => {
  it("are those of AWS's page, without the deprecated Windows", () => {
    assert.deepEqual([...environmentTypes].sort(), Object.keys(pairs).sort());
  });

  for (const environmentType of environmentTypes) {
    it(`give ${environmentType} the compute types of AWS's page, the smallest by default`, () => {
      const allowed = computeTypes.filter((computeType) =>
        environmentProblems({ environmentType, computeType, fleetArn }).every(({ path }) => path !== "computeType"),
      );
      const sizes = allowed.map((type) => type.replace(/^BUILD_(GENERAL1|LAMBDA)_/, ""));
      assert.equal(sizes.join(" "), pairs[environmentType]);
      assert.equal(computeTypeOf({ environmentType }), allowed[0]);
    });
  }

  it("have an operating system, and Lambda two of them", () => {
    assert.equal(systemOf(undefined), "Linux");
    assert.equal(systemOf("WINDOWS_EC2"), "Windows");
    assert.equal(systemOf("MAC_ARM"), "macOS");
    assert.deepEqual(
      environmentTypes.filter((type) => isLambda(type)),
      ["LINUX_LAMBDA_CONTAINER", "ARM_LAMBDA_CONTAINER"],
    );
  });

  for (const [environmentType, image] of [
    ["LINUX_CONTAINER", "aws/codebuild/standard:8.0"],
    ["LINUX_GPU_CONTAINER", "aws/codebuild/standard:8.0"],
    ["ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0"],
    ["WINDOWS_SERVER_2019_CONTAINER", "aws/codebuild/windows-base:2019-3.0"],
    ["WINDOWS_SERVER_2022_CONTAINER", "aws/codebuild/windows-base:2022-1.0"],
    ["MAC_ARM", "aws/codebuild/macos-arm-base:14"],
  ] as const) {
    it(`give ${environmentType} its current image, unless another is given`, () => {
      assert.equal(imageOf({ environmentType }), image);
      assert.equal(imageOf({ image: "aws/codebuild/standard:7.0", environmentType }), "aws/codebuild/standard:7.0");
      assert.deepEqual(environmentProblems({ environmentType, image, fleetArn }), []);
    });
  }
});

describe("the environment of a project", () => {
  it("pulls images of AWS as CodeBuild, and others with the service role", () => {
    const type = { environmentType: "LINUX_CONTAINER" } as const;
    assert.deepEqual(renderEnvironment(scope, type), {
      type: "LINUX_CONTAINER",
      computeType: "BUILD_GENERAL1_SMALL",
      image: "aws/codebuild/standard:8.0",
      imagePullCredentialsType: "CODEBUILD",
      privilegedMode: false,
    });
    const image = "docker.io/acme/builds:1.2";
    assert.deepEqual(renderEnvironment(scope, { ...type, image, registryCredential: { secret: "acme/hub" } }), {
      type: "LINUX_CONTAINER",
      computeType: "BUILD_GENERAL1_SMALL",
      image,
      imagePullCredentialsType: "SERVICE_ROLE",
      registryCredential: { credentialProvider: "SECRETS_MANAGER", credential: "acme/hub" },
      privilegedMode: false,
    });
  });

  it("reads the address of an image of ECR", () => {
    assert.deepEqual(findPrivateImage(`111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/acme/builds@${digest}`), {
      account: "111122223333",
      region: "cn-north-1",
      repositoryName: "acme/builds",
    });
    assert.equal(findPrivateImage("public.ecr.aws/acme/builds:1"), undefined);
  });

  for (const image of [
    "node:20",
    "acme/builds:1.2",
    "ghcr.io/acme/builds:1.2",
    "registry.acme.example:5000/builds:1",
    `public.ecr.aws/acme/builds@${digest}`,
    `111122223333.dkr.ecr.eu-central-1.amazonaws.com/builds@${digest}`,
    "aws/codebuild/amazonlinux-x86_64-standard:5.0",
  ]) {
    it(`may run in ${image}`, () => {
      assert.deepEqual(readBuildProject({ image }).problems, []);
    });
  }
});

const standardForMac =
  'is "aws/codebuild/standard:8.0", an image for Linux containers: give an image for MAC_ARM, such as aws/codebuild/macos-arm-base:14';
const latest = "and latest is a mutable tag: name the image by its digest or by a version";

const refused: [settings: Record<string, unknown>, path: string, reason: string][] = [
  [
    { computeType: "BUILD_GENERAL1_SMALL", environmentType: "WINDOWS_SERVER_2022_CONTAINER" },
    "computeType",
    'is "BUILD_GENERAL1_SMALL": WINDOWS_SERVER_2022_CONTAINER has BUILD_GENERAL1_MEDIUM, BUILD_GENERAL1_LARGE, BUILD_GENERAL1_XLARGE, BUILD_GENERAL1_2XLARGE',
  ],
  [
    { computeType: "BUILD_GENERAL1_MEDIUM", environmentType: "LINUX_GPU_CONTAINER" },
    "computeType",
    'is "BUILD_GENERAL1_MEDIUM": LINUX_GPU_CONTAINER has BUILD_GENERAL1_SMALL, BUILD_GENERAL1_LARGE',
  ],
  [{ environmentType: "MAC_ARM" }, "fleetArn", "is missing: CodeBuild runs macOS on reserved capacity only"],
  [
    { environmentType: "LINUX_LAMBDA_CONTAINER", image: lambdaImage, fleetArn },
    "fleetArn",
    "is given, and no fleet has LINUX_LAMBDA_CONTAINER: remove it, or give an environment of EC2",
  ],
  [
    { environmentType: "WINDOWS_SERVER_2022_CONTAINER", privileged: true },
    "privileged",
    "is true, and WINDOWS_SERVER_2022_CONTAINER has no privileged mode: remove it, or give an environment of Linux containers",
  ],
  [
    { environmentType: "LINUX_LAMBDA_CONTAINER" },
    "image",
    `is missing, and LINUX_LAMBDA_CONTAINER has no default image: give one, such as ${lambdaImage}`,
  ],
  [
    { environmentType: "ARM_EC2" },
    "image",
    "is missing, and ARM_EC2 has no default image: give one, such as aws/codebuild/ami/amazonlinux-arm-base:latest",
  ],
  [
    { environmentType: "LINUX_EC2", image: "acme/builds:1" },
    "image",
    'is "acme/builds:1", and LINUX_EC2 runs on an instance: give an image of AWS, or the AMI of a fleet',
  ],
  [{ environmentType: "MAC_ARM", image: "aws/codebuild/standard:8.0", fleetArn }, "image", standardForMac],
  [
    { image: "aws/codebuild/windows-base:2022-1.0" },
    "image",
    'is "aws/codebuild/windows-base:2022-1.0", an image for Windows containers: give an image for LINUX_CONTAINER, such as aws/codebuild/standard:8.0',
  ],
  [
    { image: lambdaImage },
    "image",
    `is "${lambdaImage}", an image for AWS Lambda: give an image for LINUX_CONTAINER, such as aws/codebuild/standard:8.0`,
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
  [{ image: "node:latest" }, "image", `is "node:latest", ${latest}`],
  [
    { registryCredential: { secret: "acme/hub" } },
    "registryCredential",
    "is given without an image of another registry: name the image",
  ],
  [
    { image: "aws/codebuild/standard:8.0", registryCredential: { secret: "acme/hub" } },
    "registryCredential",
    'is given, and "aws/codebuild/standard:8.0" is an image of AWS, which needs no login: remove it',
  ],
  [
    {
      image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/b:1",
      registryCredential: { secret: "acme/hub" },
    },
    "registryCredential",
    'is given, and "111122223333.dkr.ecr.eu-central-1.amazonaws.com/b:1" is an image of ECR, which needs no login: remove it',
  ],
  [
    { image: "acme/builds:1", registryCredential: { secret: "acme/hub:password" } },
    "registryCredential.secret",
    'is "acme/hub:password": give the name or the ARN of the secret, without a JSON key',
  ],
  [
    {
      environmentType: "LINUX_EC2",
      image: "aws/codebuild/ami/amazonlinux-x86_64-base:latest",
      dockerServer: { computeType: "BUILD_GENERAL1_SMALL" },
    },
    "dockerServer",
    "is given, and LINUX_EC2 has none: remove it, or give Linux containers on demand",
  ],
  [
    { fleetArn, dockerServer: { computeType: "BUILD_GENERAL1_SMALL" } },
    "dockerServer",
    "is given, and a fleet has none: remove it, or give Linux containers on demand",
  ],
  [
    { dockerServer: { computeType: "BUILD_GENERAL1_SMALL", securityGroupIds: ["sg-0a1b2c3d"] } },
    "dockerServer.securityGroupIds",
    "are given without vpc: give the VPC of the builds with its ids, or remove them",
  ],
  [
    { environmentType: "LINUX_GPU_CONTAINER", hostKernel: "LINUX_KERNEL_6" },
    "hostKernel",
    "is given, and LINUX_GPU_CONTAINER has no choice of a kernel: remove it",
  ],
  [
    { fleetArn: "mac" },
    "fleetArn",
    'is "mac": give the ARN of a fleet, arn:aws:codebuild:<region>:<account>:fleet/<name>:<id>',
  ],
];

describe("the settings of an environment", () => {
  for (const [settings, path, reason] of refused) {
    it(`refuse ${JSON.stringify(settings).slice(0, 70)}`, () => {
      assert.deepEqual(readBuildProject(settings).problems, [{ path, reason }]);
    });
  }

  for (const image of ["node", "http://acme.example/node:1", "aws/other/standard:1", "acme/builds:1 "]) {
    it(`refuse the image ${JSON.stringify(image)}`, () => {
      const [problem] = readBuildProject({ image }).problems;
      assert.match(problem?.reason ?? "", /give an image with its tag or digest/);
    });
  }

  it("refuse a fleet of another region", () => {
    assert.deepEqual(fleetProblems(fleetArn, "eu-central-1"), []);
    assert.deepEqual(fleetProblems(fleetArn, "us-east-1"), [
      {
        path: "fleetArn",
        reason: "is a fleet of eu-central-1: give a fleet of us-east-1, the region of the project",
      },
    ]);
  });
});
