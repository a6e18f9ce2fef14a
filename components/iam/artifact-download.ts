import { anyKeyArn, bucketArn, objectArn } from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { artifactActions } from "./artifact-access";
import { allowStatement, type Statement } from "./statement";

/**
 * What a machine must be allowed that fetches artifacts itself, with its own role. The account is that of the bucket,
 * whosever the machine is. The key is not known by name here, so that it is limited by what S3 decrypts with it: objects
 * of this bucket, which S3 states as the bucket's ARN where the bucket has a key of its own, and as the object's where not.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function downloadArtifacts(scope: AwsScope, bucketName: string): Statement[] {
  const everything = objectArn(scope, bucketName);
  return [
    allowStatement({ sid: "DownloadArtifacts", actions: artifactActions.read, resources: [everything] }),
    allowStatement({
      sid: "DecryptArtifacts",
      actions: ["kms:Decrypt"],
      resources: [anyKeyArn(scope)],
      conditions: {
        StringEquals: { "kms:ViaService": regionalService(scope, "s3") },
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn(scope, bucketName), everything] },
      },
    }),
  ];
}
