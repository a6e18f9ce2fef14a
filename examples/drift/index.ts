import { DeliveryEnvironment } from "@platform/aws-pipelines";

const account = "111122223333";
const region = "eu-central-1";

// Every night, each deployment is compared with its resources on AWS. The message names the resources that drifted.
export const { pipelineName, notificationTopicArn } = new DeliveryEnvironment("shop-prod", {
  application: "shop",
  account,
  region,
  source: {
    connectionArn: `arn:aws:codeconnections:${region}:${account}:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f`,
    repository: "acme/shop",
  },
  approval: { notify: ["release@acme.example"] },
  deployments: [
    {
      name: "Network",
      tool: "pulumi",
      version: "3.248.0",
      sha256: "0000000000000000000000000000000000000000000000000000000000000000",
      directory: "network",
      stack: "organization/network/prod",
      // The check gets the actions that read.
      permissions: [
        { actions: ["ec2:CreateTags"], resources: [`arn:aws:ec2:${region}:${account}:vpc/*`] },
        { actions: ["ec2:DescribeVpcs"], resources: ["*"] },
      ],
      state: { backend: "s3", bucketName: `acme-state-${account}-${region}`, keyAlias: "acme-state" },
    },
    {
      name: "Queue",
      tool: "cloudformation",
      stackName: "shop-queue",
      template: "queue.yaml",
      permissions: [
        {
          actions: ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:GetQueueAttributes", "sqs:SetQueueAttributes"],
          resources: [`arn:aws:sqs:${region}:${account}:shop-queue`],
        },
      ],
      drift: {
        permissions: [
          {
            actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
            resources: [`arn:aws:sqs:${region}:${account}:shop-queue`],
          },
        ],
      },
    },
  ],
  drift: { schedule: "cron(0 3 * * ? *)" },
  notify: { emails: ["on-call@acme.example"] },
});
