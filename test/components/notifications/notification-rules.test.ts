import assert from "node:assert/strict";
import type { NotifiedEvent } from "../../../components/notifications/events";
import { planNotificationRules } from "../../../components/notifications/notification-rules";
import { scope } from "../../support/scopes";

const parts = { pipelineNames: ["shop"], projectNames: ["shop-image"] };
const topicArn = "arn:aws:sns:eu-central-1:111122223333:shop";

function rules(events: readonly NotifiedEvent[], hasChats: boolean, topicArns = [topicArn]) {
  return planNotificationRules(scope, "shop", parts, { events, topicArns, hasChats });
}

describe("the notification rules", () => {
  it("are one for each pipeline and project with an event that is no failure", () => {
    assert.deepEqual(rules(["run-failed", "run-succeeded", "build-succeeded"], false), [
      {
        key: "shop",
        ruleName: "shop-shop",
        resourceArn: "arn:aws:codepipeline:eu-central-1:111122223333:shop",
        eventTypeIds: ["codepipeline-pipeline-pipeline-execution-succeeded"],
        topicArns: [topicArn],
        tellsChats: false,
      },
      {
        key: "shop-image",
        ruleName: "shop-shop-image",
        resourceArn: "arn:aws:codebuild:eu-central-1:111122223333:project/shop-image",
        eventTypeIds: ["codebuild-project-build-state-succeeded"],
        topicArns: [topicArn],
        tellsChats: false,
      },
    ]);
  });

  it("are one for each CodeCommit repository with an event, and keep equal names apart", () => {
    const same = { pipelineNames: ["shop"], projectNames: ["shop"], repositoryNames: ["shop"] };
    const events: NotifiedEvent[] = ["run-succeeded", "build-succeeded", "branch-deleted", "pull-request-approved"];
    const planned = planNotificationRules(scope, "w", same, { events, topicArns: [topicArn], hasChats: true });
    assert.deepEqual(
      planned.map(({ key, resourceArn, eventTypeIds, tellsChats }) => [key, resourceArn, eventTypeIds, tellsChats]),
      [
        [
          "shop",
          "arn:aws:codepipeline:eu-central-1:111122223333:shop",
          ["codepipeline-pipeline-pipeline-execution-succeeded"],
          true,
        ],
        [
          "shop-project",
          "arn:aws:codebuild:eu-central-1:111122223333:project/shop",
          ["codebuild-project-build-state-succeeded"],
          true,
        ],
        [
          "shop-repository",
          "arn:aws:codecommit:eu-central-1:111122223333:shop",
          ["codecommit-repository-branches-and-tags-deleted", "codecommit-repository-approvals-status-changed"],
          true,
        ],
      ],
    );
  });

  it("tell chats about failures apart, which topics hear from EventBridge", () => {
    assert.deepEqual(
      rules(["run-failed", "run-succeeded"], true).map(({ key, topicArns }) => [key, topicArns]),
      [
        ["shop", [topicArn]],
        ["shop-failures", []],
      ],
    );
  });

  it("are none where nobody is told, or where AWS has no id for the event", () => {
    assert.deepEqual(rules(["run-succeeded"], false, []), []);
    assert.deepEqual(rules(["run-stopped"], true), []);
  });
});
