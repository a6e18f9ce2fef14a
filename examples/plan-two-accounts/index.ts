import {
  approvalAction,
  DeliveryPipeline,
  gitSource,
  outputVariable,
  planStack,
  planStages,
  planUpdate,
} from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";

const account = "333344445555";
const region = "eu-central-1";
const target = { account };
const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  repository: "acme/network",
});
const network = planUpdate({
  name: "Network",
  input: source,
  target,
  tool: "terraform",
  version: "1.13.5",
  sha256: "b7b0df5ffc1ffb2c7e8f9b3b6c2dbbd2ee1c7c9b1c9a5a7c4a63a4d4ba5eb20a",
  directory: "network",
  state: {
    backend: "s3",
    bucketName: `acme-state-${account}-${region}`,
    keyAlias: "acme-state",
    key: "network.tfstate",
  },
  permissions: [
    { actions: ["ec2:CreateVpc"], resources: [`arn:aws:ec2:${region}:${account}:vpc/*`] },
    { actions: ["ec2:DescribeVpcs"], resources: ["*"] },
  ],
});
const queue = planStack({
  name: "Queue",
  input: source,
  target,
  stackName: "orders-queue",
  template: "queue.yaml",
  permissions: [{ actions: ["sqs:CreateQueue"], resources: [`arn:aws:sqs:${region}:${account}:orders-*`] }],
  commit: outputVariable(source, "CommitId"),
});
const notify = ["ops@acme.example"];

export const { pipelineName } = new DeliveryPipeline("network", {
  accounts: {
    [account]: new Provider("prod", { region, assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/pulumi` }] }),
  },
  stages: [
    { name: "Source", actions: [source] },
    { name: "Approve", actions: [approvalAction({ name: "Commit", notify })] },
    ...planStages(network, { name: "Network", notify }),
    ...planStages(queue, { name: "Queue", notify }),
  ],
});
