import assert from "node:assert/strict";
import { matchesPattern } from "../../../cli/insight/event-pattern";
import type { PropertyValue } from "../../../cli/preview/base/property-value";
import {
  type AuditTrailSettings,
  auditTrailProblems,
  planAuditTrail,
  seesIam,
} from "../../../components/notifications/audit-trail-plan";
import { type AwsEvent, rendered } from "../../support/aws-events";
import { scope } from "../../support/scopes";
import { judgeByBucketPolicy } from "../../support/simulate-bucket-policy";
import { judgeByResourcePolicy } from "../../support/simulate-service";

const account = "111122223333";
const role = `arn:aws:iam::${account}:role/shop-deploy`;
const administrator = `arn:aws:iam::${account}:role/security`;
const key = `arn:aws:kms:eu-central-1:${account}:key/0f1e2d3c`;
const settings: AuditTrailSettings = {
  pipelineNames: ["shop", "shop-destroy"],
  projectNames: ["shop-image"],
  roleArns: [role],
  keyArns: [key],
  bucketNames: ["shop-artifacts"],
  administratorArns: [administrator],
  topicArns: [`arn:aws:sns:eu-central-1:${account}:security`],
};
const plan = planAuditTrail(scope, "audit", settings);
const inVirginia = planAuditTrail({ ...scope, region: "us-east-1" }, "audit", settings);

const person = {
  type: "AssumedRole",
  arn: `arn:aws:sts::${account}:assumed-role/developer/mary`,
  sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account}:role/developer` } },
};
const stack = {
  type: "AssumedRole",
  arn: `arn:aws:sts::${account}:assumed-role/shop-deploy/build`,
  sessionContext: { sessionIssuer: { arn: role } },
};

/**
 * A call as CloudTrail gives it to EventBridge.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
function call(
  service: string,
  eventName: string,
  requestParameters: PropertyValue,
  more: Readonly<Record<string, PropertyValue>> = {},
): AwsEvent {
  return {
    version: "0",
    id: "36eb8523-97d0-4518-b33d-ee3579ff19f0",
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${service}`,
    account,
    time: "2026-01-31T18:55:43Z",
    region: "eu-central-1",
    resources: [],
    detail: {
      eventVersion: "1.09",
      userIdentity: person,
      eventTime: "2026-01-31T18:55:43Z",
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: "eu-central-1",
      sourceIPAddress: "198.51.100.7",
      requestParameters,
      eventID: "68ed2a7b",
      ...more,
    },
  };
}

const approve = { pipelineName: "shop-destroy", stageName: "Approve", actionName: "First" };
const ofKey = { resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: key }] };

/** A call, and the rules that tell of it. */
const samples: readonly (readonly [what: string, event: AwsEvent, rules: readonly string[]])[] = [
  ["an approval", call("codepipeline", "PutApprovalResult", approve), ["approvals"]],
  ["a start", call("codepipeline", "StartPipelineExecution", { name: "shop" }), ["runs"]],
  ["a retry", call("codepipeline", "RetryStageExecution", { pipelineName: "shop", stageName: "Deploy" }), ["runs"]],
  ["an override", call("codepipeline", "OverrideStageCondition", { pipelineName: "shop" }), ["runs"]],
  ["a rollback", call("codepipeline", "RollbackStage", { pipelineName: "shop" }), ["runs"]],
  ["an open transition", call("codepipeline", "EnableStageTransition", { pipelineName: "shop" }), ["runs"]],
  ["a change of the gate", call("codepipeline", "UpdatePipeline", { pipeline: { name: "shop-destroy" } }), ["changes"]],
  ["a deletion", call("codepipeline", "DeletePipeline", { name: "shop" }), ["changes"]],
  ["a change of a project", call("codebuild", "UpdateProject", { name: "shop-image" }), ["changes"]],
  ["a build by a person", call("codebuild", "StartBuild", { projectName: "shop-image" }), ["changes"]],
  ["a function with a role", call("lambda", "CreateFunction20150331", { role }), ["passes"]],
  ["a project with a role", call("codebuild", "CreateProject", { name: "x", serviceRole: role }), ["passes"]],
  ["a task with a role", call("ecs", "RegisterTaskDefinition", { taskRoleArn: role }), ["passes"]],
  [
    "a pipeline with a role",
    call("codepipeline", "CreatePipeline", { pipeline: { name: "x", roleArn: role } }),
    ["passes"],
  ],
  [
    "an update of the gate with a role",
    call("codepipeline", "UpdatePipeline", { pipeline: { name: "shop", roleArn: role } }),
    ["changes", "passes"],
  ],
  ["a policy of the key", call("kms", "PutKeyPolicy", { keyId: key }, ofKey), ["keys"]],
  ["a decryption by a person", call("kms", "Decrypt", null, ofKey), ["keys"]],
  [
    "a decryption by the root user",
    call("kms", "Decrypt", null, { ...ofKey, userIdentity: { type: "Root" } }),
    ["keys"],
  ],
  ["a decryption by the stack", call("kms", "Decrypt", null, { ...ofKey, userIdentity: stack }), []],
  ["a decryption by a service", call("kms", "Decrypt", null, { ...ofKey, userIdentity: { type: "AWSService" } }), []],
  [
    "a build by the pipeline",
    call("codebuild", "StartBuild", { projectName: "shop-image" }, { userIdentity: stack }),
    [],
  ],
  ["another pipeline", call("codepipeline", "PutApprovalResult", { ...approve, pipelineName: "other" }), []],
  ["a role that is assumed", call("sts", "AssumeRole", { roleArn: role }), []],
  ["a call that reads", call("codepipeline", "GetPipeline", { name: "shop" }), []],
  ["another key", call("kms", "PutKeyPolicy", {}, { resources: [{ ARN: `${key}0` }] }), []],
];

