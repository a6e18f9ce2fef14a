import assert from "node:assert/strict";
import type { Change } from "../../../cli/insight/change";
import { webhookDecisions } from "../../../cli/insight/webhook";
import type { Resource } from "../../../cli/preview/engine/resource";
import { resource } from "../preview/support/resource";

const decide = (change: Change, webhook: Resource) =>
  webhookDecisions(change, webhook).map(({ starts, reason }) => `${starts}: ${reason}`);

const push = (branch: string): Change => ({ kind: "push", branch });

describe("the webhook of a build", () => {
  it("starts a build by the groups of its webhook", () => {
    const webhook = resource("aws:codebuild/webhook:Webhook", "hook", {
      inputs: {
        projectName: "checks",
        filterGroups: [
          {
            filters: [
              { type: "EVENT", pattern: "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED" },
              { type: "BASE_REF", pattern: "^refs/heads/main$" },
            ],
          },
          {
            filters: [
              { type: "EVENT", pattern: "PUSH" },
              { type: "HEAD_REF", pattern: "^refs/heads/wip/", excludeMatchedPattern: true },
            ],
          },
        ],
      },
    });
    const pull: Change = { kind: "pull request", branch: "main", head: "feature" };
    assert.deepEqual(decide(pull, webhook), [
      "yes: EVENT PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, BASE_REF ^refs/heads/main$",
      "no: its filter is EVENT PUSH",
    ]);
    assert.deepEqual(decide({ ...pull, branch: "dev" }, webhook)[0], "no: its filter is BASE_REF ^refs/heads/main$");
    assert.deepEqual(decide(push("main"), webhook)[1], "yes: EVENT PUSH, not HEAD_REF ^refs/heads/wip/");
    assert.deepEqual(decide(push("wip/a"), webhook)[1], "no: its filter is not HEAD_REF ^refs/heads/wip/");
  });

  it("starts on every change without a filter", () => {
    const open = resource("aws:codebuild/webhook:Webhook", "hook", { inputs: { projectName: "checks" } });
    assert.deepEqual(decide(push("any"), open), ["yes: its webhook has no filter"]);
  });

  it("does not decide a filter on facts that nobody gave", () => {
    const webhook = resource("aws:codebuild/webhook:Webhook", "hook", {
      inputs: { projectName: "checks", filterGroups: [{ filters: [{ type: "ACTOR_ACCOUNT_ID", pattern: "^1$" }] }] },
    });
    assert.deepEqual(decide(push("main"), webhook), ["unknown: ACTOR_ACCOUNT_ID ^1$"]);
  });
});
