import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi";
import { codeCommitAction } from "../../../components/actions/code-commit";
import { manualApprovalAction } from "../../../components/actions/manual-approval";
import { Pipeline, type PipelineArgs } from "../../../components/pipelines/pipeline";
import { counts, only, record, unknown } from "../../support/recorder";

const args: PipelineArgs = {
  account: "111122223333",
  region: "eu-central-1",
  pipelineName: "acme-shop",
  artifactBucketName: "acme-artifacts",
  encryptionKeyArn: output("arn:aws:kms:eu-central-1:111122223333:key/k"),
  schedules: [{ name: "nightly", expression: "rate(1 day)" }],
  stages: [
    {
      name: "Source",
      actions: [
        codeCommitAction({
          name: "Repository",
          outputArtifacts: ["source"],
          configuration: { RepositoryName: "shop", BranchName: "main" },
        }),
      ],
    },
    { name: "Approve", actions: [manualApprovalAction({ name: "Release", configuration: {} })] },
  ],
  tags: { owner: "acme" },
};

const build = () => record({ preview: true }, (opts) => new Pipeline("shop", args, opts));

describe("the starts of a pipeline", () => {
  it("are a rule, a target and a role each, below the pipeline", async () => {
    const recorded = await build();
    assert.deepEqual(counts(recorded), {
      "aws:iam/role:Role": 4,
      "aws:iam/rolePolicy:RolePolicy": 4,
      "aws:codepipeline/pipeline:Pipeline": 1,
      "aws:cloudwatch/eventRule:EventRule": 2,
      "aws:cloudwatch/eventTarget:EventTarget": 2,
    });
    const children = recorded.filter(({ type }) => type.startsWith("aws:"));
    assert.deepEqual([...new Set(children.map(({ parent }) => parent))], ["shop"]);
  });

  it("listen to the source, or come by the clock", async () => {
    const recorded = await build();
    assert.deepEqual(only(recorded, "aws:cloudwatch/eventRule:EventRule", "shop-schedule+nightly").inputs, {
      region: "eu-central-1",
      name: "acme-shop-schedule-nightly",
      description: "Starts the pipeline acme-shop by the schedule nightly",
      scheduleExpression: "rate(1 day)",
      tags: { owner: "acme" },
    });
    const { eventPattern, ...rule } = only(
      recorded,
      "aws:cloudwatch/eventRule:EventRule",
      "shop-change+Repository",
    ).inputs;
    assert.deepEqual(rule, {
      region: "eu-central-1",
      name: "acme-shop-change-Repository",
      description: "Starts the pipeline acme-shop when Repository has changed",
      tags: { owner: "acme" },
    });
    assert.deepEqual(JSON.parse(String(eventPattern)).source, ["aws.codecommit"]);
  });

  it("start the pipeline once it and the role exist, all of it known on the first preview", async () => {
    const target = only(await build(), "aws:cloudwatch/eventTarget:EventTarget", "shop-change+Repository-target");
    assert.deepEqual(target.inputs, {
      region: "eu-central-1",
      rule: "acme-shop-change-Repository",
      targetId: "pipeline",
      arn: "arn:aws:codepipeline:eu-central-1:111122223333:acme-shop",
      roleArn: "arn:aws:iam::111122223333:role/acme-shop+change-Repository+eu-central-1",
    });
    assert.deepEqual(target.dependsOn, ["shop", "shop-change+Repository-role", "shop-change+Repository-role-policy"]);
  });

  it("have a role that EventBridge takes for the rule, to start the pipeline and nothing else", async () => {
    const recorded = await build();
    const { name, assumeRolePolicy } = only(recorded, "aws:iam/role:Role", "shop-change+Repository-role").inputs;
    assert.equal(name, "acme-shop+change-Repository+eu-central-1");
    assert.deepEqual(JSON.parse(String(assumeRolePolicy)).Statement, [
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnEquals: {
            "aws:SourceArn": "arn:aws:events:eu-central-1:111122223333:rule/acme-shop-change-Repository",
          },
        },
      },
    ]);
    const { policy } = only(recorded, "aws:iam/rolePolicy:RolePolicy", "shop-change+Repository-role-policy").inputs;
    assert.notEqual(policy, unknown);
    assert.deepEqual(JSON.parse(String(policy)).Statement, [
      {
        Sid: "StartPipeline",
        Effect: "Allow",
        Action: ["codepipeline:StartPipelineExecution"],
        Resource: ["arn:aws:codepipeline:eu-central-1:111122223333:acme-shop"],
      },
    ]);
  });
});
