import { z } from "zod";
import { composeArn, parseArn } from "../aws/arn";
import { bucketName, keyArnSchema, securityGroupIds } from "../aws/names";
import type { AwsScope } from "../aws/scope";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, shown } from "../schema/vocabulary";
import { secretReference } from "./environment-variable";

const general = [
  "BUILD_GENERAL1_SMALL",
  "BUILD_GENERAL1_MEDIUM",
  "BUILD_GENERAL1_LARGE",
  "BUILD_GENERAL1_XLARGE",
  "BUILD_GENERAL1_2XLARGE",
] as const;
const lambda = [
  "BUILD_LAMBDA_1GB",
  "BUILD_LAMBDA_2GB",
  "BUILD_LAMBDA_4GB",
  "BUILD_LAMBDA_8GB",
  "BUILD_LAMBDA_10GB",
] as const;

export const computeTypes = [...general, ...lambda] as const;

type ComputeType = (typeof computeTypes)[number];

/** Machine of an environment type. */
interface Machine {
  /** Compute types, the default first. */
  readonly computeTypes: readonly [ComputeType, ...ComputeType[]];
  readonly system: "Linux" | "Windows" | "macOS";
  readonly processor: "x86" | "ARM";
  /** `container` runs the image in Docker, `instance` runs on the instance itself. */
  readonly kind: "container" | "instance" | "lambda";
  /** The image of a project that names none. Language and AMI of the others are the project's choice. */
  readonly image?: string;
}

const [small, medium, large, xlarge, xxlarge] = general;

/**
 * Environment types with their machines.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html
 */
const machines = {
  LINUX_CONTAINER: {
    computeTypes: [small, medium, large, xlarge, xxlarge],
    system: "Linux",
    processor: "x86",
    kind: "container",
    image: "aws/codebuild/standard:8.0",
  },
  ARM_CONTAINER: {
    computeTypes: [small, medium, large, xlarge, xxlarge],
    system: "Linux",
    processor: "ARM",
    kind: "container",
    image: "aws/codebuild/amazonlinux-aarch64-standard:3.0",
  },
  LINUX_GPU_CONTAINER: {
    computeTypes: [small, large],
    system: "Linux",
    processor: "x86",
    kind: "container",
    image: "aws/codebuild/standard:8.0",
  },
  WINDOWS_SERVER_2019_CONTAINER: {
    computeTypes: [medium, large],
    system: "Windows",
    processor: "x86",
    kind: "container",
    image: "aws/codebuild/windows-base:2019-3.0",
  },
  WINDOWS_SERVER_2022_CONTAINER: {
    computeTypes: [medium, large, xlarge, xxlarge],
    system: "Windows",
    processor: "x86",
    kind: "container",
    image: "aws/codebuild/windows-base:2022-1.0",
  },
  LINUX_LAMBDA_CONTAINER: { computeTypes: lambda, system: "Linux", processor: "x86", kind: "lambda" },
  ARM_LAMBDA_CONTAINER: { computeTypes: lambda, system: "Linux", processor: "ARM", kind: "lambda" },
  LINUX_EC2: { computeTypes: [small, medium, large], system: "Linux", processor: "x86", kind: "instance" },
  ARM_EC2: { computeTypes: [small, medium, large], system: "Linux", processor: "ARM", kind: "instance" },
  WINDOWS_EC2: { computeTypes: [medium, large], system: "Windows", processor: "x86", kind: "instance" },
  MAC_ARM: {
    computeTypes: [medium, large],
    system: "macOS",
    processor: "ARM",
    kind: "instance",
    image: "aws/codebuild/macos-arm-base:14",
  },
} as const satisfies Readonly<Record<string, Machine>>;

type EnvironmentType = keyof typeof machines;

export const environmentTypes = Object.keys(machines) as [EnvironmentType, ...EnvironmentType[]];

function machineOf(environmentType: EnvironmentType | undefined): Machine {
  return machines[environmentType ?? "LINUX_CONTAINER"];
}

/** The operating system of an environment type. */
export function systemOf(environmentType: EnvironmentType | undefined): Machine["system"] {
  return machineOf(environmentType).system;
}

