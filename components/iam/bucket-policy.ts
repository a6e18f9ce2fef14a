import { anyKeyArn, bucketArn, objectArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { artifactActions } from "./artifact-access";
import { policyDocument, type Statement } from "./statement";

/** The ARNs of roles of other accounts that use a bucket, by what they do there. */
export interface OtherAccountRoles {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Those among them who write what carries tags, as objects of an S3 source do. */
  readonly tag: readonly string[];
}

/**
 * The policy of a bucket that holds artifacts: TLS only, and every upload names a key of ours. Roles of other accounts
 * are let in here, since what their own documents say is not enough.
 *
 * S3 compares the header with key ARNs alone. That of a key made in the same program is unknown before it exists, so
 * the comparison is with the keys of this account and region; default encryption and the key's own policy do the rest.
 *
 * @param keyArn - The ARN of a brought key; none for a key made in the same program.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
 */
export function artifactBucketPolicy(
  scope: AwsScope,
  bucketName: string,
  keyArn?: string,
  others: OtherAccountRoles = { read: [], write: [], tag: [] },
): string {
  return policyDocument([
    tlsOnly(scope, bucketName),
    denyUploads(scope, bucketName, "EncryptedUploadsOnly", {
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
    }),
    // Absent counts as different here: SSE-KMS without a key's name would be under the account's aws/s3 key.
    denyUploads(scope, bucketName, "OwnKeyOnly", {
      [keyArn ? "StringNotEquals" : "StringNotLike"]: {
        "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn ?? anyKeyArn(scope),
      },
    }),
    ...allowOtherAccounts(scope, bucketName, others),
  ]);
}

/** What of the policy of a bucket lets roles of other accounts use the artifacts in it; nothing for no such role. */
export function allowOtherAccounts(scope: AwsScope, bucketName: string, others: OtherAccountRoles): Statement[] {
  const objects = objectArn(scope, bucketName);
  const all = [...new Set([...others.read, ...others.write])];
  return [
    ...allowRoles("OtherAccounts", all, artifactActions.look, bucketArn(scope, bucketName)),
    ...allowRoles("OtherAccountsRead", others.read, artifactActions.read, objects),
    // The owner of the bucket owns everything in it: nobody from elsewhere has to say who may read an object.
    ...allowRoles("OtherAccountsWrite", others.write, ["s3:PutObject"], objects),
    ...allowRoles("OtherAccountsTag", others.tag, artifactActions.tag, objects),
  ];
}

/**
 * The policy of a bucket that holds state: TLS only, and no upload that says how it is encrypted, so that everything is
 * under the bucket's own key. To ask for a header instead would lock out Pulumi, and the locks of some OpenTofu versions,
 * which send none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export function stateBucketPolicy(scope: AwsScope, bucketName: string): string {
  const refuse = (sid: string, header: string) =>
    denyUploads(scope, bucketName, sid, { Null: { [`s3:x-amz-server-side-encryption${header}`]: "false" } });
  return policyDocument([
    tlsOnly(scope, bucketName),
    refuse("NoOtherAlgorithm", ""),
    refuse("NoOtherKey", "-aws-kms-key-id"),
    refuse("NoCustomerProvidedKey", "-customer-algorithm"),
  ]);
}

/**
 * The policy of a bucket that S3 delivers the access logs of another bucket to. It refuses no upload for its headers:
 * the delivery sends none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function logBucketPolicy(scope: AwsScope, bucketName: string, sourceBucketName: string): string {
  return policyDocument([
    tlsOnly(scope, bucketName),
    {
      Sid: "AccessLogDelivery",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: objectArn(scope, bucketName),
      Condition: {
        StringEquals: { "aws:SourceAccount": scope.account },
        ArnEquals: { "aws:SourceArn": bucketArn(scope, sourceBucketName) },
      },
    },
  ]);
}

function tlsOnly(scope: AwsScope, bucketName: string): Statement {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn(scope, bucketName), objectArn(scope, bucketName)],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

function allowRoles(sid: string, roles: readonly string[], actions: readonly string[], resource: string): Statement[] {
  return roles.length === 0
    ? []
    : [
        {
          Sid: sid,
          Effect: "Allow",
          Principal: { AWS: [...roles] },
          Action: [...actions],
          Resource: resource,
        },
      ];
}

function denyUploads(
  scope: AwsScope,
  bucketName: string,
  sid: string,
  condition: NonNullable<Statement["Condition"]>,
): Statement {
  return {
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: objectArn(scope, bucketName),
    Condition: condition,
  };
}
