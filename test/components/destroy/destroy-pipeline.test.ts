import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { DestroyPipeline, type DestroyPipelineArgs } from "../../../components/destroy/destroy-pipeline";
import { destroySettings } from "../../support/destroy-settings";
import { counts, only, type Recorded, record, resolved, unknown } from "../../support/recorder";
import { scope } from "../../support/scopes";

function args(changes: Partial<DestroyPipelineArgs> = {}): DestroyPipelineArgs {
  return { account: scope.account, region: scope.region, ...destroySettings(), ...changes };
}

function build(changes: Partial<DestroyPipelineArgs> = {}, preview = true): Promise<Recorded[]> {
  return record({ preview }, (opts) => new DestroyPipeline("shop-destroy", args(changes), opts));
}

const second = { notify: ["platform@acme.example"], principals: ["arn:aws:iam::111122223333:role/platform-leads"] };

describe("a pipeline that destroys", () => {
  it("is a store, two builds, a topic, a pipeline and the grant of the approver", async () => {
    const children = (await build())
      .filter(({ parent }) => parent === "shop-destroy")
      .map(({ type, name }) => `${type.replace("aws-pipelines:index:", "")} ${name}`);
    assert.deepEqual(children.sort(), [
      "ApprovalTopic shop-destroy-first-approvers",
      "ArtifactBucket shop-destroy-artifacts",
      "BuildProject shop-destroy-preview",
      "BuildProject shop-destroy-run",
      "Pipeline shop-destroy-pipeline",
      "aws:iam/rolePolicy:RolePolicy shop-destroy-first-approver-shop-leads",
    ]);
  });

  it("asks a second group where there is one, by a topic and a grant of its own", async () => {
    const recorded = await build({ approvers: { ...args().approvers, second } });
    const made = counts(recorded);
    assert.equal(made["aws:sns/topic:Topic"], 2);
    const { inputs } = only(recorded, "aws:iam/rolePolicy:RolePolicy", "shop-destroy-second-approver-platform-leads");
    assert.equal(inputs.role, "platform-leads");
    assert.equal(inputs.name, "shop-destroy-pipeline-ApproveAgain-eu-central-1");
    const pipeline = "arn:aws:codepipeline:eu-central-1:111122223333:shop-destroy-pipeline";
    assert.deepEqual(JSON.parse(String(inputs.policy)).Statement, [
      {
        Sid: "Approve",
        Effect: "Allow",
        Action: ["codepipeline:PutApprovalResult"],
        Resource: [`${pipeline}/ApproveAgain/Second`],
      },
      {
        Sid: "SeePipeline",
        Effect: "Allow",
        Action: ["codepipeline:GetPipeline", "codepipeline:GetPipelineExecution", "codepipeline:GetPipelineState"],
        Resource: [pipeline],
      },
    ]);
  });

  it("tells recipients of its own about its runs and builds, under its key and its tag", async () => {
    const recorded = await build({
      notify: { emails: ["operators@acme.example"], events: ["run-failed"], logTail: 20 },
    });
    const { inputs } = only(recorded, "aws:cloudwatch/eventRule:EventRule", "shop-destroy-notifications-run");
    assert.deepEqual(JSON.parse(String(inputs.eventPattern)).detail.pipeline, ["shop-destroy-pipeline"]);
    const tail = only(
      recorded,
      "aws:cloudwatch/eventRule:EventRule",
      "shop-destroy-notifications-log-tail-rule",
    ).inputs;
    assert.deepEqual(JSON.parse(String(tail.eventPattern)).detail["project-name"], [
      "shop-destroy-preview",
      "shop-destroy-run",
    ]);
    const topic = only(recorded, "aws:sns/topic:Topic", "shop-destroy-notifications").inputs;
    assert.ok(topic.kmsMasterKeyId !== undefined);
    assert.ok(JSON.stringify(topic.tags).includes("shop-destroy"));
    const { policy } = only(recorded, "aws:kms/key:Key", "shop-destroy-artifacts-key").inputs;
    assert.match(String(policy), /shop-destroy-notifications/);
    assert.equal(counts(await build())["aws:cloudwatch/eventRule:EventRule"], undefined);
  });

  it("refuses notifications that reach nobody, with its other problems", async () => {
    await assert.rejects(
      build({ notify: { events: ["run-failed", "branch-deleted"] }, expireAfterDays: 1 } as never),
      (error: Error) => {
        assert.match(error.message, /notify: names nobody: give at least one of emails, /);
        assert.match(error.message, /notify\.events\[1\]: is "branch-deleted", and there is no CodeCommit repository/);
        assert.match(error.message, /expireAfterDays/);
        return true;
      },
    );
  });

  it("lets only its own builds assume their roles, under the boundary that is given", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/boundary";
    const recorded = await build({ permissionsBoundaryArn });
    for (const name of ["preview", "run"]) {
      const { inputs } = only(recorded, "aws:iam/role:Role", `shop-destroy-${name}-role`);
      assert.equal(inputs.permissionsBoundary, permissionsBoundaryArn);
      assert.deepEqual(JSON.parse(String(inputs.assumeRolePolicy)).Statement, [
        {
          Sid: "Service",
          Effect: "Allow",
          Principal: { Service: "codebuild.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnEquals: { "aws:SourceArn": `arn:aws:codebuild:eu-central-1:111122223333:project/shop-destroy-${name}` },
          },
        },
      ]);
    }
    const roles = recorded.filter(({ type }) => type === "aws:iam/role:Role");
    const unbounded = roles.filter(({ inputs }) => inputs.permissionsBoundary !== permissionsBoundaryArn);
    assert.deepEqual(
      unbounded.map(({ name }) => name),
      [],
    );
  });

  it("creates the key with its policy after every role, and its logs and its topic after the key", async () => {
    for (const preview of [true, false]) {
      const recorded = await build({}, preview);
      const roles = recorded.filter(({ type }) => type === "aws:iam/role:Role").map(({ name }) => name);
      const { dependsOn } = only(recorded, "aws:kms/key:Key", "shop-destroy-artifacts-key");
      assert.equal(roles.length, 7);
      assert.deepEqual(dependsOn, roles.sort());
      const arn = preview ? unknown : "arn:aws:made:::shop-destroy-artifacts-key";
      const waiting = recorded
        .filter(({ inputs }) => inputs.kmsKeyId === arn || inputs.kmsMasterKeyId === arn)
        .map(({ type, name }) => `${type.split(":").pop()} ${name}`);
      assert.deepEqual(waiting.sort(), [
        "LogGroup shop-destroy-preview-logs",
        "LogGroup shop-destroy-run-logs",
        "Topic shop-destroy-first-approvers",
      ]);
    }
  });

  it("knows every document and every stage on the first preview", async () => {
    const recorded = await build();
    const hidden = recorded.flatMap(({ name, inputs }) =>
      ["policy", "assumeRolePolicy", "stages", "source"]
        .filter((key) => JSON.stringify(inputs[key] ?? "").includes(unknown))
        .map((key) => `${name} ${key}`),
    );
    assert.deepEqual(hidden, []);
  });

  it("protects and keeps its store where it is told, with two groups that approve", async () => {
    const recorded = await build({ protect: true, approvers: { ...args().approvers, second } });
    const asked = recorded.filter(({ protect }) => protect).map(({ name }) => name);
    assert.deepEqual(asked.sort(), ["shop-destroy-artifacts"]);
    const kept = recorded.filter(({ retainOnDelete, type }) => retainOnDelete && type.startsWith("aws:kms/"));
    assert.deepEqual(kept.map(({ name }) => name).sort(), [
      "shop-destroy-artifacts-key",
      "shop-destroy-artifacts-key-alias",
    ]);
    const fleeting = (await build()).filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
    assert.deepEqual(fleeting, []);
  });

  it("gives its outputs", async () => {
    const made: DestroyPipeline[] = [];
    await record({ preview: false }, (opts) => made.push(new DestroyPipeline("shop-destroy", args(), opts)));
    const [pipeline] = made;
    assert.ok(pipeline);
    assert.equal(await resolved(pipeline.pipelineName), "shop-destroy-pipeline");
    assert.equal(await resolved(pipeline.pipelineArn), "arn:aws:made:::shop-destroy-pipeline");
    assert.deepEqual(await resolved(pipeline.projectNames), ["shop-destroy-preview", "shop-destroy-run"]);
    assert.deepEqual(await resolved(pipeline.topicArns), [
      "arn:aws:sns:eu-central-1:111122223333:shop-destroy-first-approvers",
    ]);
    assert.equal(await resolved(pipeline.bucketName), "shop-destroy-artifacts-111122223333-eu-central-1");
    assert.equal(await resolved(pipeline.keyArn), "arn:aws:made:::shop-destroy-artifacts-key");
  });

  it("refuses a wrong name together with wrong settings", async () => {
    const { approvers } = args();
    const wrong = args({ approvers: { ...approvers, second: approvers.first }, protect: true });
    await assert.rejects(
      record({ preview: true }, (opts) => {
        new DestroyPipeline("Shop", wrong, opts);
      }),
      new RunError(
        [
          "DestroyPipeline Shop has 2 problems:",
          '  name: is "Shop": give 2 to 48 lower-case letters, digits or single hyphens, starting with a letter and ending in -destroy, such as shop-dev-destroy',
          '  approvers.second.principals[0]: is "arn:aws:iam::111122223333:role/shop-leads", which approves first: give a role of other people, or one person could approve twice',
        ].join("\n"),
      ),
    );
  });

  it("refuses to let its own roles approve, and grants that name its own parts", async () => {
    const own = "arn:aws:iam::111122223333:role/shop-destroy-run-eu-central-1";
    const { approvers } = args();
    await assert.rejects(
      record({ preview: true }, (opts) => {
        const first = { ...approvers.first, principals: [own] };
        const grant = { actions: ["iam:PutRolePolicy"], resources: [own] };
        new DestroyPipeline("shop-destroy", args({ approvers: { first }, permissions: [grant] }), opts);
      }),
      new RunError(
        [
          "DestroyPipeline shop-destroy has 2 problems:",
          `  approvers.first.principals[0]: is "${own}", a role of this environment, and what it runs would approve for itself: give a role that people assume`,
          `  permissions[0].resources[0]: is "${own}", a role of the destroy pipeline, which no build may touch: leave it out`,
        ].join("\n"),
      ),
    );
  });
});
