import { topicArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { policyDocument } from "./statement";

/**
 * The policy of a topic: TLS only. Publishers of the same account need a grant in their own documents.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
 */
export function topicPolicy(scope: AwsScope, topicName: string): string {
  return policyDocument([
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: topicArn(scope, topicName),
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
