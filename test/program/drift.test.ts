import assert from "node:assert/strict";
import { type Environment, environmentOf, keyId, roleOf } from "./iam/environment";
import { type Decision, decide, type Request } from "./iam/simulate";
import { nameOf, previewOf, type StackPreview, unknown } from "./support/preview";

const account = "111122223333";
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`;
const store = `arn:aws:s3:::shop-prod-artifacts-${account}-us-east-1`;
const state = `arn:aws:s3:::acme-state-${account}-us-east-1`;
const key = arn("kms", `key/${keyId}`);
const tls = { "aws:ResourceAccount": account, "aws:SecureTransport": "true" };
const encrypted = {
  ...tls,
  "s3:x-amz-server-side-encryption": "aws:kms",
  "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
};
const ofState = { "kms:ResourceAliases": ["alias/acme-state"], "kms:ViaService": "s3.us-east-1.amazonaws.com" };
const artifact = `${store}/shop-prod-pipeline/source/PJCkvqs`;

/** The requests of a check, in the order of its commands. */
const steps: readonly Request[] = [
  { action: "logs:PutLogEvents", resource: arn("logs", "log-group:/aws/codebuild/shop-prod-drift:log-stream:1") },
  { action: "codepipeline:ListActionExecutions", resource: arn("codepipeline", "shop-prod-pipeline") },
  { action: "codepipeline:GetPipelineExecution", resource: arn("codepipeline", "shop-prod-pipeline") },
  { action: "s3:GetObject", resource: artifact, context: tls },
  { action: "kms:Decrypt", resource: key },
  { action: "s3:PutObject", resource: `${store}/drift/shop-prod-pipeline/source/PJCkvqs`, context: encrypted },
  { action: "kms:GenerateDataKey", resource: key },
  { action: "s3:GetObject", resource: `${store}/drift/shop-prod-pipeline/source/PJCkvqs`, context: tls },
  { action: "s3:ListBucket", resource: state, context: tls },
  { action: "s3:GetObject", resource: `${state}/.pulumi/stacks/shop/prod.json`, context: tls },
  { action: "kms:Decrypt", resource: arn("kms", "key/2"), context: ofState },
  { action: "ecs:DescribeServices", resource: arn("ecs", "service/shop-prod/web") },
];

/** Requests that lie beside those of a check. */
const neighbours: readonly Request[] = [
  { action: "codepipeline:ListActionExecutions", resource: arn("codepipeline", "shop-dev-pipeline") },
  { action: "codepipeline:StartPipelineExecution", resource: arn("codepipeline", "shop-prod-pipeline") },
  { action: "codepipeline:PutApprovalResult", resource: arn("codepipeline", "shop-prod-pipeline/ApprovePlan/Plan") },
  { action: "codepipeline:RollbackStage", resource: arn("codepipeline", "shop-prod-pipeline/Deploy") },
  { action: "codebuild:StartBuild", resource: arn("codebuild", "project/shop-prod-deploy") },
  { action: "s3:PutObject", resource: artifact, context: encrypted },
  { action: "s3:PutObject", resource: `${store}/plans/1.json`, context: encrypted },
  { action: "s3:DeleteObject", resource: `${store}/drift/shop-prod-pipeline/source/PJCkvqs`, context: tls },
  { action: "s3:PutObject", resource: `${state}/.pulumi/stacks/shop/prod.json`, context: encrypted },
  { action: "s3:PutObject", resource: `${state}/.pulumi/locks/organization/shop/prod/1.json`, context: encrypted },
  { action: "s3:GetObject", resource: `${state}/.pulumi/stacks/shop/dev.json`, context: tls },
  { action: "ecs:UpdateService", resource: arn("ecs", "service/shop-prod/web") },
  { action: "codeconnections:GetConnectionToken", resource: arn("codeconnections", "connection/0f1e2d3c") },
  { action: "secretsmanager:GetSecretValue", resource: arn("secretsmanager", "secret:shop-AbCdEf") },
  { action: "ecr:PutImage", resource: arn("ecr", "repository/shop-prod") },
  { action: "sns:Publish", resource: arn("sns", "shop-prod-notifications") },
  { action: "iam:PassRole", resource: `arn:aws:iam::${account}:role/shop-prod-deploy-us-east-1` },
];

describe("an environment that checks drift", () => {
  let preview: StackPreview;
  let environment: Environment;

  before(async () => {
    preview = await previewOf("dev", "test/fixtures/program/drift");
    environment = environmentOf("prod", account, preview);
  });

  const decisions = (role: string, requests: readonly Request[]) =>
    Promise.all(
      requests.map(
        async (request): Promise<[string, Decision]> => [
          `${request.action} ${request.resource}`,
          await decide(environment, roleOf(environment, role), request),
        ],
      ),
    );
  const others = async (role: string, requests: readonly Request[], expected: readonly Decision[]) =>
    (await decisions(role, requests)).filter(([, decision]) => !expected.includes(decision));
  const denied = ["ImplicitlyDenied", "ExplicitlyDenied"] as const;
  const inputsOf = (type: string, end: string) =>
    preview.resources.find((made) => made.type.endsWith(`:${type}`) && nameOf(made.urn).endsWith(end))?.inputs ??
    assert.fail(`no ${type} ${end}`);

  it("is clean, and knows every document on the first preview", () => {
    const found = preview.policies.flatMap(({ violations }) => violations);
    assert.deepEqual(
      found.filter(({ level, message }) => level === "mandatory" || message.includes("can't run policy")),
      [],
    );
    const documents = preview.resources.map(({ inputs }) => inputs.policy ?? inputs.assumeRolePolicy);
    assert.ok(!JSON.stringify(documents).includes(unknown));
    assert.deepEqual([preview.status, preview.diagnostics], [0, []]);
  });

  it("starts the check by a schedule, without a source of its own", () => {
    assert.equal(inputsOf("EventRule", "drift-schedule-drift").scheduleExpression, "rate(6 hours)");
    assert.equal(Object(inputsOf("Project", "shop-prod-drift").source).type, "NO_SOURCE");
  });

  it("lets the check do each of its steps, and nothing beside them", async () => {
    const role = "shop-prod-drift-us-east-1";
    assert.deepEqual(await others(role, steps, ["Allowed"]), []);
    assert.deepEqual(await others(role, neighbours, denied), []);
  });

  it("lets the schedule start the check alone", async () => {
    const [role] = environment.roles.filter(({ name }) => /drift.*drift/.test(name));
    const start = (project: string) => ({
      action: "codebuild:StartBuild",
      resource: arn("codebuild", `project/${project}`),
    });
    assert.deepEqual(await others(role?.name ?? "", [start("shop-prod-drift")], ["Allowed"]), []);
    assert.deepEqual(
      await others(role?.name ?? "", [start("shop-prod-deploy"), start("shop-prod-destroy-run")], denied),
      [],
    );
  });

  it("tells topic and chats of a failed check, by a function that reads no other log", async () => {
    const role = "shop-prod-notifications+log-tail+us-east-1";
    const log = (project: string) => ({
      action: "logs:GetLogEvents",
      resource: arn("logs", `log-group:/aws/codebuild/${project}:log-stream:1`),
    });
    const publish = (topic: string) => ({ action: "sns:Publish", resource: arn("sns", topic), context: tls });
    const told = [publish("shop-prod-notifications"), publish("shop-prod-notifications-chat")];
    assert.deepEqual(await others(role, [log("shop-prod-drift"), ...told], ["Allowed"]), []);
    assert.deepEqual(await others(role, [log("shop-prod-deploy"), publish("shop-prod-approvals")], denied), []);
    const { detail } = JSON.parse(String(inputsOf("EventRule", "log-tail-rule").eventPattern));
    assert.deepEqual(detail["project-name"], ["shop-prod-drift"]);
  });
});

describe("the lead time of an environment with a history", () => {
  it("is published by a role that reads the executions of its pipeline and writes one namespace", async () => {
    const preview = await previewOf("dev", "test/fixtures/program/drift");
    const environment = environmentOf("prod", account, preview);
    const role = roleOf(environment, "shop-prod-pipeline+Deploy+LeadTime+us-east-1");
    const on = (action: string, resource: string, context = {}) =>
      decide(environment, role, { action, resource, context });
    const publish = (namespace: string) => on("cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": namespace });
    const list = (pipeline: string) => on("codepipeline:ListActionExecutions", arn("codepipeline", pipeline));
    assert.deepEqual(
      await Promise.all([
        publish("aws-pipelines"),
        list("shop-prod-pipeline"),
        publish("AWS/Shop"),
        list("shop-dev-pipeline"),
      ]),
      ["Allowed", "Allowed", "ImplicitlyDenied", "ImplicitlyDenied"],
    );
  });
});

describe("the check of a CloudFormation stack in an application", () => {
  it("detects the drift of its stack, and changes no stack", async () => {
    const preview = await previewOf("dev", "test/fixtures/program/application");
    const name = "shop-dev-drift-Queue-eu-central-1";
    const made = preview.resources.find(({ type, inputs }) => type.endsWith(":RolePolicy") && inputs.role === name);
    const role = {
      name,
      arn: `arn:aws:iam::${account}:role/${name}`,
      trust: undefined,
      policy: JSON.parse(String(made?.inputs.policy)),
    };
    const environment = { stack: "dev", account, roles: [role], resourcePolicies: new Map<string, unknown>() };
    const on = (action: string, stack: string) =>
      decide(environment, role, {
        action: `cloudformation:${action}`,
        resource: `arn:aws:cloudformation:eu-central-1:${account}:stack/${stack}/1`,
      });
    const asked = ["DescribeStacks", "DetectStackDrift", "DetectStackResourceDrift", "DescribeStackResourceDrifts"];
    assert.deepEqual(
      await Promise.all(asked.map((action) => on(action, "shop-queue"))),
      asked.map(() => "Allowed"),
    );
    const refused = [
      on("UpdateStack", "shop-queue"),
      on("ExecuteChangeSet", "shop-queue"),
      on("DetectStackDrift", "other"),
    ];
    assert.deepEqual(await Promise.all(refused), ["ImplicitlyDenied", "ImplicitlyDenied", "ImplicitlyDenied"]);
  });
});
