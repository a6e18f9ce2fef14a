import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { DeliveryEnvironment, readDeliverySettings } from "../../../components";

// Environments like the dev stack in one program. The stack settings give their number.
const { config } = parse(readFileSync(join(__dirname, "../../../Pulumi.dev.yaml"), "utf8"));
const settings = readDeliverySettings("aws-pipelines:environment", config["aws-pipelines:environment"]);
const aws = new Provider("aws", { region: settings.region, allowedAccountIds: [settings.account] });

for (let index = 0; index < new pulumi.Config().requireNumber("count"); index += 1) {
  new DeliveryEnvironment(`shop-${index}`, settings, { providers: { aws } });
}
