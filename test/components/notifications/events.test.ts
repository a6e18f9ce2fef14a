import assert from "node:assert/strict";
import { matchesPattern } from "../../../cli/insight/event-pattern";
import {
  defaultEvents,
  eventEntry,
  eventPattern,
  isMessage,
  type NotifiedEvent,
  notifiedEvents,
  reporterOf,
} from "../../../components/notifications/events";
import {
  type AwsEvent,
  actionEvent,
  buildEvent,
  phaseEvent,
  repositoryEvent,
  runEvent,
  stageEvent,
} from "../../support/aws-events";

const sources = {
  pipelineNames: ["shop", "shop-destroy"],
  projectNames: ["shop-image"],
  repositoryArns: ["arn:aws:codecommit:eu-central-1:111122223333:shop"],
  slowAfterSeconds: 1800,
  queuedAfterSeconds: 600,
};

function branch(name: string): AwsEvent {
  return repositoryEvent("Repository State Change", name);
}

function pullRequest(name: string): AwsEvent {
  return repositoryEvent("Pull Request State Change", name);
}

/** A sample of every event, as AWS documents it, and the id of AWS's page. */
const samples: Readonly<Record<NotifiedEvent, readonly [sample: AwsEvent, id: string | undefined]>> = {
  "run-started": [runEvent("STARTED"), "codepipeline-pipeline-pipeline-execution-started"],
  "run-succeeded": [runEvent("SUCCEEDED"), "codepipeline-pipeline-pipeline-execution-succeeded"],
  "run-failed": [runEvent("FAILED"), "codepipeline-pipeline-pipeline-execution-failed"],
  "run-resumed": [runEvent("RESUMED"), "codepipeline-pipeline-pipeline-execution-resumed"],
  "run-superseded": [runEvent("SUPERSEDED"), "codepipeline-pipeline-pipeline-execution-superseded"],
  "run-canceled": [runEvent("CANCELED"), "codepipeline-pipeline-pipeline-execution-canceled"],
  "run-stopping": [runEvent("STOPPING"), undefined],
  "run-stopped": [runEvent("STOPPED"), undefined],
  "stage-started": [stageEvent("STARTED"), "codepipeline-pipeline-stage-execution-started"],
  "stage-succeeded": [stageEvent("SUCCEEDED"), "codepipeline-pipeline-stage-execution-succeeded"],
  "stage-failed": [stageEvent("FAILED"), "codepipeline-pipeline-stage-execution-failed"],
  "stage-resumed": [stageEvent("RESUMED"), "codepipeline-pipeline-stage-execution-resumed"],
  "stage-canceled": [stageEvent("CANCELED"), "codepipeline-pipeline-stage-execution-canceled"],
  "stage-stopping": [stageEvent("STOPPING"), undefined],
  "stage-stopped": [stageEvent("STOPPED"), undefined],
  "action-started": [actionEvent("STARTED"), "codepipeline-pipeline-action-execution-started"],
  "action-succeeded": [actionEvent("SUCCEEDED", "Source"), "codepipeline-pipeline-action-execution-succeeded"],
  "action-failed": [actionEvent("FAILED", "Deploy"), "codepipeline-pipeline-action-execution-failed"],
  "action-canceled": [actionEvent("CANCELED"), "codepipeline-pipeline-action-execution-canceled"],
  "action-abandoned": [actionEvent("ABANDONED"), undefined],
  "approval-needed": [actionEvent("STARTED", "Approval"), "codepipeline-pipeline-manual-approval-needed"],
  "approval-given": [actionEvent("SUCCEEDED", "Approval"), "codepipeline-pipeline-manual-approval-succeeded"],
  "approval-refused": [actionEvent("FAILED", "Approval"), "codepipeline-pipeline-manual-approval-failed"],
  "build-started": [buildEvent("IN_PROGRESS"), "codebuild-project-build-state-in-progress"],
  "build-succeeded": [buildEvent("SUCCEEDED"), "codebuild-project-build-state-succeeded"],
  "build-failed": [buildEvent("FAILED"), "codebuild-project-build-state-failed"],
  "build-stopped": [buildEvent("STOPPED"), "codebuild-project-build-state-stopped"],
  "build-slow": [phaseEvent("BUILD", 1801), undefined],
  "build-queued": [phaseEvent("QUEUED", 601), undefined],
  "branch-created": [branch("referenceCreated"), "codecommit-repository-branches-and-tags-created"],
  "branch-updated": [branch("referenceUpdated"), "codecommit-repository-branches-and-tags-updated"],
  "branch-deleted": [branch("referenceDeleted"), "codecommit-repository-branches-and-tags-deleted"],
  "pull-request-created": [pullRequest("pullRequestCreated"), "codecommit-repository-pull-request-created"],
  "pull-request-updated": [
    pullRequest("pullRequestSourceBranchUpdated"),
    "codecommit-repository-pull-request-source-updated",
  ],
  "pull-request-closed": [pullRequest("pullRequestStatusChanged"), "codecommit-repository-pull-request-status-changed"],
  "pull-request-merged": [pullRequest("pullRequestMergeStatusUpdated"), "codecommit-repository-pull-request-merged"],
  "pull-request-approved": [
    pullRequest("pullRequestApprovalStateChanged"),
    "codecommit-repository-approvals-status-changed",
  ],
  "pull-request-rule-overridden": [
    pullRequest("pullRequestApprovalRuleOverridden"),
    "codecommit-repository-approvals-rule-override",
  ],
  "comment-on-commit": [
    repositoryEvent("Comment on Commit", "commentOnCommitCreated"),
    "codecommit-repository-comments-on-commits",
  ],
  "comment-on-pull-request": [
    repositoryEvent("Comment on Pull Request", "commentOnPullRequestUpdated"),
    "codecommit-repository-comments-on-pull-requests",
  ],
};

