import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { nameLimits, physicalName } from "../aws/physical-name";
import type { EventPattern } from "./events";
import type { Transformer } from "./message";

/** An EventBridge rule that is known before it exists. @internal */
export interface EventRuleArgs {
  readonly region: string;
  readonly ruleName: string;
  readonly description: string;
  readonly pattern: EventPattern;
  /**
   * Whether the rule sees calls that only read, as CloudTrail records them.
   * @default false
   */
  readonly seesReads?: boolean | undefined;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** Receiver of the events of a rule. @internal */
export interface EventTargetArgs {
  /** The key of the target, which its id comes from: up to 64 letters, digits, dots, hyphens and underscores. */
  readonly key: string;
  readonly arn: pulumi.Input<string>;
  /**
   * The text that the receiver gets.
   * @default - the event
   */
  readonly transformer?: Transformer | undefined;
  /**
   * The ARN of the role that EventBridge sends with.
   * @default - the policy of the receiver allows EventBridge
   */
  readonly roleArn?: string | undefined;
  /**
   * The ARN of the queue that keeps undelivered events.
   * @default - no queue
   */
  readonly deadLetterQueueArn?: string | undefined;
}

/** Creates a rule about events. @internal */
export function createEventRule(
  name: string,
  { region, ruleName, description, pattern, seesReads = false, tags }: EventRuleArgs,
  opts: pulumi.CustomResourceOptions,
): cloudwatch.EventRule {
  return new cloudwatch.EventRule(
    name,
    {
      region,
      name: ruleName,
      description,
      eventPattern: JSON.stringify(pattern),
      ...(seesReads && { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }),
      tags,
    },
    opts,
  );
}

/** Creates a target of a rule. @internal */
export function createEventTarget(
  name: string,
  rule: cloudwatch.EventRule,
  region: string,
  { key, arn, transformer, roleArn, deadLetterQueueArn }: EventTargetArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  new cloudwatch.EventTarget(
    name,
    {
      region,
      rule: rule.name,
      targetId: physicalName([key.replace(/[^.\w-]+/g, "-")], nameLimits.eventRule),
      arn,
      ...(transformer && {
        inputTransformer: { inputPaths: { ...transformer.inputPaths }, inputTemplate: transformer.inputTemplate },
      }),
      ...(roleArn !== undefined && { roleArn }),
      ...(deadLetterQueueArn !== undefined && { deadLetterConfig: { arn: deadLetterQueueArn } }),
    },
    opts,
  );
}
