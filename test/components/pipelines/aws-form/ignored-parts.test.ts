import assert from "node:assert/strict";
import { ignoredParts } from "../../../../components/pipelines/aws-form/ignored-parts";

function typed(category: string, provider: string, others: Record<string, unknown>) {
  return { name: "Act", actionTypeId: { category, owner: "AWS", provider, version: "1" }, ...others };
}

function pipelineOf(action: unknown, triggers: unknown[] = []) {
  return { name: "shop", stages: [{ name: "Stage", actions: [action] }], triggers };
}

const trigger = { providerType: "CodeStarSourceConnection", gitConfiguration: { sourceActionName: "Act", push: [] } };
const source = (configuration: Record<string, unknown>) =>
  typed("Source", "CodeStarSourceConnection", { configuration });
const stack = { ActionMode: "CREATE_UPDATE", StackName: "shop" };

describe("ignoredParts", () => {
  const cases: readonly [what: string, structure: unknown, notes: readonly string[]][] = [
    [
      "change detection beside a trigger of the source",
      pipelineOf(source({ DetectChanges: "true" }), [trigger]),
      ["Stage/Act: AWS ignores DetectChanges, because a trigger watches the source."],
    ],
    ["no change detection without a trigger", pipelineOf(source({ DetectChanges: "true" })), []],
    [
      "an output of CloudFormation without a file",
      pipelineOf(typed("Deploy", "CloudFormation", { configuration: stack, outputArtifacts: [{ name: "out" }] })),
      ["Stage/Act: AWS writes no output artifact without OutputFileName. The artifact out is left out."],
    ],
    [
      "no output of CloudFormation with a file",
      pipelineOf(
        typed("Deploy", "CloudFormation", {
          configuration: { ...stack, OutputFileName: "o.json" },
          outputArtifacts: [{ name: "out" }],
        }),
      ),
      [],
    ],
    [
      "a key without effect in the mode of CloudFormation",
      pipelineOf(
        typed("Deploy", "CloudFormation", {
          configuration: { ...stack, ActionMode: "DELETE_ONLY", TemplatePath: "a::b" },
        }),
      ),
      ["Stage/Act: AWS ignores TemplatePath beside the other keys."],
    ],
    [
      "a configuration that is a text",
      pipelineOf(typed("Build", "CodeBuild", { configuration: '{"ProjectName":"shop"}' })),
      ["Stage/Act: The configuration is JSON in a text. It is read as an object."],
    ],
    ["nothing in a file of another form", { stages: "none" }, []],
  ];
  for (const [what, structure, notes] of cases) {
    it(`names ${what}`, () => {
      assert.deepEqual(ignoredParts(structure), notes);
    });
  }
});
