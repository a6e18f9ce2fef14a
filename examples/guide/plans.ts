import {
  approvalAction,
  DeliveryPipeline,
  gitSource,
  outputVariable,
  planStack,
  planStages,
  planUpdate,
} from "@platform/aws-pipelines";

const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  repository: "acme/network",
});
const network = planUpdate({
  name: "Network",
  input: source,
  tool: "terraform",
  version: "1.13.5",
  sha256: "b7b0df5ffc1ffb2c7e8f9b3b6c2dbbd2ee1c7c9b1c9a5a7c4a63a4d4ba5eb20a",
  directory: "network",
  state: { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state", key: "network.tfstate" },
  permissions: [
    { actions: ["ec2:CreateVpc"], resources: ["arn:aws:ec2:eu-central-1:111122223333:vpc/*"] },
    { actions: ["ec2:DescribeVpcs"], resources: ["*"] },
  ],
});
const queue = planStack({
  name: "Queue",
  input: source,
  stackName: "orders-queue",
  template: "queue.yaml",
  permissions: [{ actions: ["sqs:CreateQueue"], resources: ["arn:aws:sqs:eu-central-1:111122223333:orders-*"] }],
  commit: outputVariable(source, "CommitId"),
});
const notify = ["ops@acme.example"];

/** Creates a pipeline that deploys a network and a stack, each after an approval of its plan. */
export function createNetwork(): DeliveryPipeline {
  return new DeliveryPipeline("network", {
    stages: [
      { name: "Source", actions: [source] },
      { name: "Approve", actions: [approvalAction({ name: "Commit", notify })] },
      ...planStages(network, { name: "Network", notify }),
      ...planStages(queue, { name: "Queue", notify }),
    ],
  });
}
