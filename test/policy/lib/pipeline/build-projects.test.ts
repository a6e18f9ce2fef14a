import assert from "node:assert/strict";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import {
  isPullRequestBuild,
  projectsAmong,
  projectType,
  webhookType,
} from "../../../../policy/lib/pipeline/build-projects";
import { stackResource } from "../../support/stack-resource";

const project = stackResource("project", projectType, { name: "shop" });
const filters = (...events: readonly Value[]): Value =>
  events.map((pattern) => ({ filters: [{ type: "EVENT", pattern }] }));

function webhook(filterGroups: Value, projectName: Value = "shop", sources: readonly string[] = []) {
  return stackResource("webhook", webhookType, { projectName, filterGroups }, { projectName: sources });
}

describe("a project builds pull requests", () => {
  for (const [title, webhooks, expected] of [
    ["when a webhook of it does", [webhook(filters("PUSH")), webhook(filters("PUSH, PULL_REQUEST_CREATED"))], true],
    ["when a webhook has no filters", [webhook(undefined)], true],
    ["when a webhook that comes from it does", [webhook(undefined, unknownValue, ["project"])], true],
    ["not when a webhook builds pushes", [webhook(filters("PUSH", "PULL_REQUEST_MERGED"))], false],
    ["not when the webhook is of another project", [webhook(undefined, "other")], false],
    ["not without a webhook", [], false],
    ["unknown with an unknown event", [webhook(filters(unknownValue))], unknownValue],
    ["unknown with unknown filters", [webhook(unknownValue)], unknownValue],
    ["when one webhook does and another is unknown", [webhook(unknownValue), webhook([])], true],
  ] as const) {
    it(title, () => assert.equal(isPullRequestBuild(project, [project, ...webhooks]), expected));
  }
});

describe("the projects of a stack", () => {
  it("are those of CodeBuild", () => {
    assert.deepEqual(projectsAmong([webhook([]), project]), [project]);
    assert.deepEqual([projectType, webhookType], ["aws:codebuild/project:Project", "aws:codebuild/webhook:Webhook"]);
  });
});
