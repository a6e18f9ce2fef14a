import assert from "node:assert/strict";
import {
  type BuildWork,
  buildStatements,
  buildspecReads,
  newReportGroups,
} from "../../../components/codebuild/build-role";
import type { Buildspec } from "../../../components/codebuild/buildspec";
import { type BuildProjectSettings, buildProjectSchema } from "../../../components/codebuild/project-schema";
import { keyArn, scope } from "../../support/scopes";
import { answersOtherThan, contradictionsOfAws, type RoleRequest } from "../../support/statements";

const phases = { build: { commands: ["npm test"] } };

const modelOf = (settings: BuildProjectSettings = {}) => buildProjectSchema.parse(settings);

const least: BuildWork = {
  projectName: "shop-test",
  logGroupName: "/aws/codebuild/shop-test",
  model: modelOf(),
  network: undefined,
  buildspec: { phases },
  permissions: [],
  existingKeyArn: undefined,
  keyUse: "decrypt",
};

const logs = {
  Sid: "Logs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop-test:*"],
};

describe("buildStatements", () => {
  it("lets a build that needs nothing write its logs and nothing else", () => {
    assert.deepEqual(buildStatements(scope, least), [logs]);
  });

  it("reads nothing for a buildspec in the source", () => {
    assert.deepEqual(buildStatements(scope, { ...least, buildspec: undefined }), [logs]);
  });

  it("grants what variables and buildspec refer to, the keys of these, the reports, the key and what is asked", () => {
    const asked = { Sid: "Asked", Effect: "Allow" as const, Action: ["ecs:UpdateService"], Resource: ["x"] };
    const statements = buildStatements(scope, {
      ...least,
      model: modelOf({
        environmentVariables: {
          HOST: { parameter: "/shop/host", keyArn },
          LOGIN: { secret: "shop/login:user" },
          STAGE: { value: "dev" },
        },
      }),
      buildspec: {
        phases,
        env: {
          "parameter-store": { A: "/shop/a:3", B: "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/b" },
          "secrets-manager": { C: "shop/c:key:AWSCURRENT" },
        },
        reports: { unit: { files: ["*.xml"] } },
      },
      permissions: [asked],
      existingKeyArn: keyArn,
      keyUse: "decrypt",
    });
    assert.deepEqual(statements, [
      logs,
      {
        Sid: "Parameters",
        Effect: "Allow",
        Action: ["ssm:GetParameters"],
        Resource: [
          "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/a",
          "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/b",
          "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/host",
        ],
      },
      {
        Sid: "Secrets",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: [
          "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/c-??????",
          "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/login-??????",
        ],
      },
      {
        Sid: "ReferenceKeys",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [keyArn],
        Condition: {
          StringEquals: {
            "kms:ViaService": ["secretsmanager.eu-central-1.amazonaws.com", "ssm.eu-central-1.amazonaws.com"],
          },
        },
      },
      {
        Sid: "TestReports",
        Effect: "Allow",
        Action: [
          "codebuild:BatchPutTestCases",
          "codebuild:CreateReport",
          "codebuild:CreateReportGroup",
          "codebuild:UpdateReport",
        ],
        Resource: ["arn:aws:codebuild:eu-central-1:111122223333:report-group/shop-test-unit"],
      },
      { Sid: "Key", Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: [keyArn] },
      asked,
    ]);
  });
});

