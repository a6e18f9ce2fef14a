import assert from "node:assert/strict";
import { output, RunError } from "@pulumi/pulumi";
import { BuildProject, type BuildProjectArgs } from "../../../components/codebuild/build-project";
import { artifactAccess } from "../../../components/iam/artifact-access";
import { guardBuild } from "../../../components/iam/gate-tag";
import { allowStatement } from "../../../components/iam/statement";
import { createPrivateBucket } from "../../../components/storage/private-bucket";
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
    const buildspec = { phases: { build: { commands: ["make"] } } };
    const denied = async (args: Partial<BuildProjectArgs>) =>
      (await statementsOf({ buildspec, ...args })).filter(({ Effect }) => Effect === "Deny");
    assert.deepEqual(await denied({}), guardBuild(scope, []));
    const tags = { "aws-pipelines:gate": "shop-prod" };
    assert.deepEqual(await denied({ tags }), guardBuild(scope, [], { gateNames: ["shop-prod"] }));
    const makes = artifactAccess(scope, "shop-artifacts-111122223333-eu-central-1", { read: true, write: true });
    assert.deepEqual(await denied({ permissions: makes }), guardBuild(scope, makes));
  });

  it("denies no writing to stores of artifacts if its pipeline may store what it makes", async () => {
    const deniedWrites = async (args: Partial<BuildProjectArgs>) =>
      (await statementsOf(args))
        .filter(({ Effect, Action }) => Effect === "Deny" && [Action].flat().includes("s3:PutObject"))
        .some(({ Resource }) => JSON.stringify(Resource).includes("-artifacts-"));
    const commands = { phases: { build: { commands: ["make"] } } };
    const makes = { ...commands, artifacts: { files: ["dist/**"] } };
    assert.deepEqual(
      [
        await deniedWrites({ buildspec: makes }),
        await deniedWrites({ buildspec: "buildspec.yml" }),
        await deniedWrites({ buildspec: commands }),
        await deniedWrites({ buildspec: makes, source: { type: "NO_SOURCE" } }),
      ],
      [false, false, true, true],
    );
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

  it("refuses writing to buckets by a wildcard if its pipeline may store what it makes", async () => {
    const permissions = [
      allowStatement({ sid: "Upload", actions: ["s3:PutObject"], resources: ["arn:aws:s3:::acme-*/*"] }),
    ];
    const commands = { phases: { build: { commands: ["make"] } } };
    const refused = (args: Partial<BuildProjectArgs>) =>
      assert.rejects(
        build({ permissions, ...args }),
        (error) =>
          error instanceof RunError &&
          /permissions\[0\]\.Resource\[0\]: is "arn:aws:s3:::acme-\*\/\*", and by s3:PutObject it reaches/.test(
            error.message,
          ),
      );
    await refused({ buildspec: "buildspec.yml" });
    await refused({ buildspec: { ...commands, artifacts: { files: ["dist/**"] } } });
    const denied = (await statementsOf({ permissions, buildspec: commands })).filter(({ Effect }) => Effect === "Deny");
    assert.deepEqual(denied, guardBuild(scope, []));
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
    const source = { type: "CODECOMMIT", repository: "shop" } as const;
    assert.deepEqual(await keyStatement({ encryptionKeyArn: key, source }), [], "stores nothing");
    assert.equal((await keyStatement({ encryptionKeyArn: key, source, keyUse: "decrypt" })).length, 1);
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
      const { policy } = createPrivateBucket("data", data, opts);
      new BuildProject("shop", { ...least, encryptionKeyPolicy: Promise.resolve(policy) }, opts);
    });
    assert.deepEqual(only(recorded, "aws:codebuild/project:Project", "shop").dependsOn, [
      "shop-role",
      "shop-role-policy",
    ]);
    assert.deepEqual(only(recorded, "aws:cloudwatch/logGroup:LogGroup", "shop-logs").dependsOn, ["data-policy"]);
    const { inputs } = only(recorded, "aws-pipelines:index:BuildProject", "shop");
    assert.deepEqual(Object.keys(inputs).sort(), ["account", "buildspec", "region"]);
  });

  it("runs in a VPC, on a fleet, with file systems, caches, logs and artifacts in buckets", async () => {
    const vpc = { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] };
    const fleetArn = "arn:aws:codebuild:eu-central-1:111122223333:fleet/large:1a2b";
    const place = { bucket: "acme-builds" };
    const recorded = await build({
      vpc,
      fleetArn: output(fleetArn),
      fileSystems: [{ identifier: "tools", fileSystemId: "fs-0a1b2c3d", mountPoint: "/mnt/tools" }],
      cache: { type: "S3", ...place },
      s3Logs: place,
      batch: { computeTypes: ["BUILD_GENERAL1_SMALL"], combineArtifacts: true },
      encryptionKeyArn: key,
      keyUse: "decrypt",
    });
    const { inputs } = only(recorded, "aws:codebuild/project:Project", "shop");
    assert.deepEqual(inputs.vpcConfig, {
      vpcId: vpc.vpcId,
      subnets: vpc.subnetIds,
      securityGroupIds: vpc.securityGroupIds,
    });
    assert.deepEqual(Reflect.get(Object(inputs.environment), "fleet"), { fleetArn });
    assert.deepEqual(inputs.fileSystemLocations, [
      {
        type: "EFS",
        identifier: "tools",
        location: "fs-0a1b2c3d.efs.eu-central-1.amazonaws.com:/",
        mountPoint: "/mnt/tools",
      },
    ]);
    assert.deepEqual(inputs.cache, { type: "S3", location: "acme-builds/shop" });
    assert.deepEqual(inputs.logsConfig, {
      cloudwatchLogs: { status: "ENABLED", groupName: "/aws/codebuild/shop" },
      s3Logs: { status: "ENABLED", location: "acme-builds/shop" },
    });
    assert.deepEqual(inputs.buildBatchConfig, {
      serviceRole: unknown,
      restrictions: { maximumBuildsAllowed: 100, computeTypesAlloweds: ["BUILD_GENERAL1_SMALL"] },
      timeoutInMins: 480,
      combineArtifacts: true,
    });
    const { policy } = only(recorded, "aws:iam/rolePolicy:RolePolicy", "shop-role-policy").inputs;
    const keyStatement = JSON.parse(String(policy)).Statement.find(({ Sid }: { Sid: string }) => Sid === "Key");
    assert.ok(keyStatement.Action.includes("kms:GenerateDataKey"), "writes to buckets under the key");
  });

  it("runs in a network of the same program, and says so where it has no way to packages", async () => {
    const place = {
      vpcId: output("vpc-1"),
      subnetIds: output(["subnet-1"]),
      securityGroupIds: output(["sg-1"]),
      networkTag: { key: "aws-pipelines:network", value: "acme" },
      hasInternet: false,
    };
    const said: unknown[] = [];
    const { warn } = console;
    console.warn = (message: unknown) => said.push(message);
    const recorded = await build({ vpc: place, buildspec: { phases: { build: { commands: ["npm ci"] } } } });
    await build({ vpc: { ...place, hasInternet: true }, buildspec: { phases: { build: { commands: ["npm ci"] } } } });
    console.warn = warn;
    assert.equal(said.length, 1);
    assert.match(String(said[0]), /its network has neither a NAT gateway nor another way there/);
    assert.deepEqual(only(recorded, "aws:codebuild/project:Project", "shop").inputs.vpcConfig, {
      vpcId: "vpc-1",
      subnets: ["subnet-1"],
      securityGroupIds: ["sg-1"],
    });
    const sids = (await statementsOf({ vpc: place })).map(({ Sid }) => Sid);
    assert.ok(sids.includes("JoinNetwork"), sids.join());
  });

  it("makes its report groups, which builds then do not", async () => {
    const buildspec = {
      phases: { build: { commands: ["npm test"] } },
      reports: {
        unit: { files: ["*.xml"] },
        lines: { files: ["*.xml"], "file-format": "COBERTURAXML" as const },
      },
    };
    const recorded = await build({ buildspec, reportGroups: { exportTo: { bucket: "acme-builds" } } });
    assert.deepEqual(only(recorded, "aws:codebuild/reportGroup:ReportGroup", "shop-reports-unit").inputs, {
      region: "eu-central-1",
      name: "shop-unit",
      type: "TEST",
      exportConfig: {
        type: "S3",
        s3Destination: { bucket: "acme-builds", path: "shop", packaging: "ZIP", encryptionKey: key },
      },
      deleteReports: true,
    });
    const kept = await build({ buildspec, reportGroups: { retainReports: true } });
    const { inputs } = only(kept, "aws:codebuild/reportGroup:ReportGroup", "shop-reports-lines");
    assert.deepEqual(
      [inputs.type, inputs.exportConfig, inputs.deleteReports],
      ["CODE_COVERAGE", { type: "NO_EXPORT" }, false],
    );
    assert.ok(only(kept, "aws:codebuild/project:Project", "shop").dependsOn.includes("shop-reports-unit"));
    await assert.rejects(
      build({ reportGroups: {} }),
      new RunError(
        "BuildProject shop has a problem:\n  buildspec: is a path, and reportGroups needs the names of its reports: give the buildspec itself",
      ),
    );
  });

  it("builds a repository outside a pipeline, by webhook and by the clock", async () => {
    const recorded = await build({
      source: {
        type: "GITHUB",
        location: "https://github.com/acme/shop.git",
        connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/1a2b",
      },
      webhook: { filterGroups: [{ events: ["PUSH"], branches: ["main"] }] },
      schedules: [{ name: "nightly", expression: "rate(1 day)" }],
      autoRetryLimit: 2,
      badge: true,
    });
    const { inputs, dependsOn } = only(recorded, "aws:codebuild/project:Project", "shop");
    assert.deepEqual(
      [inputs.autoRetryLimit, inputs.badgeEnabled, inputs.artifacts],
      [2, true, { type: "NO_ARTIFACTS" }],
    );
    assert.ok(dependsOn.includes("shop-role-policy"), "CreateProject uses the connection with the role");
    assert.deepEqual(only(recorded, "aws:codebuild/webhook:Webhook", "shop-webhook").inputs, {
      region: "eu-central-1",
      projectName: "shop",
      buildType: "BUILD",
      filterGroups: [
        {
          filters: [
            { type: "EVENT", pattern: "PUSH" },
            { type: "HEAD_REF", pattern: "^refs/heads/main$" },
          ],
        },
      ],
    });
    assert.deepEqual(only(recorded, "aws:cloudwatch/eventRule:EventRule", "shop-schedule-nightly").inputs, {
      region: "eu-central-1",
      name: "shop-builds-nightly",
      description: "Starts a build of shop by the schedule nightly",
      scheduleExpression: "rate(1 day)",
    });
    assert.deepEqual(only(recorded, "aws:cloudwatch/eventTarget:EventTarget", "shop-schedule-nightly-target").inputs, {
      region: "eu-central-1",
      rule: "shop-builds-nightly",
      targetId: "project",
      arn: "arn:aws:codebuild:eu-central-1:111122223333:project/shop",
      roleArn: "arn:aws:iam::111122223333:role/shop+builds-nightly+eu-central-1",
    });
  });

  it("runs on AWS Lambda without the timeouts that Lambda does not have", async () => {
    const image = "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22";
    const recorded = await build({ environmentType: "LINUX_LAMBDA_CONTAINER", image });
    const { inputs } = only(recorded, "aws:codebuild/project:Project", "shop");
    assert.deepEqual([inputs.buildTimeout, inputs.queuedTimeout], [undefined, undefined]);
    assert.equal(Reflect.get(Object(inputs.environment), "computeType"), "BUILD_LAMBDA_1GB");
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
