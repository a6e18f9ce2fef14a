import { bucketArn, objectArn, pipelineArn, repositoryArn } from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { throughAccounts } from "./bucket-policy";
import { pulling } from "./image-access";
import { keyResource } from "./key-use";
import { allowStatement, policyDocument, type Statement } from "./statement";

/** A release store: a bucket, and the alias of its key without `alias/`. */
export interface ReleaseStoreName {
  readonly scope: AwsScope;
  readonly bucketName: string;
  readonly keyAlias: string;
}

/** Lets a build write the records of one folder. The policy of the key allows the role itself. */
export function writeRecords({ scope, bucketName }: ReleaseStoreName, folder: string): Statement {
  return allowStatement({
    sid: "WriteRecords",
    actions: ["s3:PutObject"],
    resources: [objectArn(scope, bucketName, `${folder}/*`)],
    conditions: ofOwner(scope),
  });
}

/**
 * Lets a build read the records of one folder, in any account. The key of another account must stand in the role's own
 * document too; its alias is known before the key exists.
 */
export function readRecords({ scope, bucketName, keyAlias }: ReleaseStoreName, folder: string): Statement[] {
  const { resources, conditions } = keyResource(scope, { alias: keyAlias });
  return [
    allowStatement({
      sid: "ReadRecords",
      actions: ["s3:GetObject"],
      resources: [objectArn(scope, bucketName, `${folder}/*`)],
      conditions: ofOwner(scope),
    }),
    allowStatement({
      sid: "DecryptRecords",
      actions: ["kms:Decrypt"],
      resources,
      conditions: {
        ...conditions,
        StringEquals: { "kms:ViaService": regionalService(scope, "s3") },
        // S3 sends the ARN of the bucket with a bucket key, and the ARN of the object without one.
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": [bucketArn(scope, bucketName), objectArn(scope, bucketName)],
        },
      },
    }),
  ];
}

function ofOwner({ account }: AwsScope) {
  return { StringEquals: { "aws:ResourceAccount": account } };
}

/**
 * Lets a build see the images of a repository, in any account: their digests and tags.
 *
 * @param signed - whether it reads the signatures beside them too
 */
export function seeImages({ scope, repositoryName }: ImagePlace, signed: boolean): Statement {
  return allowStatement({
    sid: "SeeImages",
    actions: seeing(signed),
    resources: [repositoryArn(scope, repositoryName)],
  });
}

/** Actions that show images of a repository, and the signatures beside them. */
function seeing(signed: boolean): string[] {
  return [...(signed ? ["ecr:BatchGetImage"] : []), "ecr:DescribeImages"];
}

/** Actions that put an image into a repository, and show images and signatures there. */
const writing = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeImages",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

/** An ECR repository in its account and region. */
export interface ImagePlace {
  readonly scope: AwsScope;
  readonly repositoryName: string;
}

/**
 * Lets a build copy images from one repository, in any account, to another one. The build calls ECR itself, so it logs
 * in to no registry.
 */
export function copyImages(from: ImagePlace, to: ImagePlace): Statement[] {
  return [
    allowStatement({
      sid: "ReadImages",
      actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [repositoryArn(from.scope, from.repositoryName)],
    }),
    allowStatement({
      sid: "WriteImages",
      actions: writing,
      resources: [repositoryArn(to.scope, to.repositoryName)],
    }),
  ];
}

/** The key that signs the images of an environment: its account and region, and its alias without `alias/`. */
export interface SigningKeyName {
  readonly scope: AwsScope;
  readonly keyAlias: string;
}

/** Lets a build sign the images that it sees in a repository. The policy of the key allows the role itself. */
export function signImages({ scope, repositoryName }: ImagePlace): Statement {
  return allowStatement({
    sid: "SignImages",
    actions: writing,
    resources: [repositoryArn(scope, repositoryName)],
  });
}

/**
 * Lets a build verify signatures with a key, in any account. The key of another account must stand in the role's own
 * document too; its alias is known before the key exists.
 */
export function verifySignatures({ scope, keyAlias }: SigningKeyName): Statement {
  return allowStatement({
    sid: "VerifySignatures",
    actions: ["kms:Verify"],
    ...keyResource(scope, { alias: keyAlias }),
  });
}

/**
 * Lets a build read the findings of scans: of ECR, and of Inspector, which AWS limits to no resource.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
export function readFindings({ scope, repositoryName }: ImagePlace): Statement[] {
  return [
    allowStatement({
      sid: "ReadFindings",
      actions: ["ecr:DescribeImageScanFindings"],
      resources: [repositoryArn(scope, repositoryName)],
    }),
    allowStatement({ sid: "ReadInspector", actions: ["inspector2:ListFindings"], resources: ["*"] }),
  ];
}

/** Lets a role start one pipeline. */
export function startPipeline(scope: AwsScope, pipelineName: string): Statement {
  return allowStatement({
    sid: "StartPipeline",
    actions: ["codepipeline:StartPipelineExecution"],
    resources: [pipelineArn(scope, pipelineName)],
  });
}

/** ARNs of the roles that use the images of a repository, by use. They may not exist yet. */
export interface ImageUsers {
  /** Roles that push images or move their tags. Nobody else may, whatever other roles are granted. */
  readonly push: readonly string[];
  /** Builds that verify releases. */
  readonly verify: readonly string[];
  /**
   * Whether these builds verify signatures of images too.
   * @default false
   */
  readonly signed?: boolean;
  /** Builds that copy images. */
  readonly copy: readonly string[];
  /** Roles that pull images, such as the execution roles of ECS tasks. */
  readonly pull: readonly string[];
}

/**
 * The policy of a repository whose images others receive; undefined without any role. A pushed image would be vouched for
 * under the tag of a commit, so only some roles push. Policies of repositories name no resource.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
 */
export function receiverPolicy(
  scope: AwsScope,
  { push, verify, signed = false, copy, pull }: ImageUsers,
): string | undefined {
  const statements: Statement[] = [
    ...(push.length === 0 ? [] : [pushersOnly(push)]),
    ...throughAccounts(scope, "Verify", verify, seeing(signed)),
    ...throughAccounts(scope, "Copy", copy, ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]),
    ...throughAccounts(scope, "Pull", pull, pulling),
  ];
  return statements.length === 0 ? undefined : policyDocument(statements);
}

function pushersOnly(roles: readonly string[]): Statement {
  return {
    Sid: "PushersOnly",
    Effect: "Deny",
    Principal: "*",
    Action: ["ecr:PutImage"],
    Condition: { ArnNotEquals: { "aws:PrincipalArn": [...new Set(roles)].sort() } },
  };
}