const place = { bucket: "acme-builds", prefix: "shop" };
const own = { "aws:ResourceAccount": "111122223333" };
const s3 = (action: string, key?: string, context: Readonly<Record<string, string>> = own): RoleRequest => ({
  action: `s3:${action}`,
  resource: `arn:aws:s3:::acme-builds${key === undefined ? "" : `/${key}`}`,
  context,
});
const ec2 = (action: string, resource: string, context: Readonly<Record<string, string>> = {}): RoleRequest => ({
  action: `ec2:${action}`,
  resource: `arn:aws:ec2:eu-central-1:111122223333:${resource}`,
  context,
});
const inSubnet = { "ec2:Subnet": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0a1b2c3d" };
const inOther = { "ec2:Subnet": "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0d0d0d0d" };
const forBuilds = { "ec2:AuthorizedService": "codebuild.amazonaws.com" };
const tagged = { "aws:ResourceTag/aws-pipelines:network": "acme" };
const describing = ["DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs"].map(
  (what): RoleRequest => ({
    action: `ec2:Describe${what}`,
    resource: "*",
    context: { "ec2:Region": "eu-central-1" },
  }),
);
const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/1a2b";
const source = { type: "GITHUB", location: "https://github.com/acme/shop.git", connectionArn } as const;
const repository = (name: string) => `arn:aws:codecommit:eu-central-1:111122223333:${name}`;
const image = (name: string) => `arn:aws:ecr:eu-central-1:111122223333:repository/${name}`;
const reportGroup = (name: string) => `arn:aws:codebuild:eu-central-1:111122223333:report-group/shop-test-${name}`;

/** Each option: what AWS's services ask of the role, and neighbours of it. */
const options: Readonly<Record<string, { work: Partial<BuildWork>; needs: RoleRequest[]; neighbours: RoleRequest[] }>> =
  {
    "a VPC by its ids": {
      work: {
        model: modelOf({
          vpc: { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
        }),
      },
      needs: [
        ec2("CreateNetworkInterface", "network-interface/eni-1"),
        ec2("CreateNetworkInterface", "subnet/subnet-0a1b2c3d"),
        ec2("CreateNetworkInterface", "security-group/sg-0a1b2c3d"),
        ec2("CreateNetworkInterfacePermission", "network-interface/eni-1", { ...forBuilds, ...inSubnet }),
        ec2("DeleteNetworkInterface", "network-interface/eni-1", inSubnet),
        ...describing,
      ],
      neighbours: [
        ec2("CreateNetworkInterface", "subnet/subnet-0d0d0d0d"),
        ec2("CreateNetworkInterface", "security-group/sg-0d0d0d0d"),
        ec2("CreateNetworkInterfacePermission", "network-interface/eni-1", { ...forBuilds, ...inOther }),
        ec2("CreateNetworkInterfacePermission", "network-interface/eni-1", inSubnet),
        ec2("CreateNetworkInterfacePermission", "network-interface/eni-1", {
          ...inSubnet,
          "ec2:AuthorizedService": "lambda.amazonaws.com",
        }),
        ec2("DeleteNetworkInterface", "network-interface/eni-1", inOther),
        ec2("AttachNetworkInterface", "network-interface/eni-1", inSubnet),
      ],
    },
    "a Docker server in the VPC, with a group of its own": {
      work: {
        model: modelOf({
          vpc: { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
          dockerServer: { computeType: "BUILD_GENERAL1_LARGE", securityGroupIds: ["sg-1a1b2c3d"] },
        }),
      },
      needs: [
        ec2("CreateNetworkInterface", "security-group/sg-0a1b2c3d"),
        ec2("CreateNetworkInterface", "security-group/sg-1a1b2c3d"),
      ],
      neighbours: [ec2("CreateNetworkInterface", "security-group/sg-0d0d0d0d")],
    },
    "a certificate of the provider": {
      work: { model: modelOf({ certificate: { bucket: "acme-certificates", key: "github.pem" } }) },
      needs: [
        {
          action: "s3:GetObject",
          resource: "arn:aws:s3:::acme-certificates/github.pem",
          context: { "aws:ResourceAccount": "111122223333" },
        },
      ],
      neighbours: [
        {
          action: "s3:GetObject",
          resource: "arn:aws:s3:::acme-certificates/other.pem",
          context: { "aws:ResourceAccount": "111122223333" },
        },
        {
          action: "s3:PutObject",
          resource: "arn:aws:s3:::acme-certificates/github.pem",
          context: { "aws:ResourceAccount": "111122223333" },
        },
      ],
    },
    "a network of the same program, by its tag": {
      work: { network: { networkTag: { key: "aws-pipelines:network", value: "acme" } } },
      needs: [
        ec2("CreateNetworkInterface", "network-interface/eni-1"),
        ec2("CreateNetworkInterface", "subnet/subnet-1", tagged),
        ec2("CreateNetworkInterface", "security-group/sg-1", tagged),
        ec2("CreateNetworkInterfacePermission", "network-interface/eni-1", forBuilds),
        ec2("DeleteNetworkInterface", "network-interface/eni-1", { "ec2:Region": "eu-central-1" }),
        ...describing,
      ],
      neighbours: [
        ec2("CreateNetworkInterface", "subnet/subnet-1"),
        ec2("CreateNetworkInterface", "security-group/sg-1", { "aws:ResourceTag/aws-pipelines:network": "other" }),
        ec2("CreateNetworkInterfacePermission", "network-interface/eni-1"),
        ec2("DeleteNetworkInterface", "network-interface/eni-1", { "ec2:Region": "us-east-1" }),
      ],
    },
    "an image of ECR": {
      work: {
        model: modelOf({ image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/builds:1.2" }),
      },
      needs: [
        { action: "ecr:GetAuthorizationToken", resource: "*" },
        { action: "ecr:BatchCheckLayerAvailability", resource: image("acme/builds") },
        { action: "ecr:BatchGetImage", resource: image("acme/builds") },
        { action: "ecr:GetDownloadUrlForLayer", resource: image("acme/builds") },
      ],
      neighbours: [
        { action: "ecr:BatchGetImage", resource: image("acme/other") },
        { action: "ecr:PutImage", resource: image("acme/builds") },
      ],
    },
    "an image of another registry, with a login": {
      work: {
        model: modelOf({
          image: "docker.io/acme/builds:1.2",
          registryCredential: { secret: "acme/docker-hub", keyArn },
        }),
      },
      needs: [
        {
          action: "secretsmanager:GetSecretValue",
          resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:acme/docker-hub-a1B2c3",
        },
      ],
      neighbours: [
        {
          action: "secretsmanager:GetSecretValue",
          resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:acme/other-a1B2c3",
        },
        { action: "ecr:GetAuthorizationToken", resource: "*" },
      ],
    },
    "a cache in S3": {
      work: { model: modelOf({ cache: { type: "S3", ...place } }) },
      needs: [
        s3("GetBucketAcl"),
        s3("GetBucketLocation"),
        s3("ListBucket", undefined, { ...own, "s3:prefix": "shop/npm-" }),
        s3("GetObject", "shop/npm-1"),
        s3("PutObject", "shop/npm-1"),
      ],
      neighbours: [
        s3("GetObject", "shop2/npm-1"),
        s3("PutObject", "other/npm-1"),
        s3("PutObject", "shop/npm-1", { "aws:ResourceAccount": "999999999999" }),
        s3("DeleteObject", "shop/npm-1"),
        s3("ListBucket", undefined, { ...own, "s3:prefix": "other/" }),
      ],
    },
    "logs in S3": {
      work: { model: modelOf({ s3Logs: place }) },
      needs: [s3("GetBucketAcl"), s3("GetBucketLocation"), s3("PutObject", "shop/1.gz")],
      neighbours: [s3("GetObject", "shop/1.gz"), s3("PutObject", "other/1.gz"), s3("ListBucket")],
    },
    "report groups of the program, exported": {
      work: {
        model: modelOf({ reportGroups: { exportTo: place } }),
        buildspec: { phases, reports: { unit: { files: ["*.xml"] } } },
      },
      needs: [
        { action: "codebuild:CreateReport", resource: reportGroup("unit") },
        { action: "codebuild:UpdateReport", resource: reportGroup("unit") },
        { action: "codebuild:BatchPutTestCases", resource: reportGroup("unit") },
        s3("PutObject", "shop/unit/raw.zip"),
      ],
      neighbours: [
        { action: "codebuild:CreateReportGroup", resource: reportGroup("unit") },
        { action: "codebuild:CreateReport", resource: reportGroup("other") },
        s3("GetObject", "shop/unit/raw.zip"),
      ],
    },
    "a source through a connection, with retries": {
      work: { model: modelOf({ source, autoRetryLimit: 2 }) },
      needs: [
        { action: "codeconnections:GetConnectionToken", resource: connectionArn },
        { action: "codeconnections:GetConnection", resource: connectionArn },
        { action: "codeconnections:UseConnection", resource: connectionArn },
        {
          action: "codebuild:RetryBuild",
          resource: "arn:aws:codebuild:eu-central-1:111122223333:project/shop-test",
        },
      ],
      neighbours: [
        { action: "codeconnections:GetConnectionToken", resource: connectionArn.replace("1a2b", "3c4d") },
        { action: "codeconnections:DeleteConnection", resource: connectionArn },
        { action: "codebuild:RetryBuild", resource: "arn:aws:codebuild:eu-central-1:111122223333:project/shop" },
        {
          action: "codebuild:StartBuild",
          resource: "arn:aws:codebuild:eu-central-1:111122223333:project/shop-test",
        },
      ],
    },
    "sources in CodeCommit and S3, with artifacts": {
      work: {
        model: modelOf({
          source: { type: "CODECOMMIT", repository: "shop" },
          secondarySources: { assets: { type: "S3", bucket: "acme-builds", key: "assets.zip" } },
          artifacts: place,
        }),
      },
      needs: [
        { action: "codecommit:GitPull", resource: repository("shop") },
        s3("GetBucketLocation"),
        s3("GetObject", "assets.zip"),
        s3("GetObjectVersion", "assets.zip"),
        s3("PutObject", "shop/1/shop.zip"),
      ],
      neighbours: [
        { action: "codecommit:GitPull", resource: repository("other") },
        { action: "codecommit:GitPush", resource: repository("shop") },
        s3("GetObject", "other.zip"),
        s3("PutObject", "assets.zip"),
        s3("GetObject", "shop/1/shop.zip"),
      ],
    },
  };

describe("the options of a build project", () => {
  for (const [name, { work, needs, neighbours }] of Object.entries(options)) {
    const statements = buildStatements(scope, { ...least, ...work });

    it(`let a build have ${name}`, async () => {
      assert.deepEqual(await answersOtherThan("Allowed", statements, needs), []);
    });

    it(`deny a build the neighbours of ${name}`, async () => {
      assert.deepEqual(await answersOtherThan("ImplicitlyDenied", statements, neighbours), []);
      assert.deepEqual(await answersOtherThan("ImplicitlyDenied", buildStatements(scope, least), needs), []);
    });

    it(`ask for actions and conditions that AWS knows, for ${name}`, async () => {
      assert.deepEqual(await contradictionsOfAws(statements), []);
    });
  }
});

describe("the image of another account", () => {
  it("is named in its own account and region, whose repository policy must allow the role too", () => {
    const model = modelOf({ image: "444455556666.dkr.ecr.us-east-1.amazonaws.com/builds:1.2" });
    assert.deepEqual(
      buildStatements(scope, { ...least, model }).find(({ Sid }) => Sid === "PullBuildImage")?.Resource,
      ["arn:aws:ecr:us-east-1:444455556666:repository/builds"],
    );
  });
});

const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db-a1B2c3";
const parameterArn = "arn:aws:ssm:eu-central-1:123456789012:parameter/shared/token";

describe("buildspecReads", () => {
  it("lists each parameter and secret once, without what picks a part or a version of it", () => {
    const spec: Buildspec = {
      env: {
        variables: { PLAIN: "x" },
        "parameter-store": {
          A: "/app/token",
          B: "/app/token:3",
          C: "app.other:stable",
          D: parameterArn,
          E: `${parameterArn}:2`,
        },
        "secrets-manager": { F: `${secretArn}:password`, G: secretArn, H: "app/key:user:AWSPREVIOUS", I: "app/key" },
      },
      phases,
    };
    assert.deepEqual(buildspecReads(spec), {
      parameters: ["/app/token", "app.other", parameterArn],
      secrets: ["app/key", secretArn],
    });
  });

  it("lists nothing for a buildspec without references", () => {
    assert.deepEqual(buildspecReads({ phases }), { parameters: [], secrets: [] });
    assert.deepEqual(buildspecReads({ env: {}, phases }), { parameters: [], secrets: [] });
  });
});

describe("newReportGroups", () => {
  it("lists the groups that the build makes, and neither ARNs nor variables", () => {
    const report = { files: ["*.xml"] };
    const arn = "arn:aws:codebuild:eu-central-1:123456789012:report-group/shared";
    const reports = { unit: report, [arn]: report, $GROUP: report, "end-to-end": report };
    assert.deepEqual(newReportGroups({ phases, reports }), { tests: ["unit", "end-to-end"], coverage: [] });
    assert.deepEqual(newReportGroups({ phases }), { tests: [], coverage: [] });
  });

  it("tells coverage from test results by the format", () => {
    const reports = {
      unit: { files: ["*.xml"], "file-format": "NUNITXML" as const },
      lines: { files: ["*.xml"], "file-format": "COBERTURAXML" as const },
    };
    assert.deepEqual(newReportGroups({ phases, reports }), { tests: ["unit"], coverage: ["lines"] });
  });
});
