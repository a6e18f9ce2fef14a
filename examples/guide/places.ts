import type { PipelineDefinition } from "@platform/aws-pipelines";
import { build, deploy, source } from "./actions";

const inAmerica = { ...deploy, name: "America", region: "us-east-1" };

// The role and the stack are in the production account.
const inProduction = {
  ...deploy,
  name: "Production",
  roleArn: "arn:aws:iam::444455556666:role/shop-deploy",
  configuration: { ...deploy.configuration, RoleArn: "arn:aws:iam::444455556666:role/shop-stack" },
};

export const everywhere: PipelineDefinition = {
  stages: [
    { name: "Source", actions: [source] },
    { name: "Build", actions: [build] },
    { name: "Deploy", actions: [deploy, inAmerica, inProduction] },
  ],
};
