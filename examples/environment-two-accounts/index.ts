import { DeliveryEnvironment, readDeliverySettings } from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";

// The settings say where the pipeline lives, and where it deploys. The program creates the roles of both accounts.
const settings = readDeliverySettings(
  "environment-two-accounts:environment",
  new pulumi.Config().getObject("environment"),
);
// A run with the credentials of another account fails before it changes anything.
const aws = new Provider("aws", { region: settings.region, allowedAccountIds: [settings.account] });
const { account = settings.account, region = settings.region } = settings.target ?? {};
const target = new Provider("target", { region, assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/pulumi` }] });

const name = `${settings.application}-${pulumi.getStack()}`;
export const { pipelineName } = new DeliveryEnvironment(
  name,
  { ...settings, accounts: { [account]: target } },
  { providers: { aws } },
);
