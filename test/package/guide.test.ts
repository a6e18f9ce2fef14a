import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type PipelineDefinition, validatePipeline } from "../../components";
import { renderStages } from "../../components/pipelines/render/pipeline";
import { shop } from "../../examples/guide/actions";
import { guarded } from "../../examples/guide/conditions";
import { definitionIn } from "../../examples/guide/definitions";
import { everywhere } from "../../examples/guide/places";
import { chained, nightly } from "../../examples/guide/schedules";
import { pullRequests, pushes, quiet } from "../../examples/guide/triggers";
import { release } from "../../examples/guide/variables";
import { root } from "../support/command";
import { planOf } from "../support/pipelines";

const home = { partition: "aws", account: "111122223333", region: "eu-central-1" };
const [, ...laterStages] = shop.stages;
const started = { stages: [{ name: "Source", actions: [...(shop.stages[0]?.actions ?? []), quiet] }, ...laterStages] };
const shown: Readonly<Record<string, PipelineDefinition>> = {
  shop,
  release,
  pushes,
  pullRequests,
  started,
  guarded,
  nightly,
  chained,
  everywhere,
};

const definitions = ["examples/guide/pipeline.yaml", "examples/monorepo/catalog.yaml"];
const published = "docs/schemas/pipeline.json";

describe("the guide", () => {
  for (const [name, definition] of Object.entries(shown)) {
    it(`shows a pipeline that AWS would accept: ${name}`, () => {
      assert.deepEqual(validatePipeline(definition, home), []);
    });
  }

  it("refers to variables by the actions that leave them behind", () => {
    const [, build, deploy] = rendered(release);
    assert.equal(
      build?.actions[0]?.configuration.EnvironmentVariables,
      JSON.stringify([
        { name: "RELEASE", value: "#{variables.Release}", type: "PLAINTEXT" },
        { name: "COMMIT", value: "#{Repository.CommitId}", type: "PLAINTEXT" },
        { name: "EXECUTION", value: "#{codepipeline.PipelineExecutionId}", type: "PLAINTEXT" },
      ]),
    );
    assert.equal(
      deploy?.actions[0]?.configuration.CustomData,
      "Release #{Templates.VERSION}: #{Repository.CommitMessage}",
    );
  });

  it("shows one pipeline in three spellings, which all come to the same", () => {
    const [own, printed, template] = ["pipeline.yaml", "printed.json", "template.yaml"].map(definitionIn);
    assert.ok(own && printed && template);
    assert.deepEqual([own.pipelineName, printed.pipelineName, template.pipelineName], [undefined, "shop", "shop"]);
    assert.deepEqual(rendered(printed), rendered(own));
    assert.deepEqual(rendered(template), rendered(own));
    assert.deepEqual(
      rendered(own).map(({ name }) => name),
      ["Source", "Build"],
    );
  });

  for (const file of definitions) {
    it(`writes definitions that an editor finds right, by the published schema: ${file}`, () => {
      const text = readFileSync(join(root, file), "utf8");
      const [line] = text.split("\n");
      assert.equal(line, `# yaml-language-server: $schema=./node_modules/@platform/aws-pipelines/${published}`);
      assert.equal(require.resolve("@platform/aws-pipelines/schemas/pipeline.json"), join(root, published));
      const schema = z.fromJSONSchema(JSON.parse(readFileSync(join(root, published), "utf8")));
      assert.deepEqual(schema.safeParse(parse(text)).error?.issues ?? [], []);
      assert.equal(schema.safeParse(parse(text.replace("BranchName", "Branch"))).success, false);
      assert.equal(schema.safeParse({ $schema: published, ...parse(text) }).success, true);
    });
  }
});

function rendered({ pipelineName: _, ...definition }: PipelineDefinition & { pipelineName?: string }) {
  return renderStages({ ...planOf(definition), roles: [] });
}
