import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { notifiesOfFailure, passesOnFailure } from "../../../../policy/lib/pipeline/failure-events";
import { stackResource } from "../../support/stack-resource";

const notificationRuleType = "aws:codestarnotifications/notificationRule:NotificationRule";
const eventRuleType = "aws:cloudwatch/eventRule:EventRule";
const eventTargetType = "aws:cloudwatch/eventTarget:EventTarget";
const pipelineType = "aws:codepipeline/pipeline:Pipeline";
const pipeline = stackResource("pipeline", pipelineType, { name: "shop" });

describe("a notification rule tells of a pipeline's failures", () => {
  const notification: Properties = {
    eventTypeIds: ["codepipeline-pipeline-pipeline-execution-failed"],
    resource: "arn:aws:codepipeline:eu-west-1:123456789012:shop",
    targets: [{ address: "arn:aws:sns:eu-west-1:123456789012:alarms" }],
  };
  const tells = (change: Properties, from: Readonly<Record<string, readonly string[]>> = {}) =>
    notifiesOfFailure(stackResource("rule", notificationRuleType, { ...notification, ...change }, from), pipeline);
  const events = (...ids: readonly Value[]): Properties => ({ eventTypeIds: ids });

  for (const [title, verdict, expected] of [
    ["of the whole pipeline", tells({}), true],
    ["of a stage", tells(events("codepipeline-pipeline-stage-execution-failed")), true],
    ["of an action", tells(events("x", "codepipeline-pipeline-action-execution-failed")), true],
    ["by an unknown event", tells(events(unknownValue)), true],
    [
      "by the pipeline that its resource comes from",
      tells({ resource: unknownValue }, { resource: ["pipeline"] }),
      true,
    ],
    ["with status ENABLED", tells({ status: "ENABLED" }), true],
    ["but not of its success", tells(events("codepipeline-pipeline-pipeline-execution-succeeded")), false],
    ["but not without events", tells(events()), false],
    ["but not when it is off", tells({ status: "DISABLED" }), false],
    ["but not without a target", tells({ targets: [] }), false],
    ["but not of another pipeline", tells({ resource: "arn:aws:codepipeline:eu-west-1:123456789012:my-shop" }), false],
    ["but not of an unknown one from elsewhere", tells({ resource: unknownValue }, { resource: ["other"] }), false],
  ] as const) {
    it(title, () => assert.equal(verdict, expected));
  }

  it("only as a rule of that type", () => {
    assert.equal(notifiesOfFailure(stackResource("rule", eventRuleType, notification), pipeline), false);
  });
});

describe("an event rule passes on a pipeline's failures", () => {
  const target = stackResource("target", eventTargetType, { rule: "failed", arn: "arn:aws:sns:eu-west-1:1:alarms" });
  const passes = (pattern: Value, change: Properties = {}, resources = [target], from: readonly string[] = []) => {
    const eventPattern = typeof pattern === "object" ? JSON.stringify(pattern) : pattern;
    const rule = stackResource(
      "rule",
      eventRuleType,
      { name: "failed", eventPattern, ...change },
      { eventPattern: from },
    );
    return passesOnFailure(rule, pipeline, [rule, ...resources]);
  };
  const failed: Properties = {
    source: ["aws.codepipeline"],
    "detail-type": ["CodePipeline Pipeline Execution State Change"],
    detail: { state: ["FAILED"], pipeline: ["shop"] },
  };

  for (const [title, verdict, expected] of [
    ["of this pipeline", passes(failed), true],
    ["of every pipeline", passes({ source: ["aws.codepipeline"], detail: { state: ["FAILED"] } }), true],
    ["of everything", passes({}), true],
    ["of a stage", passes({ ...failed, "detail-type": ["CodePipeline Stage Execution State Change"] }), true],
    [
      "of an action among others",
      passes({ ...failed, "detail-type": ["x", "CodePipeline Action Execution State Change"] }),
      true,
    ],
    ["by a comparison", passes({ ...failed, detail: { state: [{ "anything-but": "STARTED" }] } }), true],
    ["in an unknown pattern that comes from the pipeline", passes(unknownValue, {}, [target], ["pipeline"]), true],
    ["but not in an unknown pattern from elsewhere", passes(unknownValue, {}, [target], ["other"]), false],
    ["but not of another pipeline", passes({ ...failed, detail: { state: ["FAILED"], pipeline: ["other"] } }), false],
    ["but not of its success", passes({ ...failed, detail: { state: ["SUCCEEDED"] } }), false],
    ["but not from another source", passes({ ...failed, source: ["aws.codebuild"] }), false],
    ["but not of another event", passes({ ...failed, "detail-type": ["CodeBuild Build State Change"] }), false],
    ["but not where the pattern has no lists", passes({ source: "aws.codepipeline" }), false],
    ["but not where the pattern is no JSON", passes("FAILED"), false],
    ["but not without a pattern", passes(undefined), false],
    ["but not without a target", passes(failed, {}, []), false],
    ["but not to the target of another rule", passes(failed, { name: "other" }), false],
    ["but not when it is off", passes(failed, { state: "DISABLED" }), false],
    ["but not when it is off in the older way", passes(failed, { isEnabled: false }), false],
  ] as const) {
    it(title, () => assert.equal(verdict, expected));
  }

  it("only as a rule of that type", () => {
    const rule = stackResource("rule", notificationRuleType, { name: "failed", eventPattern: "{}" });
    assert.equal(passesOnFailure(rule, pipeline, [rule, target]), false);
  });
});
