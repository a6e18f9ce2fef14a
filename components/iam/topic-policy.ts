import { topicArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { policyDocument, type Statement } from "./statement";

/** A service that publishes to a topic in the name of this account. */
export interface TopicPublisher {
  readonly service: "cloudwatch" | "codestar-notifications" | "events";
  /** Pattern of the ARNs that publish, where AWS documents that the service sends `aws:SourceArn`. */
  readonly sourceArn?: string;
}

/**
 * The policy of a topic: TLS only, and a statement for each publishing service. Roles of the same account need a grant in
 * their own documents.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
 */
export function topicPolicy(scope: AwsScope, topicName: string, publishers: readonly TopicPublisher[] = []): string {
  return policyDocument([
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: topicArn(scope, topicName),
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    ...publishers.map((publisher) => publishStatement(scope, topicArn(scope, topicName), publisher)),
  ]);
}

const sids: Readonly<Record<TopicPublisher["service"], string>> = {
  cloudwatch: "Alarms",
  "codestar-notifications": "NotificationRules",
  events: "EventRules",
};

/**
 * The statement by which a topic accepts messages of a service for this account. AWS documents `aws:SourceArn` for
 * publishing alarms only.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/troubleshooting.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function publishStatement(scope: AwsScope, topic: string, { service, sourceArn }: TopicPublisher): Statement {
  return {
    Sid: sids[service],
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: "sns:Publish",
    Resource: topic,
    Condition: {
      StringEquals: { "aws:SourceAccount": scope.account },
      ...(sourceArn !== undefined && { ArnLike: { "aws:SourceArn": sourceArn } }),
    },
  };
}
