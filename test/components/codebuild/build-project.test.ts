import assert from "node:assert/strict";
import { output, RunError } from "@pulumi/pulumi";
import { BuildProject, type BuildProjectArgs } from "../../../components/codebuild/build-project";
import { artifactAccess } from "../../../components/iam/artifact-access";
import { guardBuild } from "../../../components/iam/gate-tag";
import { allowStatement } from "../../../components/iam/statement";
import { PrivateBucket } from "../../../components/storage/private-bucket";
import { counts, only, record, resolved, unknown } from "../../support/recorder";
import { scope } from "../../support/scopes";

const key = "arn:aws:kms:eu-central-1:111122223333:key/k";
const least: BuildProjectArgs = {
  account: "111122223333",
  region: "eu-central-1",
  buildspec: "buildspec.yml",
  encryptionKeyArn: output(key),
};

function build(args: Partial<BuildProjectArgs> = {}) {
  return record({ preview: true }, (opts) => new BuildProject("shop", { ...least, ...args }, opts));
}

async function statementsOf(args: Partial<BuildProjectArgs>): Promise<Record<string, unknown>[]> {
  const { policy } = only(await build(args), "aws:iam/rolePolicy:RolePolicy", "shop-role-policy").inputs;
  return JSON.parse(String(policy)).Statement;
}

const logs = {
  Sid: "Logs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop:*"],
};

