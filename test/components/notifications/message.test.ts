import assert from "node:assert/strict";
import { chatMessage, textMessage } from "../../../components/notifications/message";
import {
  actionEvent,
  buildEvent,
  buildId,
  logLink,
  phaseEvent,
  rendered,
  runEvent,
  stageEvent,
} from "../../support/aws-events";
import { china, scope } from "../../support/scopes";

const run =
  "https://eu-central-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/shop/executions/12345678-1234-5678-abcd-12345678abcd/visualization?region=eu-central-1";

describe("the message for people", () => {
  it("tells commit, author and links of a failed run", () => {
    assert.equal(
      rendered(textMessage(scope, "shop-prod", "run"), runEvent("FAILED")),
      [
        "shop-prod: a run of shop is FAILED",
        "Environment: shop-prod",
        "Pipeline: shop",
        "Commit: 8cf40f2a",
        "Author: Mary Major",
        "Repository: acme/shop",
        "Branch or tag: main",
        "Trigger: WebhookV2",
        "Comment: ",
        "Attempt: 1",
        `Run: ${run}`,
        "Change: https://eu-central-1.console.aws.amazon.com/codesuite/settings/connections/redirect?connectionArn=arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c&referenceType=COMMIT&FullRepositoryId=acme/shop&Commit=8cf40f2a",
      ].join("\n"),
    );
  });

  it("leaves facts empty that AWS does not send", () => {
    const message = rendered(
      textMessage(scope, "shop-prod", "run"),
      runEvent("STOPPED", { "execution-trigger": {}, "stop-execution-comments": "Wrong commit" }),
    );
    assert.match(message, /^shop-prod: a run of shop is STOPPED$/m);
    assert.match(message, /^Commit: $/m);
    assert.match(message, /^Comment: Wrong commit$/m);
  });

  it("tells stage, action, reason and log of a failed action", () => {
    assert.equal(
      rendered(textMessage(scope, "shop-prod", "action"), actionEvent("FAILED")),
      [
        "shop-prod: action Infrastructure in stage Deploy of shop is FAILED",
        "Environment: shop-prod",
        "Pipeline: shop",
        "Stage: Deploy",
        "Action: Infrastructure (CodeBuild)",
        "Reason: Build terminated with state: FAILED",
        "Error code: JobFailed",
        "Attempt: 2",
        "Build or deployment: https://console.aws.amazon.com/codebuild/home?region=eu-central-1#/builds/shop-deploy:8745a7a9/view/new",
        `Run: ${run}`,
      ].join("\n"),
    );
  });

  it("tells the stage of a stopped stage", () => {
    assert.equal(
      rendered(textMessage(scope, "shop-prod", "stage"), stageEvent("STOPPED")),
      [
        "shop-prod: stage Deploy of shop is STOPPED",
        "Environment: shop-prod",
        "Pipeline: shop",
        "Stage: Deploy",
        "Attempt: 1",
        `Run: ${run}`,
      ].join("\n"),
    );
  });

  it("tells project and log of a failed build", () => {
    assert.equal(
      rendered(textMessage(scope, "shop-prod", "build"), buildEvent("FAILED")),
      [
        "shop-prod: a build of shop-image is FAILED",
        "Environment: shop-prod",
        "Project: shop-image",
        "Started by: codepipeline/shop",
        `Build: ${buildId}`,
        `Log: ${logLink}`,
      ].join("\n"),
    );
  });

  it("tells how long a phase took", () => {
    const [title] = rendered(textMessage(scope, "shop-prod", "slow-build"), phaseEvent("BUILD", 1801)).split("\n");
    assert.equal(title, "shop-prod: phase BUILD of a build of shop-image took 1801 seconds");
  });

  it("links to the console of the partition", () => {
    assert.match(textMessage(china, "shop", "run").inputTemplate, /https:\/\/cn-north-1\.console\.amazonaws\.cn\//);
  });

  it("stays within the limits of EventBridge: 100 variables, 8192 characters", () => {
    for (const subject of ["run", "stage", "action", "build", "slow-build", "queued-build"] as const) {
      const { inputPaths, inputTemplate } = textMessage(scope, "e".repeat(100), subject);
      assert.ok(Object.keys(inputPaths).length <= 100);
      assert.ok(inputTemplate.length <= 8192);
    }
  });
});

describe("the message for chats", () => {
  it("is a custom notification of names and links alone, so that no text of people breaks its JSON", () => {
    const message = chatMessage(scope, "shop-prod", "run");
    assert.deepEqual(message.inputPaths, {
      pipeline: "$.detail.pipeline",
      state: "$.detail.state",
      execution: "$.detail.execution-id",
    });
    assert.deepEqual(JSON.parse(rendered(message, runEvent("STOPPED"))), {
      version: "1.0",
      source: "custom",
      content: {
        textType: "client-markdown",
        title: "shop-prod: a run of shop is STOPPED",
        description: run,
      },
    });
  });
});