/** Whether builds run on AWS Lambda, which has neither timeouts, caches, file systems nor a VPC. */
export function isLambda(environmentType: EnvironmentType | undefined): boolean {
  return machineOf(environmentType).kind === "lambda";
}

/** A private repository of ECR: account, region, domain, name, and a tag or a digest. */
const privateImage =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu)\/([a-z0-9][a-z0-9._/-]*)(:[\w][\w.-]*|@sha256:[0-9a-f]{64})$/;

/** An image in a private repository of ECR. */
export interface PrivateImage {
  readonly account: string;
  readonly region: string;
  readonly repositoryName: string;
}

/** Reads the address of an image in ECR; undefined for an image elsewhere. */
export function findPrivateImage(image: string): PrivateImage | undefined {
  const [, account, region, , repositoryName] = privateImage.exec(image) ?? [];
  return account === undefined || region === undefined || repositoryName === undefined
    ? undefined
    : { account, region, repositoryName };
}

const managed = /^aws\/codebuild\/[a-z0-9_/-]+:[\w.-]+$/;

/** Credentials for a registry other than ECR. */
export const registryCredentialSchema = allowedKeys({
  /**
   * The name or ARN of the secret with the keys `username` and `password`. A secret of another region needs its ARN.
   */
  secret: secretReference.refine((text) => text.split(":").length === (text.startsWith("arn:") ? 7 : 1), {
    error: ({ input }) => `is ${shown(input)}: give the name or the ARN of the secret, without a JSON key`,
  }),
  /**
   * The ARN of the customer key that encrypts the secret.
   * @default - the AWS managed key aws/secretsmanager
   */
  keyArn: keyArnSchema.optional(),
});

export const imageSchema = matching(
  /^(aws\/codebuild\/[a-z0-9_/-]+:[\w.-]+|(?!aws\/)(?!\d{12}\.dkr\.ecr\.)[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9][a-z0-9._-]*)*(:[\w][\w.-]*|@sha256:[0-9a-f]{64})|\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.(com|com\.cn|eu)\/[a-z0-9][a-z0-9._/-]*(:[\w][\w.-]*|@sha256:[0-9a-f]{64}))$/,
  "give an image with its tag or digest, such as aws/codebuild/standard:8.0 or 111122223333.dkr.ecr.eu-central-1.amazonaws.com/builds@sha256:<digest>",
);

export const fleetArnSchema = matching(
  /^arn:aws[\w-]*:codebuild:[\w-]+:\d{12}:fleet\/[\w:-]+$/,
  "give the ARN of a fleet, arn:aws:codebuild:<region>:<account>:fleet/<name>:<id>",
);

/** A Docker server that belongs to a project. */
export const dockerServerSchema = allowedKeys({
  /** Memory, vCPUs and disk of the server. */
  computeType: z.enum(general),
  /**
   * Security groups of the server in the VPC of the builds, 1 to 5. They let the groups of the builds in.
   * @default - no group of its own
   */
  securityGroupIds: securityGroupIds.max(5).optional(),
});

