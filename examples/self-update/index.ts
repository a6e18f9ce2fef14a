import { DeliveryEnvironment, readDeliverySettings } from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";

// An environment whose own stack is updated by a pipeline from this repository, after an approval.
const settings = readDeliverySettings("self-update:environment", new pulumi.Config().getObject("environment"));
const aws = new Provider("aws", { region: settings.region, allowedAccountIds: [settings.account] });

const environment = new DeliveryEnvironment(`${settings.application}-${pulumi.getStack()}`, settings, {
  providers: { aws },
});

export const { pipelineName, selfUpdatePipelineName } = environment;
