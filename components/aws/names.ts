import { z } from "zod";
import { type Problem, within } from "../schema/problem";
import { distinct, matching, schemaProblems, shown } from "../schema/vocabulary";

/*
 * The names and ids of AWS resources, as schemas: one place for the pattern and the message of each. Names decide the
 * ARNs in role documents, so none of them takes a variable reference or a wildcard.
 */

/** The pattern of an ARN, with patterns of its resource and, for services without regions, of its region and account. */
function arnPattern(service: string, resource: string, region = "[\\w-]+", account = "\\d{12}"): RegExp {
  return new RegExp(`^arn:aws[\\w-]*:${service}:${region}:${account}:${resource}$`);
}

// Accounts and regions

/** An account id. It is text: a number would lose leading zeros. */
export const accountId = matching(/^\d{12}$/, "give the 12 digits of an account, in quotation marks");

/**
 * The name of a region, by its form: an area, perhaps `gov`, `iso` or a country, a direction and a number. New regions
 * have new numbers and areas, and the same directions.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const regionName = matching(
  /^([a-z]{2}|eusc)(-(gov|iso[a-z]?|[a-z]{2}))?-(central|(north|south)(east|west)?|east|west)-\d$/,
  "give a region, such as eu-central-1",
);

// CloudFormation

/**
 * The name of a stack, a change set or a stack set.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
export const stackName = matching(
  /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
  "give a letter and up to 127 letters, digits or hyphens, without references",
);

// CodeBuild

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export const projectName = matching(
  /^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/,
  "give the name of a project, 2 to 150 letters, digits, hyphens or underscores, starting with a letter or digit",
);

// CodeCommit

/** @see https://docs.aws.amazon.com/codecommit/latest/APIReference/API_RepositoryMetadata.html */
export const codeCommitRepositoryName = matching(
  /^[\w.-]{1,100}$/,
  "give the name of a repository, 1 to 100 letters, digits or the characters . - _",
);

// CodeConnections

export const connectionArnSchema = matching(
  arnPattern("(codeconnections|codestar-connections)", "connection\\/[\\w-]+"),
  "give the ARN of a connection, arn:aws:codeconnections:<region>:<account>:connection/<id>",
);

// CodeDeploy

/**
 * The name of an application, a deployment group or a deployment configuration.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
 */
export function codeDeployName(of: string) {
  return matching(
    /^[A-Za-z0-9._+=,@-]{1,100}$/,
    `give the name of ${of}, 1 to 100 letters, digits or the characters . _ + = , @ -`,
  );
}

// CodePipeline

/**
 * The name of a pipeline, a stage, an action or a rule.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html
 */
export const pipelineName = matching(
  /^[A-Za-z0-9.@_-]{1,100}$/,
  "give 1 to 100 letters, digits or the characters . @ - _",
);

// EC2 and Elastic Load Balancing

export const vpcId = matching(/^vpc-[0-9a-f]{8,17}$/, "give the id of a VPC, vpc-<hexadecimal digits>");

export const subnetIds = distinct(
  z.array(matching(/^subnet-[0-9a-f]{8,17}$/, "give the id of a subnet, subnet-<hexadecimal digits>")).min(1),
);

export const securityGroupIds = distinct(
  z.array(matching(/^sg-[0-9a-f]{8,17}$/, "give the id of a security group, sg-<hexadecimal digits>")).min(1),
);

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export const targetGroupName = matching(
  /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
  "give the name of a target group, 1 to 32 letters, digits or hyphens, with a hyphen neither first nor last",
);

