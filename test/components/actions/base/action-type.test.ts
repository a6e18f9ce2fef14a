import assert from "node:assert/strict";
import { z } from "zod";
import { actionShape } from "../../../../components/actions/base/action-shape";
import { defineAction } from "../../../../components/actions/base/action-type";
import { context } from "../../../support/pipelines";

const schema = z.object({
  ...actionShape,
  provider: z.literal("Smoke"),
  category: z.literal("Test").default("Test"),
  configuration: z.object({}).prefault({}),
});

describe("defineAction", () => {
  it("gives a provider the facts that most providers share", () => {
    const { artifactUse, validate, permissions, ...facts } = defineAction({ schema });
    assert.deepEqual(facts, {
      schema,
      provider: "Smoke",
      owner: "AWS",
      version: "1",
      categories: ["Test"],
      inputArtifacts: { min: 0, max: 0 },
      outputArtifacts: { min: 0, max: 0 },
      outputVariables: [],
      pipelineTypes: ["V1", "V2"],
      crossRegion: true,
    });
    const action = schema.parse({ name: "Smoke", provider: "Smoke", inputArtifacts: ["in"] });
    assert.deepEqual(artifactUse(action), { read: true, write: false });
    assert.deepEqual([validate(action), permissions(action, context)], [[], []]);
  });

  it("keeps what the file of a provider states", () => {
    const { inputArtifacts, outputArtifacts, outputVariables, pipelineTypes, crossRegion } = defineAction({
      schema,
      inputArtifacts: 1,
      outputArtifacts: { min: 0, max: 5 },
      outputVariables: ["Report"],
      pipelineTypes: ["V2"],
      crossRegion: false,
    });
    assert.deepEqual(
      { inputArtifacts, outputArtifacts, outputVariables, pipelineTypes, crossRegion },
      {
        inputArtifacts: { min: 1, max: 1 },
        outputArtifacts: { min: 0, max: 5 },
        outputVariables: ["Report"],
        pipelineTypes: ["V2"],
        crossRegion: false,
      },
    );
  });

  it("reads the owner and all categories from the schema, the default first", () => {
    const { owner, categories } = defineAction({
      schema: schema.extend({
        owner: z.literal("ThirdParty").optional(),
        category: z.enum(["Deploy", "Test"]).default("Deploy"),
      }),
    });
    assert.deepEqual([owner, categories], ["ThirdParty", ["Deploy", "Test"]]);
  });
});
