import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { output, RunError } from "@pulumi/pulumi";
import { codeDeployAction } from "../../../components/actions/codedeploy/action";
import { DeploymentGroup } from "../../../components/codedeploy/deployment-group";
import { Pipeline, type PipelineArgs, readPipelineDefinition } from "../../../components/pipelines/pipeline";
import { createPrivateBucket } from "../../../components/storage/private-bucket";
import { counts, only, record, resolved, unknown } from "../../support/recorder";

const key = "arn:aws:kms:eu-central-1:111122223333:key/k";
const connection = "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
const least: PipelineArgs = {
  account: "111122223333",
  region: "eu-central-1",
  artifactBucketName: "acme-artifacts",
  encryptionKeyArn: output(key),
  stages: [
    {
      name: "Source",
      actions: [
        {
          name: "Repository",
          provider: "CodeStarSourceConnection",
          outputArtifacts: ["source"],
          configuration: { ConnectionArn: connection, FullRepositoryId: "acme/shop", BranchName: "main" },
        },
      ],
    },
    { name: "Approve", actions: [{ name: "Release", provider: "Manual", configuration: {} }] },
    {
      name: "Build",
      actions: [
        {
          name: "Image",
          provider: "CodeBuild",
          inputArtifacts: ["source"],
          configuration: { ProjectName: "shop-image" },
        },
      ],
    },
  ],
};
const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

function build(args: Partial<PipelineArgs> = {}) {
  return record({ preview: true }, (opts) => new Pipeline("shop", { ...least, ...args }, opts));
}

async function statementsOf(role: string, args: Partial<PipelineArgs> = {}): Promise<Record<string, unknown>[]> {
  const { policy } = only(await build(args), "aws:iam/rolePolicy:RolePolicy", `${role}-policy`).inputs;
  return JSON.parse(String(policy)).Statement;
}