// ECR

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const imageRepositoryName = matching(
  /^(?=.{2,256}$)[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(\/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*$/,
  "give 2 to 256 lowercase letters, digits or the characters . _ - in parts separated by slashes, such as shop/web",
);

// ECS

/** The name of a cluster, a service or a family of task definitions. */
export function ecsName(of: string) {
  return matching(/^[A-Za-z0-9_-]{1,255}$/, `give the name of ${of}, 1 to 255 letters, digits, - or _`);
}

// EventBridge

export const eventBusArnSchema = matching(
  arnPattern("events", "event-bus\\/[A-Za-z0-9._-]{1,256}"),
  "give the ARN of an event bus, arn:aws:events:<region>:<account>:event-bus/<name>",
);

// IAM

const iamPath = "[\\w+=,.@/-]+";

export const roleArnSchema = matching(
  arnPattern("iam", `role\\/${iamPath}`, ""),
  "give the ARN of a role, arn:aws:iam::<account>:role/<name>",
);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const roleName = matching(
  /^[\w+=,.@-]{1,64}$/,
  "give the name of a role, 1 to 64 letters, digits or the characters _+=,.@-",
);

/** The ARN of a policy of an account, or of an AWS managed policy. */
export const policyArnSchema = matching(
  arnPattern("iam", `policy\\/${iamPath}`, "", "(\\d{12}|aws)"),
  "give the ARN of a policy, arn:aws:iam::<account>:policy/<name>",
);

/** The ARN of a role or a user. */
export const identityArnSchema = matching(
  arnPattern("iam", `(role|user)\\/${iamPath}`, ""),
  "give the ARN of a role or a user, arn:aws:iam::<account>:role/<name>, without wildcards",
);

/** The ARN of a role, a user or an account. */
export const principalArnSchema = matching(
  arnPattern("iam", `(root|(role|user)\\/${iamPath})`, ""),
  "give the ARN of a role or a user, or of an account as arn:aws:iam::<account>:root",
);

// KMS

/** The ARN of a key. A bucket policy compares uploads with key ARNs, so an alias does not do. */
export const keyArnSchema = matching(
  arnPattern("kms", "key\\/[\\w-]+"),
  "give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, not of an alias",
);

/** Refuses the argument `encryptionKeyArn` unless it names a key. The output of a key in the program passes. */
export function keyInputProblems(encryptionKeyArn: unknown): Problem[] {
  return typeof encryptionKeyArn === "string"
    ? within("encryptionKeyArn", schemaProblems(keyArnSchema, encryptionKeyArn))
    : [];
}

/**
 * The alias of a customer key, without `alias/`.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export const keyAliasName = matching(
  /^(?!alias\/|aws\/)[A-Za-z0-9/_-]{1,250}$/,
  "give the alias of a customer key, without alias/: letters, digits, slashes, underscores and hyphens",
);

// Lambda and Step Functions

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const functionName = matching(
  /^[A-Za-z0-9_-]{1,64}$/,
  "give the name of a function, 1 to 64 letters, digits or the characters - _",
);

export const functionArnSchema = matching(
  arnPattern("lambda", "function:[A-Za-z0-9_-]{1,64}"),
  "give the ARN of a function, arn:aws:lambda:<region>:<account>:function:<name>, without a version",
);

export const stateMachineArnSchema = matching(
  arnPattern("states", "stateMachine:[A-Za-z0-9_-]{1,80}"),
  "give the ARN of a state machine, arn:aws:states:<region>:<account>:stateMachine:<name>",
);

// S3

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = matching(
  /^(?!\d+(\.\d+){3}$)(?!.*(\.\.|\.-|-\.))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "give 3 to 63 lowercase letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts",
).regex(/^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)/, {
  error: ({ input }) =>
    `is ${shown(input)}: S3 reserves names that start with xn--, sthree- or amzn-s3-demo-, or end with -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3`,
});

// SNS

export const topicArnSchema = matching(arnPattern("sns", "[\\w-]+"), "give the ARN of a topic");

// SQS

/** The ARN of a standard queue: SNS delivers messages of a standard topic to no FIFO queue. */
export const queueArnSchema = matching(
  arnPattern("sqs", "[\\w-]{1,80}"),
  "give the ARN of a standard queue, arn:aws:sqs:<region>:<account>:<name>",
);