describe("a build project", () => {
  it("is a project, a role with a policy and a log group", async () => {
    assert.deepEqual(counts(await build()), {
      "aws:codebuild/project:Project": 1,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
      "aws:cloudwatch/logGroup:LogGroup": 1,
    });
  });

  it("builds small, unprivileged, encrypted and without cache, by default", async () => {
    const recorded = await build();
    assert.deepEqual(only(recorded, "aws:codebuild/project:Project", "shop").inputs, {
      region: "eu-central-1",
      name: "shop",
      serviceRole: unknown,
      encryptionKey: key,
      source: { type: "CODEPIPELINE", buildspec: "buildspec.yml" },
      artifacts: { type: "CODEPIPELINE" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        image: "aws/codebuild/standard:8.0",
        imagePullCredentialsType: "CODEBUILD",
        privilegedMode: false,
        environmentVariables: [],
      },
      cache: { type: "NO_CACHE" },
      logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: "/aws/codebuild/shop" } },
      buildTimeout: 60,
      queuedTimeout: 480,
      badgeEnabled: false,
      projectVisibility: "PRIVATE",
    });
    assert.deepEqual(only(recorded, "aws:cloudwatch/logGroup:LogGroup", "shop-logs").inputs, {
      region: "eu-central-1",
      name: "/aws/codebuild/shop",
      kmsKeyId: key,
      retentionInDays: 365,
    });
  });

  it("runs batches where that is asked, with a role that may start its builds and do nothing else", async () => {
    const recorded = await build({ batch: { maximumBuilds: 4 } });
    const { inputs, dependsOn } = only(recorded, "aws:codebuild/project:Project", "shop");
    assert.deepEqual(inputs.buildBatchConfig, {
      serviceRole: unknown,
      restrictions: { maximumBuildsAllowed: 4 },
      timeoutInMins: 480,
    });
    assert.ok(dependsOn.includes("shop-batch-role-policy"));
    const role = only(recorded, "aws:iam/role:Role", "shop-batch-role").inputs;
    assert.equal(role.name, "shop+batch+eu-central-1");
    assert.equal(role.assumeRolePolicy, only(recorded, "aws:iam/role:Role", "shop-role").inputs.assumeRolePolicy);
    const { policy } = only(recorded, "aws:iam/rolePolicy:RolePolicy", "shop-batch-role-policy").inputs;
    assert.deepEqual(JSON.parse(String(policy)).Statement, [
      {
        Sid: "Batches",
        Effect: "Allow",
        Action: ["codebuild:RetryBuild", "codebuild:StartBuild", "codebuild:StopBuild"],
        Resource: ["arn:aws:codebuild:eu-central-1:111122223333:project/shop"],
      },
    ]);
  });

  it("does what its arguments say", async () => {
    const recorded = await build({
      projectName: "acme-shop",
      description: "Builds the shop",
      computeType: "BUILD_GENERAL1_LARGE",
      environmentType: "ARM_CONTAINER",
      image: "aws/codebuild/amazonlinux2-aarch64-standard:3.0",
      privileged: true,
      cacheDockerLayers: true,
      timeoutInMinutes: 5,
      queuedTimeoutInMinutes: 10,
      concurrentBuildLimit: 1,
      logRetentionInDays: 30,
      environmentVariables: { B: { secret: "shop/b" }, A: { value: "a" }, C: { parameter: "/shop/c" } },
      buildspec: { phases: { build: { commands: ["make"] } } },
      tags: { owner: "acme" },
    });
    const { inputs } = only(recorded, "aws:codebuild/project:Project", "shop");
    const { environment, source, ...others } = inputs;
    assert.deepEqual(environment, {
      type: "ARM_CONTAINER",
      computeType: "BUILD_GENERAL1_LARGE",
      image: "aws/codebuild/amazonlinux2-aarch64-standard:3.0",
      imagePullCredentialsType: "CODEBUILD",
      privilegedMode: true,
      environmentVariables: [
        { name: "A", type: "PLAINTEXT", value: "a" },
        { name: "B", type: "SECRETS_MANAGER", value: "shop/b" },
        { name: "C", type: "PARAMETER_STORE", value: "/shop/c" },
      ],
    });
    assert.deepEqual(source, {
      type: "CODEPIPELINE",
      buildspec: "version: 0.2\nphases:\n  build:\n    commands:\n      - make\n",
    });
    assert.deepEqual(others, {
      region: "eu-central-1",
      name: "acme-shop",
      description: "Builds the shop",
      serviceRole: unknown,
      encryptionKey: key,
      artifacts: { type: "CODEPIPELINE" },
      cache: { type: "LOCAL", modes: ["LOCAL_DOCKER_LAYER_CACHE"] },
      logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: "/aws/codebuild/acme-shop" } },
      buildTimeout: 5,
      queuedTimeout: 10,
      concurrentBuildLimit: 1,
      badgeEnabled: false,
      projectVisibility: "PRIVATE",
      tags: { owner: "acme" },
    });
    assert.equal(only(recorded, "aws:cloudwatch/logGroup:LogGroup", "shop-logs").inputs.retentionInDays, 30);
  });

  it("has a role that CodeBuild takes for this project alone", async () => {
    const { inputs } = only(await build(), "aws:iam/role:Role", "shop-role");
    assert.equal(inputs.name, "shop-eu-central-1");
    assert.equal(inputs.description, "Builds of shop");
    assert.deepEqual(JSON.parse(String(inputs.assumeRolePolicy)).Statement, [
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: "codebuild.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnEquals: { "aws:SourceArn": "arn:aws:codebuild:eu-central-1:111122223333:project/shop" },
        },
      },
    ]);
  });

  it("denies its builds all changes to gates, and logs and tokens of gates that it is no part of", async () => {
    const denied = async (args: Partial<BuildProjectArgs>) =>
      (await statementsOf(args)).filter(({ Effect }) => Effect === "Deny");
    assert.deepEqual(await denied({}), guardBuild(scope, []));
    const tags = { "aws-pipelines:gate": "shop-prod" };
    assert.deepEqual(await denied({ tags }), guardBuild(scope, [], ["shop-prod"]));
    const makes = artifactAccess(scope, "shop-artifacts-111122223333-eu-central-1", { read: true, write: true });
    assert.deepEqual(await denied({ permissions: makes }), guardBuild(scope, makes));
  });

  it("refuses statements that could reach a gate", async () => {
    const permissions = [allowStatement({ sid: "Start", actions: ["codebuild:StartBuild"], resources: ["*"] })];
    await assert.rejects(
      build({ permissions }),
      (error) =>
        error instanceof RunError &&
        /permissions\[0\]\.Resource\[0\]: is "\*", and by codebuild:Start/.test(error.message),
    );
  });

  it("writes its logs, reads what its variables refer to one by one, does what is asked, and nothing else", async () => {
    const granted = async (args: Partial<BuildProjectArgs>) =>
      (await statementsOf(args)).filter(({ Effect }) => Effect === "Allow");
    assert.deepEqual(await granted({}), [logs]);
    const push = allowStatement({
      sid: "Push",
      actions: ["ecr:PutImage"],
      resources: ["arn:aws:ecr:eu-central-1:111122223333:repository/shop"],
    });
    const statements = await granted({
      environmentVariables: { A: { value: "a" }, B: { secret: "shop/b:json-key" }, C: { parameter: "/shop/c" } },
      permissions: [push],
    });
    assert.deepEqual(statements, [
      logs,
      {
        Sid: "Parameters",
        Effect: "Allow",
        Action: ["ssm:GetParameters"],
        Resource: ["arn:aws:ssm:eu-central-1:111122223333:parameter/shop/c"],
      },
      {
        Sid: "Secrets",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/b-??????"],
      },
      push,
    ]);
  });

  it("names a key in its own document only when the key is given as text, as far as it is used", async () => {
    const keyStatement = async (args: Partial<BuildProjectArgs>) =>
      (await statementsOf(args)).filter(({ Sid }) => Sid === "Key");
    assert.deepEqual(await keyStatement({}), []);
    assert.deepEqual(await keyStatement({ encryptionKeyArn: key, keyUse: "decrypt" }), [
      { Sid: "Key", Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: [key] },
    ]);
    const [encrypt] = await keyStatement({ encryptionKeyArn: key });
    assert.deepEqual(encrypt?.Action, [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]);
  });

  it("makes the project when its role is ready, and the log group when the key's policy is there", async () => {
    const data = {
      region: "eu-central-1",
      bucketName: "d",
      policy: "{}",
      expireAfterDays: 1,
      noncurrentExpireAfterDays: 1,
      retainOnDelete: false,
    };
    const recorded = await record({ preview: true }, (opts) => {
      const { policy } = new PrivateBucket("data", data, opts);
      new BuildProject("shop", { ...least, encryptionKeyPolicy: Promise.resolve(policy) }, opts);
    });
    assert.deepEqual(only(recorded, "aws:codebuild/project:Project", "shop").dependsOn, [
      "shop-role",
      "shop-role-policy",
    ]);
    assert.deepEqual(only(recorded, "aws:cloudwatch/logGroup:LogGroup", "shop-logs").dependsOn, ["data-policy"]);
    const { inputs } = only(recorded, "aws-pipelines:index:BuildProject", "shop");
    assert.deepEqual(Object.keys(inputs).sort(), ["account", "buildspec", "encryptionKeyArn", "region"]);
  });

  it("gives the names and ARN of what it makes", async () => {
    const made: BuildProject[] = [];
    await record({ preview: false }, (opts) => made.push(new BuildProject("shop", least, opts)));
    const [project] = made;
    assert.ok(project);
    assert.equal(await resolved(project.projectName), "shop");
    assert.equal(await resolved(project.projectArn), "arn:aws:made:::shop");
    assert.equal(await resolved(project.logGroupName), "/aws/codebuild/shop");
    assert.equal(await resolved(project.role.name), "shop-eu-central-1");
  });

  it("refuses what CodeBuild and the buildspec's rules refuse, all at once", async () => {
    const wrong = {
      timeoutInMinutes: 4,
      cacheDockerLayers: true,
      environmentVariables: { "A-B": { value: "x" } },
      buildspec: { phases: { build: { commands: [] } } },
    };
    await assert.rejects(
      build(wrong),
      new RunError(
        [
          "BuildProject shop has 4 problems:",
          '  environmentVariables.A-B: is "A-B": use letters, digits and _, not starting with a digit or with CODEBUILD_, which CodeBuild reserves',
          "  timeoutInMinutes: is 4: give at least 5",
          "  cacheDockerLayers: is true, but only privileged builds have Docker layers: set privileged to true, or remove it",
          "  buildspec.phases.build.commands: is empty: give at least one command, or remove the key",
        ].join("\n"),
      ),
    );
  });

  it("refuses permissions that no packing makes acceptable to IAM", async () => {
    const resources = Array.from({ length: 1200 }, (_, index) => `arn:aws:s3:::${"x".repeat(50)}-${index}`);
    await assert.rejects(
      build({ permissions: [allowStatement({ sid: "Read", actions: ["s3:GetObject"], resources })] }),
      (error) =>
        error instanceof RunError &&
        /^BuildProject shop has a problem:\n {2}permissions: fill \d+ managed policies, and a role takes 10: grant fewer/.test(
          error.message,
        ),
    );
  });
});
