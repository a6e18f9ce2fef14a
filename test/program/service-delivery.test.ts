import assert from "node:assert/strict";
import { type Environment, environmentOf, keyId, roleOf } from "./iam/environment";
import { type Decision, decide, decideForOther, type Request } from "./iam/simulate";
import { previewOf } from "./support/preview";

const account = "111122223333";
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${account}:${resource}`;
const store = `arn:aws:s3:::web-artifacts-${account}-eu-central-1`;
const key = arn("kms", `key/${keyId}`);
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const nameOf = (action: string) => `web+${action}+eu-central-1`;
const pipeline = "web+eu-central-1";
const definitions = "web-Build-Definitions-eu-central-1";
const migrate = "web-Deploy-Migrate-eu-central-1";
const connection = arn("codeconnections", "connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f");
const ours = { "aws:ResourceAccount": account, "aws:SecureTransport": "true" };
const encrypted = {
  ...ours,
  "s3:x-amz-server-side-encryption": "aws:kms",
  "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
};
const gate = { "aws:ResourceTag/aws-pipelines:gate": "web" };
const subnet = arn("ec2", "subnet/subnet-0a1b2c3d");
const region = { "ec2:Region": "eu-central-1" };

/** A request of a role at one step of the delivery. */
type Step = readonly [role: string, request: Request];

const on = (name: string, resource: string, actions: readonly string[], context: Request["context"] = {}): Step[] =>
  actions.map((action) => [name, { action, resource, context }]);
const assume = (action: string) => on(pipeline, role(nameOf(action)), ["sts:AssumeRole"]);
const look = (name: string) =>
  on(name, store, ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"], ours);
const read = (name: string, artifact: string) => [
  ...look(name),
  ...on(name, `${store}/web/${artifact}/a1`, ["s3:GetObject", "s3:GetObjectVersion"], ours),
  ...on(name, key, ["kms:Decrypt", "kms:DescribeKey"]),
];
const write = (name: string, artifact: string) => [
  ...look(name),
  ...on(name, `${store}/web/${artifact}/a1`, ["s3:PutObject"], encrypted),
  ...on(name, key, ["kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt"]),
];
const build = (action: string, project: string) => [
  ...assume(action),
  ...on(nameOf(action), arn("codebuild", `project/${project}`), ["codebuild:StartBuild"], gate),
];
const report = (action: string, project: string) =>
  on(nameOf(action), arn("codebuild", `project/${project}`), ["codebuild:BatchGetBuilds"], gate);
const log = (name: string, group: string) =>
  on(name, arn("logs", `log-group:${group}:log-stream:1`), ["logs:CreateLogStream", "logs:PutLogEvents"]);

/** The delivery from its start to the report of ECS, step by step. */
const steps: Readonly<Record<string, readonly Step[]>> = {
  "the schedule starts the pipeline": on("web+schedule-weekly+eu-central-1", arn("codepipeline", "web"), [
    "codepipeline:StartPipelineExecution",
  ]),
  "the source is read and stored": [
    ...assume("Source+Repository"),
    ...on(nameOf("Source+Repository"), connection, ["codeconnections:UseConnection"], {
      "codeconnections:FullRepositoryId": "acme/web",
    }),
    ...write(nameOf("Source+Repository"), "Repository"),
  ],
  "the image is built and pushed": [
    ...assume("Build+Image"),
    ...read(nameOf("Build+Image"), "Repository"),
    ...log(nameOf("Build+Image"), "/aws/codepipeline/web"),
    ...on(nameOf("Build+Image"), "*", ["ecr:GetAuthorizationToken"]),
    ...on(nameOf("Build+Image"), arn("ecr", "repository/web"), [
      "ecr:BatchCheckLayerAvailability",
      "ecr:InitiateLayerUpload",
      "ecr:UploadLayerPart",
      "ecr:CompleteLayerUpload",
      "ecr:PutImage",
    ]),
  ],
  "the image is named for the service": [
    ...build("Build+Definitions", "web-Build-Definitions"),
    ...read(definitions, "Repository"),
    ...log(definitions, "/aws/codebuild/web-Build-Definitions"),
    ...write(definitions, "Definitions"),
    ...report("Build+Definitions", "web-Build-Definitions"),
  ],
  "the database is migrated from the network": [
    ...build("Deploy+Migrate", "web-Deploy-Migrate"),
    ...on(migrate, "*", ["ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs"], region),
    ...on(migrate, subnet, ["ec2:CreateNetworkInterface"]),
    ...on(migrate, arn("ec2", "security-group/sg-0a1b2c3d"), ["ec2:CreateNetworkInterface"]),
    ...on(migrate, arn("ec2", "network-interface/eni-1"), ["ec2:CreateNetworkInterface"]),
    ...on(migrate, arn("ec2", "network-interface/eni-1"), ["ec2:CreateNetworkInterfacePermission"], {
      "ec2:AuthorizedService": "codebuild.amazonaws.com",
      "ec2:Subnet": subnet,
    }),
    ...read(migrate, "Repository"),
    ...on(migrate, arn("secretsmanager", "secret:rds/web-a1b2c3"), ["secretsmanager:GetSecretValue"]),
    ...log(migrate, "/aws/codebuild/web-Deploy-Migrate"),
    ...on(migrate, arn("ec2", "network-interface/eni-1"), ["ec2:DeleteNetworkInterface"], { "ec2:Subnet": subnet }),
    ...report("Deploy+Migrate", "web-Deploy-Migrate"),
  ],
  "the service runs the image": [
    ...assume("Deploy+Service"),
    ...read(nameOf("Deploy+Service"), "Definitions"),
    ...on(nameOf("Deploy+Service"), arn("ecs", "service/web/web"), ["ecs:DescribeServices"]),
    ...on(nameOf("Deploy+Service"), "*", ["ecs:DescribeTaskDefinition"]),
    ...on(nameOf("Deploy+Service"), role("web-execution"), ["iam:PassRole"], {
      "iam:PassedToService": "ecs-tasks.amazonaws.com",
    }),
    ...on(nameOf("Deploy+Service"), arn("ecs", "task-definition/web:7"), ["ecs:RegisterTaskDefinition"]),
    ...on(nameOf("Deploy+Service"), arn("ecs", "service/web/web"), ["ecs:UpdateService", "ecs:DescribeServices"]),
  ],
};

describe("the delivery of a service, from its start to ECS,", () => {
  let environment: Environment;

  before(async () => {
    const preview = await previewOf("prod", "examples/service");
    assert.equal(preview.status, 0);
    environment = environmentOf("prod", account, preview);
  });

  const decisionOf = ([name, request]: Step): Promise<Decision> =>
    decide(environment, roleOf(environment, name), request);
  const textOf = ([name, { action, resource }]: Step) => `${name}: ${action} on ${resource}`;
  async function allowedOf(requests: readonly Step[]): Promise<string[]> {
    const decisions = await Promise.all(requests.map(decisionOf));
    return requests.filter((_, index) => decisions[index] === "Allowed").map(textOf);
  }

  for (const [what, requests] of Object.entries(steps)) {
    it(`may do all it needs when ${what}`, async () => {
      assert.deepEqual(await allowedOf(requests), requests.map(textOf));
    });
  }

  it("starts with roles that their services may assume for this account alone", async () => {
    const projects = { [definitions]: "web-Build-Definitions", [migrate]: "web-Deploy-Migrate" };
    for (const [name, project] of Object.entries(projects)) {
      const source = { "aws:SourceAccount": account, "aws:SourceArn": arn("codebuild", `project/${project}`) };
      const trust = (context: Request["context"]) =>
        decideForOther(environment, "codebuild.amazonaws.com", {
          action: "sts:AssumeRole",
          resource: role(name),
          context: context ?? {},
        });
      assert.equal(await trust(source), "Allowed");
      assert.notEqual(await trust({ ...source, "aws:SourceArn": arn("codebuild", "project/other") }), "Allowed");
      assert.notEqual(await trust({ ...source, "aws:SourceAccount": "999988887777" }), "Allowed");
    }
  });

  it("gives no role the steps of another one", async () => {
    const every = Object.values(steps).flat();
    const own = new Set(every.map(textOf));
    // Artifacts and their key are common to all roles that read them.
    const special = every.filter(
      ([, { resource }]) => !resource.startsWith(store) && resource !== key && resource !== "*",
    );
    const names = [...new Set(every.map(([name]) => name))];
    const others = names.flatMap((name) =>
      special.map(([, request]): Step => [name, request]).filter((step) => !own.has(textOf(step))),
    );
    assert.ok(others.length > 200);
    assert.deepEqual(await allowedOf(others), []);
  });

  it("denies the neighbours of its steps", async () => {
    const service = nameOf("Deploy+Service");
    const image = nameOf("Build+Image");
    const neighbours: Step[] = [
      ...on(pipeline, role("admin"), ["sts:AssumeRole"]),
      ...on("web+schedule-weekly+eu-central-1", arn("codepipeline", "payroll"), [
        "codepipeline:StartPipelineExecution",
      ]),
      ...on(nameOf("Source+Repository"), connection, ["codeconnections:UseConnection"], {
        "codeconnections:FullRepositoryId": "acme/payroll",
      }),
      ...on(image, arn("ecr", "repository/payroll"), ["ecr:PutImage", "ecr:InitiateLayerUpload"]),
      ...on(image, arn("ecr", "repository/web"), ["ecr:BatchDeleteImage", "ecr:DeleteRepository"]),
      ...on(image, `${store}/web/Definitions/a1`, ["s3:PutObject"], encrypted),
      ...on(migrate, `${store}/web/Definitions/a1`, ["s3:PutObject"], encrypted),
      ...on(definitions, `${store}/web/Definitions/a1`, ["s3:PutObject"], ours),
      ...on(migrate, arn("secretsmanager", "secret:rds/payroll-a1b2c3"), ["secretsmanager:GetSecretValue"]),
      ...on(migrate, arn("ec2", "subnet/subnet-9"), ["ec2:CreateNetworkInterface"]),
      ...on(migrate, arn("ec2", "network-interface/eni-1"), ["ec2:CreateNetworkInterfacePermission"], {
        "ec2:AuthorizedService": "codebuild.amazonaws.com",
        "ec2:Subnet": arn("ec2", "subnet/subnet-9"),
      }),
      ...on(service, arn("ecs", "service/web/payroll"), ["ecs:UpdateService"]),
      ...on(service, arn("ecs", "service/web/web"), ["ecs:DeleteService"]),
      ...on(service, arn("ecs", "task-definition/payroll:1"), ["ecs:RegisterTaskDefinition"]),
      ...on(service, role("web-execution"), ["iam:PassRole"], { "iam:PassedToService": "ec2.amazonaws.com" }),
      ...on(service, role("admin"), ["iam:PassRole"], { "iam:PassedToService": "ecs-tasks.amazonaws.com" }),
      ...on(
        nameOf("Build+Definitions"),
        arn("codebuild", "project/web-Deploy-Migrate"),
        ["codebuild:StartBuild"],
        gate,
      ),
      ...on("web-checks-eu-central-1", `${store}/web/Repository/a1`, ["s3:GetObject"], ours),
      ...on("web-checks-eu-central-1", key, ["kms:Decrypt"]),
    ];
    assert.deepEqual(await allowedOf(neighbours), []);
  });
});
