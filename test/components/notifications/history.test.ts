import assert from "node:assert/strict";
import { matchesPattern } from "../../../cli/insight/event-pattern";
import { historyQueries, planHistory } from "../../../components/notifications/history";
import { type AwsEvent, actionEvent, buildEvent, phaseEvent, runEvent, stageEvent } from "../../support/aws-events";
import { scope } from "../../support/scopes";

const plan = planHistory(scope, "watch", { pipelineNames: ["shop"], projectNames: ["shop-image"] });

describe("the history of pipelines", () => {
  it("keeps the ends of runs, failures and decisions about approvals, and no other event", () => {
    const samples: Readonly<Record<string, AwsEvent>> = {
      succeeded: runEvent("SUCCEEDED"),
      failed: runEvent("FAILED"),
      stopped: runEvent("STOPPED"),
      "action failed": actionEvent("FAILED", "Deploy"),
      approved: actionEvent("SUCCEEDED", "Approval"),
      refused: actionEvent("FAILED", "Approval"),
      "build failed": buildEvent("FAILED"),
      started: runEvent("STARTED"),
      "stage failed": stageEvent("FAILED"),
      "action succeeded": actionEvent("SUCCEEDED", "Build"),
      waiting: actionEvent("STARTED", "Approval"),
      "build succeeded": buildEvent("SUCCEEDED"),
      phase: phaseEvent("BUILD", 9999),
      elsewhere: runEvent("FAILED", { pipeline: "other" }),
    };
    const pattern = JSON.parse(JSON.stringify(plan.pattern));
    const kept = Object.entries(samples).filter(([, sample]) => matchesPattern(pattern, { ...sample }));
    assert.deepEqual(
      kept.map(([name]) => name),
      ["succeeded", "failed", "stopped", "action failed", "approved", "refused", "build failed"],
    );
  });

  it("counts a run that succeeded by its state without a stage, and a refused approval by its category", () => {
    assert.deepEqual(
      plan.filters.map(({ filterName, metricName, pattern }) => [filterName, metricName, pattern]),
      [
        ["watch-SucceededRuns", "SucceededRuns", '{ ($.detail.state = "SUCCEEDED") && ($.detail.stage NOT EXISTS) }'],
        [
          "watch-RefusedApprovals",
          "RefusedApprovals",
          '{ ($.detail.state = "FAILED") && ($.detail.type.category = "Approval") }',
        ],
      ],
    );
    // The filters read these fields of AWS's samples.
    const detail = (sample: AwsEvent) => sample.detail as Record<string, unknown>;
    assert.equal("stage" in detail(runEvent("SUCCEEDED")), false);
    assert.deepEqual(
      [detail(actionEvent("FAILED", "Approval")).stage !== undefined, detail(actionEvent("FAILED", "Approval")).state],
      [true, "FAILED"],
    );
  });

  it("lets its one rule write events to its log group, and nobody else", () => {
    const { Statement: statements } = JSON.parse(plan.policy);
    const group = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/events/watch-history:*";
    const Principal = { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] };
    assert.deepEqual(statements, [
      { Sid: "Streams", Effect: "Allow", Principal, Resource: group, Action: "logs:CreateLogStream" },
      {
        Sid: "Events",
        Effect: "Allow",
        Principal,
        Resource: group,
        Action: "logs:PutLogEvents",
        Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:events:eu-central-1:111122223333:rule/watch-history" } },
      },
    ]);
  });

  it("leaves builds out where there is no project", () => {
    const { pattern } = planHistory(scope, "watch", { pipelineNames: ["shop"], projectNames: [] });
    assert.doesNotMatch(JSON.stringify(pattern), /codebuild/);
  });

  it("asks for the last deployments with commit, author and time, and for the last failures with reason and log", () => {
    assert.equal(
      historyQueries.deployments,
      "fields @timestamp as deployed, detail.pipeline as pipeline, `detail.execution-trigger.commit-id` as commit, " +
        "`detail.execution-trigger.author-display-name` as author, `detail.execution-trigger.author-date` as committed " +
        '| filter detail.state = "SUCCEEDED" and ispresent(detail.pipeline) and not ispresent(detail.stage) ' +
        "| sort @timestamp desc | limit 20",
    );
    assert.match(historyQueries.failures, /external-execution-summary` as reason, .*deep-link` as log \| filter /);
  });
});
