import { DeliveryPipeline, trustPipeline } from "@platform/aws-pipelines";
import { Role } from "@pulumi/aws/iam";
import { build, deploy, source } from "./actions";

const place = { account: "111122223333", region: "eu-central-1" };
const roleArn = "arn:aws:iam::111122223333:role/deployer";

/** Creates a pipeline, and the role that deploys. */
export function createShop(): DeliveryPipeline {
  const deployer = new Role("deployer", { name: "deployer", assumeRolePolicy: trustPipeline("shop", place) });
  return new DeliveryPipeline("shop", {
    ...place,
    roles: { [roleArn]: deployer },
    stages: [
      { name: "Source", actions: [source] },
      { name: "Build", actions: [build] },
      { name: "Deploy", actions: [{ ...deploy, roleArn }] },
    ],
  });
}