function patternOf(...events: [NotifiedEvent, ...NotifiedEvent[]]) {
  return JSON.parse(JSON.stringify(eventPattern(eventEntry(events[0]).subject, events, sources)));
}

describe("the events of notifications", () => {
  for (const event of notifiedEvents) {
    it(`see ${event} and no other event of AWS's pages`, () => {
      const seen = notifiedEvents.filter((other) => matchesPattern(patternOf(event), { ...samples[other][0] }));
      assert.deepEqual(seen, [event]);
      assert.equal(eventEntry(event).id, samples[event][1]);
    });
  }

  it("see no other pipeline, project or repository", () => {
    const elsewhere = {
      run: runEvent("FAILED", { pipeline: "other" }),
      build: buildEvent("FAILED", { "project-name": "x" }),
    };
    assert.equal(matchesPattern(patternOf("run-failed"), { ...elsewhere.run }), false);
    assert.equal(matchesPattern(patternOf("build-failed"), { ...elsewhere.build }), false);
    const other = repositoryEvent("Repository State Change", "referenceDeleted", "other");
    assert.equal(matchesPattern(patternOf("branch-deleted"), { ...other }), false);
  });

  it("share one pattern with other events of their subject, approvals with actions included", () => {
    const pattern = patternOf("action-failed", "action-abandoned", "approval-refused");
    const seen = notifiedEvents.filter((event) => matchesPattern(pattern, { ...samples[event][0] }));
    assert.deepEqual(seen, ["action-failed", "action-abandoned", "approval-refused"]);
    assert.deepEqual(patternOf("run-failed", "run-stopped").detail.state, ["FAILED", "STOPPED"]);
  });

  it("call a build slow or queued only beyond the limit", () => {
    const matches = (event: NotifiedEvent, sample: AwsEvent) => matchesPattern(patternOf(event), { ...sample });
    assert.equal(matches("build-slow", phaseEvent("BUILD", 1800)), false);
    assert.equal(matches("build-slow", phaseEvent("QUEUED", 9999)), false);
    assert.equal(matches("build-queued", phaseEvent("QUEUED", 600)), false);
  });

  it("go through EventBridge if they are failures, or if notification rules lack them", () => {
    assert.deepEqual(notifiedEvents.filter(isMessage), [
      "run-failed",
      "run-stopping",
      "run-stopped",
      "stage-failed",
      "stage-stopping",
      "stage-stopped",
      "action-failed",
      "action-abandoned",
      "build-failed",
      "build-slow",
      "build-queued",
    ]);
    assert.deepEqual(
      notifiedEvents.filter((event) => reporterOf(event) === "project"),
      notifiedEvents.filter((event) => event.startsWith("build-")),
    );
    assert.deepEqual(
      notifiedEvents.filter((event) => reporterOf(event) === "repository"),
      notifiedEvents.filter((event) => /^(branch|pull-request|comment)-/.test(event)),
    );
    assert.deepEqual(defaultEvents, ["run-failed", "action-failed"]);
  });
});
