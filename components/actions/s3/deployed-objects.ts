import { anyKeyArn, bucketArn, keyArn, objectArn } from "../../aws/arn";
import { type AwsScope, regionalService } from "../../aws/scope";
import { allowStatement, type Conditions, type Statement } from "../../iam/statement";

/** What is put into a bucket of one's own. */
export interface DeployedObjects {
  readonly bucketName: string;
  /** A key, or the beginning of keys that ends in `*`; `*` stands for whatever is unknown within it, too. */
  readonly objectKey: string;
  /** The canned ACL that the objects get. */
  readonly cannedAcl?: string | undefined;
  /** The id or ARN of the key that they are encrypted under, or the ARN of an alias of it. */
  readonly key?: string | undefined;
}

/**
 * Lets an action put objects into a bucket of the account that it runs in. The pages of AWS also grant what tagged
 * objects need; artifacts have no tags.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function putObjects(scope: AwsScope, { bucketName, objectKey, cannedAcl, key }: DeployedObjects): Statement[] {
  const own = { "aws:ResourceAccount": scope.account };
  const objects = (sid: string, actions: string[], equals: Record<string, string> = {}) =>
    allowStatement({
      sid,
      actions,
      resources: [objectArn(scope, bucketName, objectKey)],
      conditions: { StringEquals: { ...own, ...equals } },
    });
  return [
    allowStatement({
      sid: "Bucket",
      actions: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
      resources: [bucketArn(scope, bucketName)],
      conditions: { StringEquals: own },
    }),
    objects("Objects", ["s3:PutObject"]),
    ...(cannedAcl === undefined
      ? []
      : [objects("ObjectAcls", ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"], { "s3:x-amz-acl": cannedAcl })]),
    ...(key === undefined ? [] : [encryptThroughS3(scope, key)]),
  ];
}

// A multipart upload decrypts the data key. S3 is told an alias and IAM is not: it knows keys, and which aliases they have.
function encryptThroughS3(scope: AwsScope, key: string): Statement {
  const conditions: Conditions = {
    StringEquals: { "kms:ViaService": regionalService(scope, "s3") },
  };
  const alias = /:(alias\/.+)$/.exec(key)?.[1];
  return allowStatement({
    sid: "ObjectKey",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [alias === undefined ? keyArn(scope, key) : anyKeyArn(scope)],
    conditions:
      alias === undefined
        ? conditions
        : { ...conditions, "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } },
  });
}