describe("a pipeline", () => {
  it("is a pipeline with a role of its own and one for each action that needs something", async () => {
    assert.deepEqual(counts(await build()), {
      "aws:iam/role:Role": 3,
      "aws:iam/rolePolicy:RolePolicy": 3,
      "aws:codepipeline/pipeline:Pipeline": 1,
    });
  });

  it("creates the log group of CodePipeline's own compute before a run could, encrypted and with a retention", async () => {
    const lint = { name: "Lint", provider: "Commands" as const, inputArtifacts: ["source"], commands: ["make lint"] };
    const stages = [...least.stages, { name: "Check", actions: [lint, { ...lint, name: "Far", region: "us-east-1" }] }];
    const recorded = await build({ stages, logRetentionInDays: 90, tags: { owner: "acme" } });
    const logs = recorded.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
    const settings = { name: "/aws/codepipeline/shop", retentionInDays: 90, tags: { owner: "acme" } };
    assert.deepEqual(
      logs.map(({ name, inputs }) => [name, inputs]),
      [
        ["shop-logs", { ...settings, region: "eu-central-1", kmsKeyId: key }],
        ["shop-us-east-1-logs", { ...settings, region: "us-east-1", kmsKeyId: unknown }],
      ],
    );
    assert.ok(logs[1]?.dependsOn.includes("shop-us-east-1"));
    const { dependsOn } = only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop");
    assert.ok(dependsOn.includes("shop-logs") && dependsOn.includes("shop-us-east-1-logs"));
    await assert.rejects(build({ stages, logRetentionInDays: 91 as 90 }), /logRetentionInDays/);
  });

  it("renders its stages in AWS's shape, each action under its own role, over an encrypted store", async () => {
    const { inputs } = only(await build({ tags: { owner: "acme" } }), "aws:codepipeline/pipeline:Pipeline", "shop");
    assert.deepEqual(inputs, {
      region: "eu-central-1",
      name: "shop",
      pipelineType: "V2",
      executionMode: "SUPERSEDED",
      roleArn: unknown,
      artifactStores: [{ type: "S3", location: "acme-artifacts", encryptionKey: { type: "KMS", id: key } }],
      stages: [
        {
          name: "Source",
          actions: [
            {
              name: "Repository",
              category: "Source",
              owner: "AWS",
              provider: "CodeStarSourceConnection",
              version: "1",
              runOrder: 1,
              inputArtifacts: [],
              outputArtifacts: ["source"],
              roleArn: roleArn("shop+Source+Repository+eu-central-1"),
              configuration: {
                ConnectionArn: connection,
                FullRepositoryId: "acme/shop",
                BranchName: "main",
                OutputArtifactFormat: "CODE_ZIP",
                DetectChanges: "true",
              },
            },
          ],
        },
        {
          name: "Approve",
          actions: [
            {
              name: "Release",
              category: "Approval",
              owner: "AWS",
              provider: "Manual",
              version: "1",
              runOrder: 1,
              inputArtifacts: [],
              outputArtifacts: [],
              configuration: {},
            },
          ],
        },
        {
          name: "Build",
          actions: [
            {
              name: "Image",
              category: "Build",
              owner: "AWS",
              provider: "CodeBuild",
              version: "1",
              runOrder: 1,
              inputArtifacts: ["source"],
              outputArtifacts: [],
              roleArn: roleArn("shop+Build+Image+eu-central-1"),
              configuration: { ProjectName: "shop-image" },
            },
          ],
        },
      ],
      tags: { owner: "acme" },
    });
  });

  it("has a name and an execution mode of its own if that is asked", async () => {
    const recorded = await build({ pipelineName: "acme-shop", executionMode: "QUEUED" });
    const { inputs } = only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop");
    assert.deepEqual([inputs.name, inputs.executionMode], ["acme-shop", "QUEUED"]);
    assert.equal(only(recorded, "aws:iam/role:Role", "shop-role").inputs.name, "acme-shop+eu-central-1");
  });

  it("moves artifacts and acts through its action roles, and does nothing else itself", async () => {
    const ours = { StringEquals: { "aws:ResourceAccount": "111122223333" } };
    assert.deepEqual(await statementsOf("shop-role"), [
      {
        Sid: "ArtifactStore",
        Effect: "Allow",
        Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
        Resource: ["arn:aws:s3:::acme-artifacts"],
        Condition: ours,
      },
      {
        Sid: "Artifacts",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"],
        Resource: ["arn:aws:s3:::acme-artifacts/*"],
        Condition: ours,
      },
      {
        Sid: "ActThroughActionRoles",
        Effect: "Allow",
        Action: ["sts:AssumeRole"],
        Resource: [roleArn("shop+Source+Repository+eu-central-1"), roleArn("shop+Build+Image+eu-central-1")],
      },
    ]);
  });

  it("starts the one build with the role of its action, which only the pipeline's role may take", async () => {
    assert.deepEqual(await statementsOf("shop-Build-Image-role"), [
      {
        Sid: "Build",
        Effect: "Allow",
        Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
        Resource: ["arn:aws:codebuild:eu-central-1:111122223333:project/shop-image"],
        Condition: { StringEqualsIfExists: { "aws:ResourceTag/aws-pipelines:gate": ["shop"] } },
      },
    ]);
    const { inputs } = only(await build(), "aws:iam/role:Role", "shop-Build-Image-role");
    assert.equal(inputs.name, "shop+Build+Image+eu-central-1");
    assert.equal(inputs.description, "Image in Build of shop");
    assert.deepEqual(JSON.parse(String(inputs.assumeRolePolicy)).Statement, [
      {
        Sid: "Role",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:PrincipalArn": roleArn("shop+eu-central-1") } },
      },
    ]);
  });

  it("names a key in the documents of the roles that use it, only when the key is given as text", async () => {
    const keyed = async (role: string, args: Partial<PipelineArgs>) =>
      (await statementsOf(role, args)).filter(({ Sid }) => Sid === "Key").map(({ Resource }) => Resource);
    assert.deepEqual(await keyed("shop-role", {}), []);
    assert.deepEqual(await keyed("shop-role", { encryptionKeyArn: key }), [[key]]);
    assert.deepEqual(await keyed("shop-Source-Repository-role", { encryptionKeyArn: key }), [[key]]);
    assert.deepEqual(await keyed("shop-Build-Image-role", { encryptionKeyArn: key }), []);
  });

  it("is made last: after its roles, their policies and what it is told to wait for", async () => {
    const data = {
      region: "eu-central-1",
      bucketName: "d",
      policy: "{}",
      expireAfterDays: 1,
      noncurrentExpireAfterDays: 1,
      retainOnDelete: false,
    };
    const recorded = await record({ preview: true }, (opts) => {
      const { policy } = createPrivateBucket("data", data, opts);
      new Pipeline("shop", { ...least, startAfter: [Promise.resolve(policy)] }, opts);
    });
    assert.deepEqual(only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop").dependsOn, [
      "data-policy",
      "shop-Build-Image-role",
      "shop-Build-Image-role-policy",
      "shop-Source-Repository-role",
      "shop-Source-Repository-role-policy",
      "shop-role",
      "shop-role-policy",
    ]);
    assert.deepEqual(only(recorded, "aws:iam/role:Role", "shop-Build-Image-role").dependsOn, []);
    assert.equal(only(recorded, "aws-pipelines:index:Pipeline", "shop").inputs.startAfter, undefined);
  });

  it("waits for the deployment groups of the program that its actions name", async () => {
    const deploysTo = (groupName: string) =>
      codeDeployAction({
        name: groupName,
        inputArtifacts: ["source"],
        configuration: { ApplicationName: "shop", DeploymentGroupName: groupName },
      });
    const target = { platform: "Server" as const, tagSets: [[{ key: "app" }]] };
    const recorded = await record({ preview: true }, (opts) => {
      for (const groupName of ["web", "other"]) {
        const args = {
          account: least.account,
          region: least.region,
          existingApplicationName: "shop",
          groupName,
          target,
        };
        new DeploymentGroup(groupName, args, opts);
      }
      const deploy = { name: "Deploy", actions: [deploysTo("web"), deploysTo("elsewhere")] };
      new Pipeline("shop", { ...least, stages: [...least.stages.slice(0, 1), deploy] }, opts);
    });
    const { dependsOn } = only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop");
    assert.deepEqual(
      dependsOn.filter((name) => ["web", "other"].includes(name)),
      ["web"],
    );
  });

  it("knows every document and stage in a preview, and is known by its name", async () => {
    const secure = (await build()).filter(({ type }) => type.startsWith("aws:iam/"));
    assert.equal(secure.length, 6);
    assert.ok(!JSON.stringify(secure.map(({ inputs }) => inputs)).includes(unknown));
    const made: Pipeline[] = [];
    await record({ preview: false }, (opts) => made.push(new Pipeline("shop", least, opts)));
    const [pipeline] = made;
    assert.ok(pipeline);
    assert.equal(await resolved(pipeline.pipelineName), "shop");
    assert.equal(await resolved(pipeline.pipelineArn), "arn:aws:made:::shop");
    assert.equal(await resolved(pipeline.role.name), "shop+eu-central-1");
    assert.deepEqual(Object.keys(pipeline.actionRoles), ["Source/Repository", "Build/Image"]);
  });

  it("refuses a name and stages that AWS refuses, all at once", async () => {
    const [source] = least.stages;
    assert.ok(source);
    await assert.rejects(
      build({ pipelineName: "the shop", stages: [source] }),
      new RunError(
        [
          "Pipeline shop has 2 problems:",
          '  pipelineName: is "the shop": give 1 to 100 letters, digits or the characters . @ - _',
          "  stages: 1 stages are refused; give 2 to 50, the first of them for the sources",
        ].join("\n"),
      ),
    );
  });

  it("refuses to destroy without asking anybody", async () => {
    const [source] = least.stages;
    assert.ok(source);
    const end = {
      name: "End",
      actions: [
        { name: "Down", provider: "Commands" as const, inputArtifacts: ["source"], commands: ["pulumi down -y"] },
      ],
    };
    await assert.rejects(
      build({ stages: [source, end] }),
      new RunError(
        [
          "Pipeline shop has a problem:",
          '  stages[1].actions[0].commands[0]: runs "pulumi down -y", which destroys without asking anybody: put a manual approval before it, or use DestroyPipeline',
        ].join("\n"),
      ),
    );
  });
});

