import assert from "node:assert/strict";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import type { Identity } from "../../../../policy/lib/iam/identities";
import { isRoleOf, pipelineTargets, pipelineTargetTypes } from "../../../../policy/lib/pipeline/targets";
import { stackResource } from "../../support/stack-resource";

const targetType = "aws:cloudwatch/eventTarget:EventTarget";
const pipelineType = "aws:codepipeline/pipeline:Pipeline";
const arn = "arn:aws:codepipeline:eu-west-1:123456789012:shop";
const pipeline = stackResource("pipeline", pipelineType, { name: "shop", arn: unknownValue });

function target(value: Value, sources: readonly string[] = []) {
  return stackResource("target", targetType, { arn: value }, { arn: sources });
}

describe("the targets that start pipelines", () => {
  const found = (...resources: readonly ReturnType<typeof target>[]) =>
    pipelineTargets(resources).map(({ target: each, pipeline: of }) => [each.urn, of?.urn]);

  it("are of two types of resources", () => assert.deepEqual(pipelineTargetTypes, [targetType, pipelineType]));

  it("are found by their ARN", () => assert.deepEqual(found(target(arn)), [["target", undefined]]));

  it("are found by the pipeline that the ARN comes from", () => {
    assert.deepEqual(found(pipeline, target(unknownValue, ["pipeline"])), [["target", "pipeline"]]);
  });

  it("have the pipeline of the stack with a known ARN", () => {
    const known = stackResource("known", pipelineType, { arn });
    assert.deepEqual(found(pipeline, known, target(arn)), [["target", "known"]]);
  });

  it("are no targets of other services, and no unknown ones from elsewhere", () => {
    assert.deepEqual(found(target("arn:aws:codebuild:eu-west-1:123456789012:project/shop")), []);
    assert.deepEqual(found(pipeline, target(unknownValue, ["queue"])), []);
    assert.deepEqual(found(pipeline), []);
    assert.deepEqual(found(), []);
  });
});

describe("the role of a target", () => {
  const role = stackResource("role", "aws:iam/role:Role", { name: "events", arn: unknownValue });
  const identity: Identity = { urn: "role", kind: "role", name: "events", resource: role, documents: [] };
  const isRole = (roleArn: Value, change: Partial<Identity> = {}, sources: readonly string[] = []) => {
    const from = stackResource("target", targetType, { arn, roleArn }, { roleArn: sources });
    return isRoleOf({ target: from, pipeline: undefined }, { ...identity, ...change });
  };
  const roleArn = "arn:aws:iam::123456789012:role/ci/events";

  for (const [title, verdict, expected] of [
    ["is named by the ARN", isRole(roleArn), true],
    ["is named whether it is in the stack or not", isRole(roleArn, { resource: undefined }), true],
    ["is the source of an unknown ARN", isRole(unknownValue, {}, ["role"]), true],
    ["is not another role's source", isRole(unknownValue, {}, ["other"]), false],
    ["is no role whose name the ARN only ends with", isRole(roleArn.replace("ci/", "ci/my-")), false],
    ["is no user of the same name", isRole(roleArn, { kind: "user" }), false],
    ["is none without a name", isRole("arn:aws:iam::123456789012:role/", { name: "", resource: undefined }), false],
    ["is none where the target has no role", isRole(undefined), false],
  ] as const) {
    it(title, () => assert.equal(verdict, expected));
  }
});
