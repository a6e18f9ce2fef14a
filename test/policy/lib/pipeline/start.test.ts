import assert from "node:assert/strict";
import { readDocument } from "../../../../policy/iam/document";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { unknownAt, violation } from "../../../../policy/lib/facts/finding";
import { judgeStart } from "../../../../policy/lib/pipeline/start";
import { stackResource } from "../../support/stack-resource";

const arn = "arn:aws:codepipeline:eu-west-1:123456789012:shop";
const path = "policy.Statement";
const pipeline = stackResource("pipeline", "aws:codepipeline/pipeline:Pipeline", { name: "shop" });
const target = (targetArn: Value) =>
  stackResource("target", "aws:cloudwatch/eventTarget:EventTarget", { arn: targetArn });
const notStart = (place: string) => violation(`${path}.${place}`, "should be codepipeline:StartPipelineExecution");
const notItsPipeline = (place: string) =>
  violation(`${path}.${place}`, "should be the ARN of the pipeline that is started");

function judged(change: Properties, targetArn: Value = arn, known: typeof pipeline | undefined = pipeline) {
  const statement = { Effect: "Allow", Action: "codepipeline:StartPipelineExecution", Resource: arn, ...change };
  return readDocument({ path: "policy", value: { Statement: statement } }).statements.flatMap((each) =>
    judgeStart(each, { target: target(targetArn), pipeline: known }),
  );
}

describe("a statement that starts a pipeline", () => {
  it("may start it by its ARN, and do nothing else", () => {
    assert.deepEqual(judged({}), []);
    assert.deepEqual(judged({ Action: "CodePipeline:startPipelineExecution" }), []);
  });

  it("may name another region where the ARN of the target is unknown", () => {
    assert.deepEqual(judged({}, unknownValue), []);
    assert.deepEqual(judged({ Resource: arn.replace("eu-west-1", "us-east-1") }, unknownValue), []);
  });

  for (const [title, change, ...findings] of [
    ["another action", { Action: ["codepipeline:StartPipelineExecution", "codepipeline:*"] }, notStart("Action[1]")],
    ["every action but one", { Action: undefined, NotAction: "iam:*" }, notStart("NotAction")],
    ["an unknown action", { Action: unknownValue }, unknownAt(`${path}.Action`)],
    ["every pipeline", { Resource: "*" }, notItsPipeline("Resource")],
    ["a family of pipelines", { Resource: [arn, `${arn}*`] }, notItsPipeline("Resource[1]")],
    ["another pipeline", { Resource: `${arn}-other` }, notItsPipeline("Resource")],
    [
      "a wildcard before the name",
      { Resource: "arn:aws:codepipeline:*:123456789012:shop" },
      notItsPipeline("Resource"),
    ],
    ["everything but a pipeline", { Resource: undefined, NotResource: arn }, notItsPipeline("NotResource")],
    ["an unknown resource", { Resource: unknownValue }, unknownAt(`${path}.Resource`)],
  ] as const) {
    it(`must not have ${title}`, () => assert.deepEqual(judged(change), findings));
  }

  it("cannot be judged where neither the target nor the pipeline is known, but for a wildcard", () => {
    const unnamed = stackResource("pipeline", pipeline.type, {});
    assert.deepEqual(judged({}, unknownValue, unnamed), [unknownAt(`${path}.Resource`)]);
    assert.deepEqual(judged({ Resource: "*" }, unknownValue, unnamed), [notItsPipeline("Resource")]);
    assert.deepEqual(judged({}, arn, unnamed), []);
  });
});
