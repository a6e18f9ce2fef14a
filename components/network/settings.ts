import { z } from "zod";
import { subnetIds, vpcId } from "../aws/names";
import { type AwsScope, partitions } from "../aws/scope";
import { policyDocument } from "../iam/statement";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, matching, shown } from "../schema/vocabulary";

/** Services with interface endpoints that builds call, by the last part of the endpoint's name. */
const services = [
  "codeartifact.api",
  "codeartifact.repositories",
  "codebuild",
  "codeconnections.api",
  "codepipeline",
  "ecr.api",
  "ecr.dkr",
  "git-codecommit",
  "kms",
  "lambda",
  "logs",
  "secretsmanager",
  "sns",
  "ssm",
  "states",
  "sts",
] as const;

/** A service with an interface endpoint. */
export type EndpointService = (typeof services)[number];

/** The services that nearly every build calls. S3 has a gateway besides. */
const usual: EndpointService[] = [
  "codebuild",
  "codeconnections.api",
  "codepipeline",
  "ecr.api",
  "ecr.dkr",
  "kms",
  "logs",
  "secretsmanager",
  "ssm",
  "sts",
];

const routeTableIds = distinct(
  z.array(matching(/^rtb-[0-9a-f]{8,17}$/, "give the id of a route table, rtb-<hexadecimal digits>")).min(1),
);

/** Settings of a network to build in. */
export const networkSchema = allowedKeys({
  /**
   * The addresses of the VPC, a block of /16 to /24.
   * @default "10.0.0.0/16"
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
   */
  cidrBlock: matching(
    /^(10|172\.(1[6-9]|2\d|3[01])|192\.168)(\.\d{1,3}){1,3}\/(1[6-9]|2[0-4])$/,
    "give a private block of /16 to /24, such as 10.0.0.0/16",
  ).default("10.0.0.0/16"),
  /**
   * Number of Availability Zones with a private subnet each, 2 or 3.
   * @default 2
   */
  zones: z.union([z.literal(2), z.literal(3)], { error: ({ input }) => `is ${shown(input)}: give 2 or 3` }).default(2),
  /**
   * NAT gateways, by which builds reach the internet: none, a single one, or one in each zone.
   * @default "none"
   */
  natGateways: z.enum(["none", "single", "one-per-zone"]).default("none"),
  /**
   * Services with an interface endpoint. S3 has a gateway endpoint in every network.
   * @default - ECR, logs, secrets, SSM, KMS, STS, CodeBuild, CodePipeline and CodeConnections
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
   */
  endpoints: distinct(z.array(z.enum(services))).default(usual),
  /**
   * An existing VPC with private subnets, instead of a new one.
   * @default - a new VPC
   */
  existingVpc: allowedKeys({
    /** The id of the VPC. */
    vpcId,
    /** Private subnets, 1 to 16, of different zones. */
    subnetIds: subnetIds.max(16),
    /** The route tables of these subnets, for the gateway of S3. */
    routeTableIds,
    /** Whether the subnets have a route to a NAT gateway. */
    hasInternet: z.boolean(),
  }).optional(),
  /**
   * Retention of the flow logs in days.
   * @default 365
   */
  flowLogRetentionInDays: z.int().min(1).default(365),
});

export type NetworkSettings = z.input<typeof networkSchema>;
export type NetworkModel = z.output<typeof networkSchema>;

/** The tag of the subnets and groups of a network. Its value names the component. */
export const networkTagKey = "aws-pipelines:network";

/** Lists settings that contradict an existing VPC, and partitions whose endpoints have other names. */
export function networkProblems(settings: NetworkSettings, { partition }: Pick<AwsScope, "partition">): Problem[] {
  const { existingVpc } = settings;
  const decided = (["cidrBlock", "zones", "natGateways"] as const).filter(
    (key) => existingVpc !== undefined && settings[key] !== undefined,
  );
  return [
    ...decided.map((path) => ({
      path,
      reason: "is given, and existingVpc has decided it: remove one of the two",
    })),
    ...(partition === "aws" || partition === "aws-us-gov"
      ? []
      : [
          {
            path: "region",
            reason: `is of the partition ${partition}, whose endpoints have other names: allowed are ${partitions.filter((each) => ["aws", "aws-us-gov"].includes(each)).join(", ")}`,
          },
        ]),
  ];
}

/** The name of the endpoint of a service. */
export function endpointService({ region }: AwsScope, service: EndpointService | "s3"): string {
  return `com.amazonaws.${region}.${service}`;
}

/**
 * The policy of an interface endpoint: principals of this account alone use it, so that nobody sends data through it with
 * credentials of another account.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function endpointPolicy({ account }: AwsScope): string {
  return policyDocument([
    {
      Sid: "OwnPrincipals",
      Effect: "Allow",
      Principal: "*",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": account } },
    },
  ]);
}

/**
 * The policy of the gateway of S3: builds write to buckets of this account alone. They read others too, since ECR, CodeBuild
 * and package repositories of AWS keep their files in buckets of AWS.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
export function s3EndpointPolicy({ account }: AwsScope): string {
  return policyDocument([
    {
      Sid: "OwnBuckets",
      Effect: "Allow",
      Principal: "*",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": account, "aws:ResourceAccount": account } },
    },
    {
      Sid: "ReadOthers",
      Effect: "Allow",
      Principal: "*",
      Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
      Resource: "*",
    },
  ]);
}
