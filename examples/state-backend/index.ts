import { StateBackend } from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";

// The state backend of all pipelines of one account. Keep its own state elsewhere: in Pulumi Cloud, or in another bucket.
const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region") };
const aws = new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] });

const state = new StateBackend(
  "acme-state",
  { ...scope, users: config.requireObject<string[]>("users"), tags: { owner: "platform" } },
  { providers: { aws }, protect: true },
);

export const { bucketName, keyAlias, backendUrl, secretsProvider } = state;
