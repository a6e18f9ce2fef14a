import { bucketArn, keyArn, objectArn } from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { type KeyReference, keyResource, unknownKeyId } from "./key-use";
import { allowStatement, type Statement } from "./statement";

/** How a role uses the artifacts in a store. */
export interface ArtifactUse {
  readonly read: boolean;
  readonly write: boolean;
  /** Whether written objects may carry tags, as the objects of an S3 source do. */
  readonly tagged?: boolean;
}

/** The S3 actions by use: `look` is on the bucket, for every use; the others are on its objects. */
export const artifactActions = {
  look: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
  read: ["s3:GetObject", "s3:GetObjectVersion"],
  write: ["s3:PutObject", "s3:PutObjectAcl"],
  tag: ["s3:PutObjectTagging"],
} as const;

/**
 * Returns the statements to read and write CodePipeline artifacts in one or several buckets of this account. AWS's own
 * service role always holds the tagging actions; here only actions with tagged source objects do.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
 */
export function artifactAccess(scope: AwsScope, bucketName: string | readonly string[], use: ArtifactUse): Statement[] {
  if (!use.read && !use.write) {
    return [];
  }
  const conditions = { StringEquals: { "aws:ResourceAccount": scope.account } };
  const buckets = [bucketName].flat();
  const read = use.read ? artifactActions.read : [];
  const write = use.write ? artifactActions.write : [];
  const tags = use.write && use.tagged ? artifactActions.tag : [];
  return [
    allowStatement({
      sid: "ArtifactStore",
      actions: artifactActions.look,
      resources: buckets.map((bucket) => bucketArn(scope, bucket)),
      conditions,
    }),
    allowStatement({
      sid: "Artifacts",
      actions: [...read, ...write, ...tags],
      resources: buckets.map((bucket) => objectArn(scope, bucket)),
      conditions,
    }),
  ];
}

/**
 * The permissions of a server or role that downloads artifacts itself. The scope is the account of the bucket. As the
 * encryption context, S3 sends the ARN of a bucket that has a bucket key. Without a bucket key, S3 sends the ARN of the
 * object.
 *
 * @param key - the key of the bucket; without it, the statement has a gap for the id of the key
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function downloadArtifacts(
  scope: AwsScope,
  bucketName: string,
  key: KeyReference = keyArn(scope, unknownKeyId),
): Statement[] {
  const everything = objectArn(scope, bucketName);
  const { resources, conditions } = keyResource(scope, key);
  return [
    allowStatement({ sid: "DownloadArtifacts", actions: artifactActions.read, resources: [everything] }),
    allowStatement({
      sid: "DecryptArtifacts",
      actions: ["kms:Decrypt"],
      resources,
      conditions: {
        ...conditions,
        StringEquals: { "kms:ViaService": regionalService(scope, "s3") },
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn(scope, bucketName), everything] },
      },
    }),
  ];
}
