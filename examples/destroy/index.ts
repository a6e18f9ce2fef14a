import { DestroyPipeline } from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";

// Destroys the stack organization/shop/prod after the approval of both groups.
const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region") };
const aws = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });
const role = (name: string) => `arn:aws:iam::${scope.account}:role/${name}`;
const service = `arn:aws:ecs:${scope.region}:${scope.account}:service/shop-prod/web`;

const destroy = new DestroyPipeline(
  "shop-destroy",
  {
    ...scope,
    infrastructure: {
      tool: "pulumi",
      version: "3.221.0",
      sha256: "fe736f91b4153f94f859870e34dda01e648552c25f702c8a42282acf3a5db9ad",
      stack: "organization/shop/prod",
    },
    source: { connectionArn: config.require("connectionArn"), repository: "acme/shop" },
    state: { backend: "s3", bucketName: `acme-state-${scope.account}-${scope.region}`, keyAlias: "acme-state" },
    approvers: {
      first: { notify: ["shop-leads@acme.example"], principals: [role("shop-leads")] },
      second: { notify: ["platform@acme.example"], principals: [role("platform-leads")] },
    },
    permissions: [
      { actions: ["ecs:DeleteService", "ecs:DescribeServices", "ecs:UpdateService"], resources: [service] },
    ],
    protect: true,
    tags: { owner: "shop-team" },
  },
  { providers: { aws } },
);

export const { pipelineName, projectNames, topicArns } = destroy;
