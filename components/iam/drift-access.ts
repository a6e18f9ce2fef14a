import { stackArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/**
 * The statements by which a build lets CloudFormation detect the drift of one stack. CloudFormation reads the resources
 * with the permissions of the caller, which come beside these.
 *
 * @param scope - account, region and partition of the stack
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
 */
export function detectStackDrift(scope: AwsScope, stackName: string): Statement[] {
  return [
    allowStatement({
      sid: "DetectDrift",
      actions: [
        "cloudformation:DescribeStackResourceDrifts",
        "cloudformation:DescribeStacks",
        "cloudformation:DetectStackDrift",
        "cloudformation:DetectStackResourceDrift",
      ],
      resources: [stackArn(scope, stackName)],
    }),
    // AWS limits these to no resource: a detection has an id, and a type belongs to no stack.
    allowStatement({
      sid: "FollowDetection",
      actions: ["cloudformation:BatchDescribeTypeConfigurations", "cloudformation:DescribeStackDriftDetectionStatus"],
      resources: ["*"],
    }),
  ];
}
