import {
  approvalAction,
  buildAction,
  DeliveryPipeline,
  gitSource,
  samPackage,
  stackAction,
} from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";

const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  repository: "acme/orders",
});
const build = buildAction({
  name: "Build",
  input: source,
  buildspec: samPackage({
    runtime: { python: "3.13" },
    commands: ["pip install -r requirements-dev.txt", "pytest"],
  }),
});
const accounts = { staging: "222233334444", prod: "333344445555" };
const deploy = (environment: keyof typeof accounts) =>
  stackAction({
    name: environment,
    input: build,
    stackName: `orders-${environment}`,
    sam: { api: "http" },
    parameters: { Environment: environment },
    target: { account: accounts[environment] },
  });
const providerOf = (account: string) =>
  new Provider(account, {
    region: "eu-central-1",
    assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/pulumi` }],
  });

export const { pipelineName } = new DeliveryPipeline("orders", {
  accounts: Object.fromEntries(Object.values(accounts).map((account) => [account, providerOf(account)])),
  artifacts: { expireAfterDays: 365 },
  stages: [
    { name: "Source", actions: [source] },
    { name: "Build", actions: [build] },
    { name: "Staging", actions: [deploy("staging")] },
    { name: "Approve", actions: [approvalAction({ name: "Release", notify: ["release@acme.example"] })] },
    { name: "Production", actions: [deploy("prod")] },
  ],
});
