import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Buildspec,
  codeBuildAction,
  codeStarSourceConnectionAction,
  lambdaDeployAction,
  type PipelineDefinition,
  readPipelineDefinition,
} from "@platform/aws-pipelines";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { createPipeline } from "./create-pipeline";

// Two services in one repository. Each has a pipeline that starts only for changes of its own files, and pull requests
// have one that tests and deploys nothing. The functions belong to other stacks; the key's policy lets IAM decide.
const config = new pulumi.Config();
const where = { account: config.require("account"), region: config.require("region") };
const settings = { ...where, encryptionKeyArn: config.require("keyArn") };
const opts = { providers: { aws: new Provider("aws", { region: where.region, allowedAccountIds: [where.account] }) } };

const source = codeStarSourceConnectionAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: {
    ConnectionArn: config.require("connectionArn"),
    FullRepositoryId: config.require("repository"),
    BranchName: "main",
  },
});

// The team of the catalog writes its pipeline as YAML, and its editor checks that against the schema of the package.
const catalog = readPipelineDefinition("catalog.yaml", readFileSync(join(__dirname, "catalog.yaml"), "utf8"));

// The team of the cart writes the same in TypeScript.
const build = codeBuildAction({
  name: "Function",
  inputArtifacts: ["source"],
  outputArtifacts: ["function"],
  configuration: { ProjectName: "shop-cart-build" },
});
const deploy = lambdaDeployAction({
  name: "Function",
  inputArtifacts: ["function"],
  configuration: { FunctionName: "shop-cart", FunctionAlias: "current" },
});
const ownFiles = { branches: { includes: ["main"] }, filePaths: { includes: ["services/cart/**", "packages/**"] } };
const cart: PipelineDefinition = {
  triggers: [{ sourceAction: source.name, push: [ownFiles] }],
  stages: [
    { name: "Source", actions: [source] },
    { name: "Build", actions: [build] },
    { name: "Deploy", actions: [deploy] },
  ],
};

// What is proposed is not reviewed yet: this pipeline deploys nothing, and its builds write no artifacts.
const proposals: PipelineDefinition = {
  // No pull request waits for another, or takes its place.
  executionMode: "PARALLEL",
  triggers: [
    { sourceAction: source.name, pullRequest: [{ events: ["OPEN", "UPDATED"], branches: { includes: ["main"] } }] },
  ],
  stages: [
    { name: "Source", actions: [source] },
    { name: "Test", actions: ["cart", "catalog"].map(testOf) },
  ],
};

function testOf(service: string) {
  return codeBuildAction({
    name: service,
    category: "Test",
    inputArtifacts: ["source"],
    configuration: {
      ProjectName: "shop-proposals-build",
      EnvironmentVariables: [{ name: "SERVICE", value: service, type: "PLAINTEXT" }],
    },
  });
}

function buildOf(service: string): Buildspec {
  return {
    phases: { build: { commands: ["npm ci", `npm run build --workspace services/${service}`] } },
    artifacts: { "base-directory": `services/${service}/dist`, files: ["**/*"] },
  };
}

const tests = { phases: { build: { commands: ["npm ci", 'npm test --workspace "services/$SERVICE"'] } } };

createPipeline("shop-catalog", settings, { definition: catalog, buildspec: buildOf("catalog") }, opts);
createPipeline("shop-cart", settings, { definition: cart, buildspec: buildOf("cart") }, opts);
createPipeline("shop-proposals", settings, { definition: proposals, buildspec: tests }, opts);
