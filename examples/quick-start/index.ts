import { DeliveryEnvironment } from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";

const account = "111122223333";
const region = "eu-central-1";
const aws = new Provider("aws", { region, allowedAccountIds: [account] });

export const { pipelineName, repositoryUri } = new DeliveryEnvironment(
  "shop-dev",
  {
    application: "shop",
    account,
    region,
    source: {
      connectionArn: `arn:aws:codeconnections:${region}:${account}:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f`,
      repository: "acme/shop",
    },
    deploy: {
      tool: "terraform",
      version: "1.13.5",
      sha256: "0000000000000000000000000000000000000000000000000000000000000000",
      permissions: [
        { actions: ["ecs:UpdateService"], resources: [`arn:aws:ecs:${region}:${account}:service/shop-dev/web`] },
      ],
    },
  },
  { providers: { aws } },
);