/** A PEM file in S3. */
export const certificateSchema = allowedKeys({
  /** The name of the bucket. */
  bucket: bucketName,
  /** The key of the PEM file. */
  key: matching(/^(?!\/)[^*?$#{}]{1,1000}$/, "give the key of one object, without * ? $ # { and }"),
});

/** Settings of the environment of a build. */
export interface EnvironmentSettings {
  readonly dockerServer?:
    | { readonly computeType: string; readonly securityGroupIds?: readonly string[] | undefined }
    | undefined;
  readonly hostKernel?: string | undefined;
  readonly certificate?: { readonly bucket: string; readonly key: string } | undefined;
  /** Present for builds in a VPC. */
  readonly vpc?: unknown;
  readonly image?: string | undefined;
  readonly computeType?: ComputeType | undefined;
  readonly environmentType?: EnvironmentType | undefined;
  readonly privileged?: boolean | undefined;
  readonly registryCredential?: { readonly secret: string; readonly keyArn?: string | undefined } | undefined;
  readonly fleetArn?: unknown;
}

/** Returns the build image: the given one, or the current standard image of the environment type. */
export function imageOf({ image, environmentType }: EnvironmentSettings): string {
  const known = image ?? machineOf(environmentType).image;
  if (known === undefined) {
    throw new Error(`${environmentType} has no default image, and environmentProblems refuses settings without one`);
  }
  return known;
}

/** Returns the compute type: the given one, or the smallest of the environment type. */
export function computeTypeOf({ computeType, environmentType }: EnvironmentSettings): ComputeType {
  return computeType ?? machineOf(environmentType).computeTypes[0];
}

/**
 * The environment of a project as CodeBuild takes it. CodeBuild pulls its own images with its own credentials, and every
 * other image with the service role.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
 */
export function renderEnvironment(
  { partition }: Pick<AwsScope, "partition">,
  settings: EnvironmentSettings & { readonly environmentType: EnvironmentType },
) {
  const image = imageOf(settings);
  const { registryCredential, privileged = false, dockerServer, hostKernel, certificate } = settings;
  return {
    type: settings.environmentType,
    computeType: computeTypeOf(settings),
    image,
    imagePullCredentialsType: managed.test(image) ? "CODEBUILD" : "SERVICE_ROLE",
    ...(registryCredential !== undefined && {
      registryCredential: { credentialProvider: "SECRETS_MANAGER", credential: registryCredential.secret },
    }),
    privilegedMode: privileged,
    ...(dockerServer !== undefined && {
      dockerServer: {
        computeType: dockerServer.computeType,
        ...(dockerServer.securityGroupIds && { securityGroupIds: [...dockerServer.securityGroupIds] }),
      },
    }),
    ...(hostKernel !== undefined && { hostKernel }),
    ...(certificate !== undefined && {
      certificate: composeArn({ partition, service: "s3", resource: `${certificate.bucket}/${certificate.key}` }),
    }),
  };
}

/** Lists the contradictions between environment type, compute type, image, fleet and privileged mode. */
export function environmentProblems(settings: EnvironmentSettings): Problem[] {
  const { environmentType = "LINUX_CONTAINER", computeType, fleetArn, privileged } = settings;
  if (!Object.hasOwn(machines, environmentType)) {
    return [];
  }
  const machine: Machine = machines[environmentType];
  const found: Problem[] = [];
  if (computeType !== undefined && !machine.computeTypes.includes(computeType) && computeTypes.includes(computeType)) {
    found.push({
      path: "computeType",
      reason: `is ${shown(computeType)}: ${environmentType} has ${machine.computeTypes.join(", ")}`,
    });
  }
  if (privileged === true && (machine.system === "Windows" || machine.kind === "lambda")) {
    found.push({
      path: "privileged",
      reason: `is true, and ${environmentType} has no privileged mode: remove it, or give an environment of Linux containers`,
    });
  }
  if (environmentType === "MAC_ARM" && fleetArn === undefined) {
    found.push({ path: "fleetArn", reason: "is missing: CodeBuild runs macOS on reserved capacity only" });
  }
  if (machine.kind === "lambda" && fleetArn !== undefined) {
    found.push({
      path: "fleetArn",
      reason: `is given, and no fleet has ${environmentType}: remove it, or give an environment of EC2`,
    });
  }
  return [
    ...found,
    ...hostProblems(settings, environmentType, machine),
    ...imageProblems(settings, environmentType, machine),
    ...credentialProblems(settings),
  ];
}

function hostProblems(
  { dockerServer, hostKernel, fleetArn, vpc }: EnvironmentSettings,
  environmentType: EnvironmentType,
  machine: Machine,
): Problem[] {
  const isContainer = machine.system === "Linux" && machine.kind === "container";
  const hasKernel =
    machine.system === "Linux" && machine.kind !== "lambda" && environmentType !== "LINUX_GPU_CONTAINER";
  const candidates: readonly (Problem | false)[] = [
    dockerServer !== undefined &&
      (!isContainer || fleetArn !== undefined) && {
        path: "dockerServer",
        reason: `is given, and ${fleetArn === undefined ? environmentType : "a fleet"} has none: remove it, or give Linux containers on demand`,
      },
    dockerServer?.securityGroupIds !== undefined &&
      vpc === undefined && {
        path: "dockerServer.securityGroupIds",
        reason: "are given without vpc: give the VPC of the builds with its ids, or remove them",
      },
    hostKernel !== undefined &&
      !hasKernel && {
        path: "hostKernel",
        reason: `is given, and ${environmentType} has no choice of a kernel: remove it`,
      },
  ];
  return candidates.filter((problem) => problem !== false);
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html */
function imageProblems({ image }: EnvironmentSettings, environmentType: EnvironmentType, machine: Machine): Problem[] {
  if (image === undefined) {
    return machine.image !== undefined
      ? []
      : [
          {
            path: "image",
            reason: `is missing, and ${environmentType} has no default image: give one, such as ${exampleOf(machine)}`,
          },
        ];
  }
  if (typeof image !== "string") {
    return [];
  }
  if (!managed.test(image)) {
    if (/:latest$/.test(image)) {
      return [
        {
          path: "image",
          reason: `is ${shown(image)}, and latest is a mutable tag: name the image by its digest or by a version`,
        },
      ];
    }
    return machine.kind !== "instance"
      ? []
      : [
          {
            path: "image",
            reason: `is ${shown(image)}, and ${environmentType} runs on an instance: give an image of AWS, or the AMI of a fleet`,
          },
        ];
  }
  const kind = kindOfManaged(image);
  if (kind.system !== machine.system || kind.kind !== machine.kind) {
    return [
      {
        path: "image",
        reason: `is ${shown(image)}, an image for ${named(kind)}: give an image for ${environmentType}, such as ${exampleOf(machine)}`,
      },
    ];
  }
  if (kind.processor === machine.processor) {
    return [];
  }
  const other = environmentTypes.find((type) => {
    const { system, kind: sameKind, processor } = machines[type];
    return system === kind.system && sameKind === kind.kind && processor === kind.processor;
  });
  return [
    {
      path: "image",
      reason: `is ${shown(image)}, an image for ${kind.processor}: give an image for ${environmentType}, or set environmentType to ${other}`,
    },
  ];
}

type ImageKind = Pick<Machine, "system" | "processor" | "kind">;

function kindOfManaged(image: string): ImageKind {
  return {
    system: /\/windows/.test(image) ? "Windows" : /\/macos/.test(image) ? "macOS" : "Linux",
    processor: /aarch64|arm/.test(image) ? "ARM" : "x86",
    kind: /lambda/.test(image) ? "lambda" : /\/ami\/|\/macos/.test(image) ? "instance" : "container",
  };
}

function named({ system, kind }: ImageKind): string {
  return kind === "lambda" ? "AWS Lambda" : kind === "instance" ? `instances of ${system}` : `${system} containers`;
}

function exampleOf({ image, processor, kind, system }: Machine): string {
  if (image !== undefined) {
    return image;
  }
  const architecture = processor === "ARM" ? "aarch64" : "x86_64";
  return kind === "lambda"
    ? `aws/codebuild/amazonlinux-${architecture}-lambda-standard:nodejs22`
    : system === "Windows"
      ? "aws/codebuild/ami/windows-base:2022"
      : `aws/codebuild/ami/amazonlinux-${processor === "ARM" ? "arm" : architecture}-base:latest`;
}

function credentialProblems({ registryCredential, ...settings }: EnvironmentSettings): Problem[] {
  const { image } = settings;
  if (registryCredential === undefined || typeof image !== "string") {
    return registryCredential === undefined || image !== undefined
      ? []
      : [{ path: "registryCredential", reason: "is given without an image of another registry: name the image" }];
  }
  const owner = managed.test(image) ? "an image of AWS" : findPrivateImage(image) ? "an image of ECR" : undefined;
  return owner === undefined
    ? []
    : [
        {
          path: "registryCredential",
          reason: `is given, and ${shown(image)} is ${owner}, which needs no login: remove it`,
        },
      ];
}

/** The region of a fleet must be the project's. */
export function fleetProblems(fleetArn: unknown, region: string): Problem[] {
  const of = typeof fleetArn === "string" ? parseArn(fleetArn)?.region : undefined;
  return of === undefined || of === region
    ? []
    : [{ path: "fleetArn", reason: `is a fleet of ${of}: give a fleet of ${region}, the region of the project` }];
}
