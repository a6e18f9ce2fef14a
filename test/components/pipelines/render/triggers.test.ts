import assert from "node:assert/strict";
import { renderTriggers } from "../../../../components/pipelines/render/triggers";
import { buildAction, pipelineOf, readPipeline } from "../../../support/pipelines";

function render(...triggers: unknown[]) {
  return renderTriggers(readPipeline({ ...pipelineOf([buildAction()]), triggers }));
}

const main = { includes: ["main"], excludes: ["wip/*"] };
const files = { includes: ["web/**"] };

describe("renderTriggers", () => {
  it("says nothing where there are none", () => {
    assert.deepEqual(render(), []);
  });

  it("writes pushes as AWS's provider takes them", () => {
    const push = [{ branches: main, filePaths: files }, { tags: { includes: ["v*"] } }];
    assert.deepEqual(render({ sourceAction: "Repository", push }), [
      {
        providerType: "CodeStarSourceConnection",
        gitConfiguration: { sourceActionName: "Repository", pushes: push },
      },
    ]);
  });

  it("writes pull requests, of all events unless some are named", () => {
    const pullRequest = [
      { branches: main, filePaths: files },
      { events: ["OPEN"], branches: main },
    ];
    assert.deepEqual(render({ sourceAction: "Repository", pullRequest }), [
      {
        providerType: "CodeStarSourceConnection",
        gitConfiguration: {
          sourceActionName: "Repository",
          pullRequests: [
            { events: ["OPEN", "UPDATED", "CLOSED"], branches: main, filePaths: files },
            { events: ["OPEN"], branches: main },
          ],
        },
      },
    ]);
  });
});
