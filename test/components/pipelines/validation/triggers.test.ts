import assert from "node:assert/strict";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { approvalAction, buildAction, pipelineOf, sourceAction } from "../../../support/pipelines";

const branches = { includes: ["main"] };
const push = [{ branches }];

function triggered(...triggers: unknown[]) {
  return { ...pipelineOf([buildAction()]), triggers };
}

function withSources(sources: unknown[], ...triggers: unknown[]) {
  const [, ...later] = pipelineOf([approvalAction()]).stages;
  return { triggers, stages: [{ name: "Source", actions: sources }, ...later] };
}

const custom = {
  name: "Own",
  owner: "Custom",
  provider: "Svn",
  category: "Source",
  outputArtifacts: ["own"],
};
const all = "give tags, branches, or branches and filePaths";

const refused: [what: string, definition: unknown, path: string, reason: string][] = [
  [
    "of an action that is none",
    triggered({ sourceAction: "Repo", push }),
    "triggers[0].sourceAction",
    '"Repo" is no source action that triggers can watch: name one of Repository',
  ],
  [
    "of an action that is no source",
    triggered({ sourceAction: "Image", push }),
    "triggers[0].sourceAction",
    '"Image" is no source action that triggers can watch: name one of Repository',
  ],
  [
    "of a source that triggers cannot watch, where there is no other",
    withSources([custom], { sourceAction: "Own", push }),
    "triggers[0].sourceAction",
    '"Own" is no source action that triggers can watch: add a source that reads a repository through a connection',
  ],
  [
    "of a source that has one already",
    triggered({ sourceAction: "Repository", push }, { sourceAction: "Repository", pullRequest: [{ branches }] }),
    "triggers[1].sourceAction",
    '"Repository" has a trigger already, triggers[0]: give that one more filters',
  ],
  [
    "of a source that is told to detect changes as well",
    withSources([sourceAction({}, { DetectChanges: true })], { sourceAction: "Repository", push }),
    "stages[0].actions[0].configuration.DetectChanges",
    "is true, and triggers[0] says what starts the pipeline: remove one of them",
  ],
  [
    "that watches nothing",
    triggered({ sourceAction: "Repository" }),
    "triggers[0]",
    "watches nothing: give push or pullRequest, or remove it, and each push to the branch counts",
  ],
  [
    "of tags beside branches",
    triggered({ sourceAction: "Repository", push: [{ tags: branches, branches }] }),
    "triggers[0].push[0]",
    "names tags beside branches or files, and AWS takes tags alone: give two filters",
  ],
  [
    "of tags beside files",
    triggered({ sourceAction: "Repository", push: [{ branches }, { tags: branches, filePaths: branches }] }),
    "triggers[0].push[1]",
    "names tags beside branches or files, and AWS takes tags alone: give two filters",
  ],
  [
    "of files without branches",
    triggered({ sourceAction: "Repository", push: [{ filePaths: branches }] }),
    "triggers[0].push[0]",
    `names files without branches: ${all}`,
  ],
  [
    "of pushes of nothing",
    triggered({ sourceAction: "Repository", push: [{}] }),
    "triggers[0].push[0]",
    `is empty: ${all}`,
  ],
];

describe("the triggers of a pipeline", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`refuse one ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), [{ path, reason }]);
    });
  }

  for (const [what, definition] of [
    ["of pushes to branches", triggered({ sourceAction: "Repository", push })],
    ["of pushed tags", triggered({ sourceAction: "Repository", push: [{ tags: { includes: ["v*"] } }] })],
    [
      "of pushes that change files of branches",
      triggered({ sourceAction: "Repository", push: [{ branches, filePaths: branches }] }),
    ],
    [
      "of pushes and pull requests",
      triggered({ sourceAction: "Repository", push, pullRequest: [{ branches, filePaths: branches }] }),
    ],
    [
      "of a source that is told to detect no changes",
      withSources([sourceAction({}, { DetectChanges: false })], { sourceAction: "Repository", push }),
    ],
    [
      "for each of two sources",
      withSources(
        [sourceAction(), sourceAction({ name: "Other", outputArtifacts: ["other"] })],
        { sourceAction: "Repository", push },
        { sourceAction: "Other", push },
      ),
    ],
  ] as const) {
    it(`accept one ${what}`, () => {
      assert.deepEqual(validatePipeline(definition), []);
    });
  }

  it("are together no longer than AWS takes", () => {
    const filter = { includes: Array.from({ length: 8 }, (_, n) => `${n}`.padEnd(255, "x")) };
    const sources = Array.from({ length: 20 }, (_, n) =>
      sourceAction({ name: `Repository${n}`, outputArtifacts: [`source${n}`] }),
    );
    const watching = (count: number) =>
      sources.slice(0, count).map(({ name }) => ({
        sourceAction: name,
        push: Array.from({ length: 3 }, () => ({ branches: filter, filePaths: filter })),
      }));
    assert.deepEqual(validatePipeline(withSources(sources, ...watching(16))), []);
    const long = watching(20);
    assert.deepEqual(validatePipeline(withSources(sources, ...long)), [
      {
        path: "triggers",
        reason: `are ${JSON.stringify(long).length} characters long, and AWS takes 204800: give fewer or shorter patterns`,
      },
    ]);
  });
});
