import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RunError } from "@pulumi/pulumi";
import { readPipelineDefinition } from "../../../components/pipelines/read-definition";

const text = readFileSync(join(__dirname, "../../fixtures/definitions/printed.json"), "utf8");

describe("readPipelineDefinition", () => {
  it("hands back the pipeline with the name that the file says", () => {
    const { pipelineName, stages, executionMode } = readPipelineDefinition("pipeline.json", text);
    assert.equal(pipelineName, "shop");
    assert.equal(executionMode, "QUEUED");
    assert.deepEqual(
      stages.map(({ name }) => name),
      ["Source", "Build", "Approve"],
    );
  });

  it("ends the program with everything that is wrong, under the name of the file", () => {
    const broken = text.replace('"QUEUED"', '"LATEST"').replace('"CONTAINS"', '"HAS"');
    assert.throws(
      () => readPipelineDefinition("pipeline.json", broken),
      new RunError(
        [
          "pipeline.json has 2 problems:",
          '  executionMode: is "LATEST": allowed are SUPERSEDED, QUEUED, PARALLEL',
          '  stages[1].beforeEntry.rules[0].configuration.Operator: is "HAS": allowed are EQ, NE, CONTAINS, MATCHES',
        ].join("\n"),
      ),
    );
  });
});
