import { topicArn } from "./arn";
import type { AwsScope } from "./scope";
import { policyDocument } from "./statement";

/** The policy of a topic that the owning account's roles publish to, over TLS only. */
export function topicPolicy(scope: AwsScope, topicName: string, publisherArns: readonly string[]): string {
  const topic = topicArn(scope, topicName);
  return policyDocument([
    {
      Sid: "Publish",
      Effect: "Allow",
      Principal: { AWS: [...publisherArns] },
      Action: "sns:Publish",
      Resource: topic,
    },
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: topic,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
