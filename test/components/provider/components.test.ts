import assert from "node:assert/strict";
import type { PropertyMap } from "../../../cli/preview/base/property-value";
import { components } from "../../../components/provider/components";
import schema from "../../../components/provider/schema.json";
import type { PackageSpec } from "../../../components/provider/schema-types";
import { ProviderEngine } from "./support/engine";

const spec: PackageSpec = schema;
const place = { account: "111122223333", region: "eu-central-1" };
const encryptionKeyArn = "arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
const connectionArn =
  "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
const buildspec = { phases: { build: { commands: ["npm test"] } } };
const source = { connectionArn, repository: "acme/shop" };
const sourceStage = {
  name: "Source",
  actions: [
    {
      name: "Repository",
      provider: "CodeStarSourceConnection",
      outputArtifacts: ["Repository"],
      configuration: { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop", BranchName: "main" },
    },
  ],
};
const approve = { name: "Approve", actions: [{ name: "Release", provider: "Manual" }] };
const stack = {
  name: "Deploy",
  actions: [
    {
      name: "Stack",
      provider: "CloudFormation",
      inputArtifacts: ["Repository"],
      target: { account: "222233334444" },
      stackRole: {},
      configuration: { ActionMode: "CREATE_UPDATE", StackName: "shop", TemplatePath: "Repository::template.yaml" },
    },
  ],
};

/** The fewest inputs of each component. */
const inputs: Readonly<Record<string, PropertyMap>> = {
  ArtifactBucket: place,
  AuditTrail: {
    ...place,
    pipelineNames: ["shop"],
    administratorArns: ["arn:aws:iam::111122223333:role/security"],
    topicArns: ["arn:aws:sns:eu-central-1:111122223333:security"],
  },
  BuildNetwork: {
    ...place,
    encryptionKeyArn,
    existingVpc: {
      vpcId: "vpc-0123456789abcdef0",
      subnetIds: ["subnet-0123456789abcdef0"],
      routeTableIds: ["rtb-0123456789abcdef0"],
      hasInternet: true,
    },
  },
  BuildProject: { ...place, encryptionKeyArn, buildspec },
  CodeCommitRepository: { ...place, encryptionKeyArn },
  Connection: { region: "eu-central-1", providerType: "GitHub" },
  CustomAction: {
    category: "Build",
    configurationProperties: { ProjectName: { required: true, key: true } },
  },
  DeliveryEnvironment: {
    ...place,
    application: "shop",
    source,
    builds: [{ name: "Unit", commands: ["npm test"], files: ["dist/**"] }],
    deployments: [
      {
        name: "Site",
        input: "Unit",
        tool: "action",
        provider: "S3",
        configuration: { BucketName: "site", Extract: true },
      },
    ],
  },
  DeliveryPipeline: { ...place, stages: [sourceStage, approve] },
  DeploymentGroup: { ...place, target: { platform: "Lambda", functionNames: ["shop"] } },
  DestroyPipeline: {
    ...place,
    infrastructure: { tool: "terraform", version: "1.10.0", sha256: "a".repeat(64), directory: "deploy" },
    source,
    target: "shop-dev",
    permissions: [],
    state: { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state", key: "shop/dev.tfstate" },
    environmentVariables: { IMAGE_REPOSITORY_URI: { value: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop" } },
    approvers: { first: { notify: ["leads@acme.example"], principals: ["arn:aws:iam::111122223333:role/leads"] } },
  },
  Fleet: {
    ...place,
    source,
    cli: { version: "3.248.0", sha256: "a".repeat(64) },
    defaults: { project: "shop", config: { "shop:limits": { cpu: 1 } } },
    environments: { dev: {} },
    waves: [{ name: "all", environments: ["dev"], approval: { notify: ["leads@acme.example"] } }],
  },
  ImageRepository: { encryptionKeyArn },
  PackageRegistry: { ...place, npmScope: "acme" },
  Pipeline: { ...place, artifactBucketName: "acme-artifacts", encryptionKeyArn, stages: [sourceStage, approve] },
  PipelineAlarms: {
    ...place,
    pipelineNames: ["shop"],
    topicArns: ["arn:aws:sns:eu-central-1:111122223333:operators"],
    slowRunMinutes: 30,
  },
  PipelineNotifications: { ...place, pipelineNames: ["shop"], emails: ["team@acme.example"] },
  PullRequestChecks: {
    ...place,
    encryptionKeyArn,
    source: { type: "GITHUB", location: "https://github.com/acme/shop.git", connectionArn },
    baseBranches: ["main"],
    buildspec,
  },
  StateBackend: { ...place, users: ["arn:aws:iam::111122223333:role/shop-deploy"] },
  TargetAccount: { pipeline: place, account: "222233334444", stages: [sourceStage, stack] },
};

describe("the components of the provider", () => {
  let engine: ProviderEngine;

  before(async () => {
    engine = await ProviderEngine.start();
  });

  after(() => engine.stop());

  it("are those of the package schema", () => {
    assert.deepEqual(
      Object.keys(components).map((name) => `aws-pipelines:index:${name}`),
      Object.keys(spec.resources),
    );
  });

  for (const [name, given] of Object.entries(inputs)) {
    it(`include ${name}, with each output that the schema requires and no other`, async () => {
      const { properties, required = [] } = spec.resources[`aws-pipelines:index:${name}`] ?? { properties: {} };
      const { urn, state } = await engine.construct({
        type: `aws-pipelines:index:${name}`,
        name: name === "DestroyPipeline" ? "shop-destroy" : `a-${name.toLowerCase()}`,
        inputs: given,
      });
      const outputs = Object.keys(state);
      assert.deepEqual(
        required.filter((output) => !outputs.includes(output)),
        [],
      );
      assert.deepEqual(
        outputs.filter((output) => !(output in properties)),
        [],
      );
      assert.ok(engine.resources().some(({ parent }) => parent === urn));
    });
  }

  it("write nothing to the terminal", () => {
    assert.equal(engine.written(), "");
  });
});