const text = readFileSync(join(__dirname, "../../fixtures/definitions/printed.json"), "utf8");

describe("readPipelineDefinition", () => {
  it("hands back the pipeline with the name that the file says", () => {
    const { pipelineName, stages, executionMode } = readPipelineDefinition("pipeline.json", text);
    assert.equal(pipelineName, "shop");
    assert.equal(executionMode, "QUEUED");
    assert.deepEqual(
      stages.map(({ name }) => name),
      ["Source", "Build", "Approve"],
    );
  });

  it("refuses wrong options by their paths", () => {
    assert.throws(
      () => readPipelineDefinition("pipeline.json", text, { region: "eu-centrl-1", actions: { "Build/Imag": {} } }),
      (error: RunError) =>
        error.message.startsWith(
          [
            "pipeline.json has 2 problems:",
            '  options.region: is "eu-centrl-1": give a region, such as eu-central-1',
            "  options.actions.Build/Imag: is no action of the pipeline",
          ].join("\n"),
        ),
    );
  });

  it("ends the program with everything that is wrong, under the name of the file", () => {
    const broken = text.replace('"QUEUED"', '"LATEST"').replace('"CONTAINS"', '"HAS"');
    assert.throws(
      () => readPipelineDefinition("pipeline.json", broken),
      new RunError(
        [
          "pipeline.json has 2 problems:",
          '  executionMode (line 98): is "LATEST": allowed are SUPERSEDED, QUEUED, PARALLEL',
          '  stages[1].beforeEntry.conditions[0].rules[0].configuration.Operator (Build, line 53): is "HAS": allowed are EQ, NE, CONTAINS, MATCHES',
        ].join("\n"),
      ),
    );
  });
});