function told(event: AwsEvent, rules = plan.rules): string[] {
  const whole = JSON.parse(JSON.stringify(event));
  return rules
    .filter(({ pattern }) => matchesPattern(JSON.parse(JSON.stringify(pattern)), whole, true))
    .map((rule) => rule.key);
}

describe("the rules of an audit trail", () => {
  for (const [what, event, rules] of samples) {
    it(`tell of ${what}: ${rules.join(" and ") || "no rule"}`, () => assert.deepEqual(told(event), rules));
  }

  it("tell of changes of roles where IAM reports them, and nowhere else", () => {
    const change = call("iam", "AttachRolePolicy", { roleName: "shop-deploy", policyArn: "x" });
    assert.deepEqual(told(change, inVirginia.rules), ["roles"]);
    assert.deepEqual(told(call("iam", "AttachRolePolicy", { roleName: "other" }), inVirginia.rules), []);
    assert.deepEqual([seesIam(scope), plan.rules.some((rule) => rule.key === "roles")], [false, false]);
  });

  it("see calls that read for the keys alone", () => {
    assert.deepEqual(
      plan.rules.filter(({ seesReads }) => seesReads).map((rule) => rule.key),
      ["keys"],
    );
  });

  it("are few without roles, projects and keys", () => {
    const { projectNames: _, roleArns: __, keyArns: ___, ...few } = settings;
    const rules = planAuditTrail(scope, "audit", few).rules;
    assert.deepEqual(
      rules.map((rule) => rule.key),
      ["approvals", "runs", "changes"],
    );
    assert.doesNotMatch(JSON.stringify(rules), /codebuild/);
  });

  it("say who did what, where, when, and whether AWS refused it", () => {
    const refused = call("codepipeline", "PutApprovalResult", approve, { errorCode: "AccessDenied" });
    assert.deepEqual(rendered(plan.transformer, refused).split("\n"), [
      "audit: PutApprovalResult by arn:aws:sts::111122223333:assumed-role/developer/mary",
      "Call: PutApprovalResult of codepipeline.amazonaws.com",
      "By: arn:aws:sts::111122223333:assumed-role/developer/mary",
      "From: 198.51.100.7",
      "At: 2026-01-31T18:55:43Z in eu-central-1",
      "Pipeline: shop-destroy",
      "Stage and action: Approve First",
      "Refused: AccessDenied",
      "Event: 68ed2a7b",
    ]);
  });
});

