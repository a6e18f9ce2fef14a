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

// Two services in one repository. Each has a pipeline that starts for changes of its own files. A third pipeline tests
// pull requests and deploys nothing. The functions belong to other stacks. The key policy delegates to IAM.
const config = new pulumi.Config();
const scope = { account: config.require("account"), region: config.require("region") };
const settings = { ...scope, encryptionKeyArn: config.require("encryptionKeyArn") };
const opts = { providers: { aws: new Provider("aws", { region: scope.region, allowedAccountIds: [scope.account] }) } };

const source = codeStarSourceConnectionAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: {
    ConnectionArn: config.require("connectionArn"),
    FullRepositoryId: config.require("repository"),
    BranchName: "main",
  },
});

// The catalog team writes its pipeline as YAML. Editors check the file with the schema of the package.
const catalog = readPipelineDefinition("catalog.yaml", readFileSync(join(__dirname, "catalog.yaml"), "utf8"));

// The cart team writes the same pipeline in TypeScript.
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

// A pull request is not reviewed yet: this pipeline deploys nothing, and its builds write no artifacts.
const proposals: PipelineDefinition = {
  // Pull requests neither wait for nor supersede each other.
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
