import { allowStatement } from "@platform/aws-pipelines";
import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

/** The role that CloudFormation uses for the stack of one environment. It reaches the queue of that stack only. */
export interface StackRole {
  /** Plain text, so that pipelines and policies can name the role on the first preview. */
  readonly arn: string;
  readonly role: iam.Role;
  readonly queueArn: string;
  /** Resources to create before the stack. */
  readonly ready: pulumi.Resource[];
}

export function stackRole(
  { account, region }: { account: string; region: string },
  environment: string,
  opts: pulumi.CustomResourceOptions,
): StackRole {
  const name = `orders-${environment}-stack`;
  const queueArn = `arn:aws:sqs:${region}:${account}:orders-${environment}`;
  const role = new iam.Role(
    name,
    {
      name,
      description: `CloudFormation role of the stack orders-${environment}`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "cloudformation.amazonaws.com" },
            Action: "sts:AssumeRole",
            // Without this condition, another account could make CloudFormation use the role.
            Condition: { StringEquals: { "aws:SourceAccount": account } },
          },
        ],
      }),
    },
    opts,
  );
  const queue = allowStatement({
    sid: "Queue",
    actions: [
      "sqs:CreateQueue",
      "sqs:DeleteQueue",
      "sqs:GetQueueAttributes",
      "sqs:ListQueueTags",
      "sqs:SetQueueAttributes",
      "sqs:TagQueue",
      "sqs:UntagQueue",
    ],
    resources: [queueArn],
  });
  const permissions = new iam.RolePolicy(
    `${name}-policy`,
    { name: "stack", role: role.name, policy: JSON.stringify({ Version: "2012-10-17", Statement: [queue] }) },
    opts,
  );
  return { arn: `arn:aws:iam::${account}:role/${name}`, role, queueArn, ready: [role, permissions] };
}
