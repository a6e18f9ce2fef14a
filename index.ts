import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { DeliveryEnvironment, readDeliverySettings } from "./components";

const settings = readDeliverySettings("aws-pipelines:environment", new pulumi.Config().getObject("environment"));
const { application, account, region } = settings;

// A run with the credentials of another account fails before it changes anything.
const aws = new Provider("aws", { region, allowedAccountIds: [account] });

const environment = new DeliveryEnvironment(`${application}-${pulumi.getStack()}`, settings, { providers: { aws } });

export const { bucketName, keyArn, repositoryUri, projectNames, pipelineName, pipelineArn } = environment;
