import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { gatesOf } from "../../../../policy/lib/destroy/gates";
import { destroyStack } from "../../../fixtures/policy/destroy";
import { stackOf, stackResource } from "../../support/stack-resource";

const urns = (resources: readonly { readonly urn: string }[]) => resources.map(({ urn }) => urn);

describe("the gates of a stack", () => {
  const { projects, pipelines } = gatesOf(stackOf(destroyStack));

  it("are the project that destroys, with its role and the role that starts it", () => {
    assert.deepEqual(
      projects.map(({ project, arns, roles, starters }) => [
        project.urn,
        arns,
        urns(roles.resources),
        urns(starters.resources),
        starters.arns,
      ]),
      [
        [
          "shop-prod-destroy-run",
          ["arn:*:codebuild:*:*:project/shop-prod-destroy-run"],
          ["shop-prod-destroy-run-eu-west-1"],
          ["shop-prod-destroy-Destroy-Destroy-eu-west-1"],
          ["arn:aws:iam::123456789012:role/shop-prod-destroy-Destroy-Destroy-eu-west-1"],
        ],
      ],
    );
  });

  it("are the pipeline that runs it, with its roles, approvals and sources", () => {
    assert.deepEqual(
      pipelines.map(({ pipeline, arns, roles, starters, approvals, sources }) => ({
        pipeline: pipeline.urn,
        arns,
        roles: roles.arns,
        starters: urns(starters.resources),
        approvals,
        sources,
      })),
      [
        {
          pipeline: "shop-prod-destroy",
          arns: ["arn:*:codepipeline:*:*:shop-prod-destroy"],
          roles: ["arn:*:iam::*:role/shop-prod-destroy-eu-west-1"],
          starters: ["shop-prod-destroy-Destroy-Destroy-eu-west-1"],
          approvals: [
            "arn:*:codepipeline:*:*:shop-prod-destroy/Approve/Approve",
            "arn:*:codepipeline:*:*:shop-prod-destroy/ApproveAgain/Approve",
          ],
          sources: [],
        },
      ],
    );
  });

  it("are none in a stack that destroys nothing", () => {
    const deliveries = destroyStack.filter(({ name }) => !name.includes("destroy"));
    assert.deepEqual(gatesOf(stackOf(deliveries)), { projects: [], pipelines: [] });
    assert.deepEqual(gatesOf([]), { projects: [], pipelines: [] });
  });
});

describe("the ARNs of a gate", () => {
  const roleArn = "arn:aws:iam::123456789012:role/pipeline";
  const gateOf = (props: object) =>
    gatesOf([
      stackResource("shop", "aws:codepipeline/pipeline:Pipeline", {
        roleArn,
        stages: [
          {
            name: "Source",
            actions: [
              { name: "Code", category: "Source", provider: "CodeCommit", configuration: { RepositoryName: "shop" } },
              {
                name: "File",
                category: "Source",
                provider: "S3",
                configuration: { S3Bucket: "b", S3ObjectKey: "k.zip" },
              },
              { name: "Any", category: "Source", provider: "S3", configuration: { S3Bucket: "b" } },
              { name: "Git", category: "Source", provider: "GitHub", configuration: { RepositoryName: "shop" } },
            ],
          },
          { name: unknownValue, actions: [{ category: "Approval", provider: "Manual" }] },
          { name: "Destroy", actions: [{ name: "Destroy", category: "Build", configuration: { ProjectName: "x" } }] },
        ],
        ...props,
      }),
    ]).pipelines[0];

  it("have the account of the pipeline's role", () => {
    const gate = gateOf({ name: "shop" });
    assert.deepEqual(gate?.arns, ["arn:*:codepipeline:*:123456789012:shop"]);
    assert.deepEqual(gate?.roles.arns, [roleArn]);
  });

  it("have a star for unknown parts, and are none for an unknown name", () => {
    assert.deepEqual(gateOf({ name: "shop", roleArn: unknownValue })?.arns, ["arn:*:codepipeline:*:*:shop"]);
    assert.deepEqual(gateOf({ name: unknownValue })?.arns, []);
    assert.deepEqual(gateOf({ name: "shop" })?.approvals, ["arn:*:codepipeline:*:123456789012:shop/*/*"]);
  });

  it("have the repositories and objects of the sources", () => {
    assert.deepEqual(gateOf({ name: "shop" })?.sources, [
      "arn:*:codecommit:*:*:shop",
      "arn:*:s3:::b/k.zip",
      "arn:*:s3:::b/*",
    ]);
  });

  it("count no role of an action without one: the pipeline's own role starts it", () => {
    assert.deepEqual(gateOf({ name: "shop" })?.starters, { resources: [], arns: [] });
  });
});
