import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { topicArn } from "../aws/arn";
import { noteCreated } from "../aws/created-resources";
import { type ScopeArgs, scopeOf } from "../aws/scope";
import { topicPolicy } from "../iam/topic-policy";

/** @internal */
export interface ApprovalTopicArgs extends ScopeArgs {
  topicName: string;
  encryptionKeyArn: pulumi.Input<string>;
  /** Email addresses of the subscribers; SNS asks each to confirm. */
  emails: string[];
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates the SNS topic for approval requests, with its policy and email subscriptions.
 *
 * @internal
 */
export class ApprovalTopic extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: ApprovalTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aws-pipelines:index:ApprovalTopic", name, args, opts);
    noteCreated(topicArn(scopeOf(args), args.topicName));
    const { region, topicName, encryptionKeyArn, emails, tags } = args;
    const child = { parent: this };

    const policy = topicPolicy(scopeOf(args), topicName);
    const topic = new sns.Topic(
      name,
      { region, name: topicName, kmsMasterKeyId: encryptionKeyArn, policy, tags },
      child,
    );
    for (const email of emails) {
      new sns.TopicSubscription(
        `${name}-${email}`,
        { region, topic: topic.arn, protocol: "email", endpoint: email },
        child,
      );
    }

    this.topicArn = topic.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }
}