describe("the trail", () => {
  it("records management events, and calls on objects of the buckets", () => {
    assert.deepEqual(plan.selectors, [
      { name: "Management events", fields: [{ field: "eventCategory", equals: ["Management"] }] },
      {
        name: "Objects",
        fields: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          { field: "resources.ARN", startsWiths: ["arn:aws:s3:::shop-artifacts/"] },
        ],
      },
    ]);
    const { bucketNames: _, ...few } = settings;
    assert.equal(planAuditTrail(scope, "audit", few).selectors.length, 1);
  });

  const trail = `arn:aws:cloudtrail:eu-central-1:${account}:trail/audit`;
  const bucket = `arn:aws:s3:::audit-${account}-eu-central-1`;
  const byTrail = {
    "aws:SourceArn": trail,
    "s3:x-amz-acl": "bucket-owner-full-control",
    "aws:SecureTransport": "true",
  };
  const byService = { ...byTrail, "aws:PrincipalIsAWSService": "true" };

  it("writes to its bucket, and no other trail, service or folder does", async () => {
    const write = (context: Record<string, string>, path = `AWSLogs/${account}/CloudTrail/a.json.gz`) =>
      judgeByResourcePolicy(plan.bucketPolicy, {
        principal: "cloudtrail.amazonaws.com",
        action: "s3:PutObject",
        resource: `${bucket}/${path}`,
        account,
        context,
      });
    assert.equal(await write(byService), "Allowed");
    assert.notEqual(await write({ ...byService, "aws:SourceArn": `${trail}2` }), "Allowed");
    assert.notEqual(await write(byService, "AWSLogs/444455556666/a"), "Allowed");
  });

  it("keeps its files from every role, and its bucket from all but administrators", async () => {
    const judge = (action: string, principal: string) =>
      judgeByBucketPolicy(scope, plan.bucketPolicy, bucket, {
        action,
        key: "AWSLogs/a",
        context: { "aws:PrincipalArn": principal, "aws:SecureTransport": "true", "aws:PrincipalIsAWSService": "false" },
      });
    for (const action of [
      "s3:DeleteObject",
      "s3:DeleteObjectVersion",
      "s3:PutObject",
      "s3:ReplicateDelete",
      "s3:ReplicateObject",
    ]) {
      assert.equal(await judge(action, role), "ExplicitlyDenied", action);
      assert.equal(await judge(action, administrator), "ExplicitlyDenied", action);
    }
    assert.equal(await judge("s3:BypassGovernanceRetention", role), "ExplicitlyDenied");
    assert.equal(await judge("s3:BypassGovernanceRetention", administrator), "Allowed");
    assert.equal(await judge("s3:GetObject", administrator), "Allowed");
    const { Statement: statements } = JSON.parse(plan.bucketPolicy);
    const changes = statements.find(({ Sid }: { Sid: string }) => Sid === "AdministratorsOnly");
    assert.ok(
      ["s3:PutBucketPolicy", "s3:PutLifecycleConfiguration"].every((action) => changes.Action.includes(action)),
    );
  });

  it("encrypts with its key, which administrators alone use to read", async () => {
    const asCloudTrail = (action: string, source: string) =>
      judgeByResourcePolicy(plan.keyPolicy, {
        principal: "cloudtrail.amazonaws.com",
        action,
        resource: key,
        account,
        context: { "aws:SourceArn": source },
      });
    assert.equal(await asCloudTrail("kms:GenerateDataKey", trail), "Allowed");
    assert.equal(await asCloudTrail("kms:DescribeKey", trail), "Allowed");
    assert.notEqual(await asCloudTrail("kms:GenerateDataKey", `${trail}2`), "Allowed");
    assert.notEqual(await asCloudTrail("kms:Decrypt", trail), "Allowed");
    const [readers] = JSON.parse(plan.keyPolicy).Statement.slice(-1);
    assert.deepEqual(readers.Condition, {
      ArnEquals: { "aws:PrincipalArn": [administrator] },
      StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
    });
  });

  it("asks the owners of its topics and queue for the statements of EventBridge", () => {
    const queue = `arn:aws:sqs:eu-central-1:${account}:undelivered`;
    const { ownerStatements, rules } = planAuditTrail(scope, "audit", { ...settings, deadLetterQueue: queue });
    assert.deepEqual(
      ownerStatements.map(({ arn, statements }) => [arn, statements.map(({ Action }) => Action)]),
      [
        [`arn:aws:sns:eu-central-1:${account}:security`, ["sns:Publish"]],
        [queue, ["sqs:SendMessage"]],
      ],
    );
    assert.deepEqual(
      ownerStatements[1]?.statements[0]?.Condition?.ArnEquals?.["aws:SourceArn"],
      rules.map(({ ruleName }) => `arn:aws:events:eu-central-1:${account}:rule/${ruleName}`),
    );
  });

  it("refuses places elsewhere, and its own bucket among the watched ones", () => {
    const topicArns = [`arn:aws:sns:us-east-1:${account}:security`];
    const deadLetterQueue = "arn:aws:sqs:eu-central-1:444455556666:q";
    const keyArns = ["arn:aws:kms:eu-central-1:444455556666:key/1"];
    const wrong = { ...settings, topicArns, keyArns, deadLetterQueue, trailBucketName: "shop-artifacts" };
    assert.deepEqual(
      auditTrailProblems(scope, wrong).map(({ path, reason }) => `${path}: ${reason}`),
      [
        `topicArns[0]: is "${topicArns[0]}": give one of account ${account} in eu-central-1`,
        `keyArns[0]: is "${keyArns[0]}": give one of account ${account} in eu-central-1`,
        `deadLetterQueue: is "${deadLetterQueue}": give one of account ${account} in eu-central-1`,
        "bucketNames[0]: is the bucket of the trail itself: remove it",
      ],
    );
    assert.deepEqual(auditTrailProblems(scope, settings), []);
  });

  it("refuses an administrator whom the trail watches", () => {
    assert.deepEqual(auditTrailProblems(scope, { ...settings, administratorArns: [administrator, role] }), [
      {
        path: "administratorArns[1]",
        reason: `is "${role}", which the trail watches by roleArns: name a role of the security team`,
      },
    ]);
  });
});
