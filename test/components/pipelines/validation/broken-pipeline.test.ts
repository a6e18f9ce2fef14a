import assert from "node:assert/strict";
import fc from "fast-check";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { gatedPipelineOf, type WrittenPipeline } from "../../../support/arbitrary-pipeline";
import { scope } from "../../../support/scopes";
import { artifacts } from "./mutation/artifacts";
import { conditions } from "./mutation/conditions";
import { configurations } from "./mutation/configurations";
import { firstType } from "./mutation/first-type";
import { draftOf, type Mutation, type Mutations } from "./mutation/mutation";
import { places } from "./mutation/places";
import { structure } from "./mutation/structure";
import { triggers } from "./mutation/triggers";
import { variables } from "./mutation/variables";

const secondType = gatedPipelineOf(6, ["V2"]);

const groups: readonly [what: string, mutations: Mutations, pipelines: fc.Arbitrary<WrittenPipeline>][] = [
  ["any valid pipeline", structure, secondType],
  ["any valid pipeline whose artifacts go astray", artifacts, secondType],
  ["any valid pipeline whose variables do", variables, secondType],
  ["any valid pipeline with a wrong condition", conditions, secondType],
  ["any valid pipeline with a wrong trigger", triggers, secondType],
  ["any valid pipeline with an action in a wrong place", places, secondType],
  ["any valid pipeline with a wrong action", configurations, secondType],
  ["any valid pipeline of type V1", firstType, gatedPipelineOf(6, ["V1"])],
];

/** Breaks any pipeline, and wants the problem to be found where it is and nowhere else. */
function isRefused(pipelines: fc.Arbitrary<WrittenPipeline>, mutate: Mutation): void {
  fc.assert(
    fc.property(pipelines, fc.nat(), (pipeline, at) => {
      const draft = draftOf(pipeline);
      const paths = [mutate(draft, at)].flat();
      const problems = validatePipeline(draft, scope);
      assert.deepEqual([...new Set(problems.map(({ path }) => path))].sort(), [...paths].sort());
      assert.ok(problems.every(({ reason }) => reason.trim().length > 0));
    }),
    { numRuns: 3 },
  );
}

for (const [what, mutations, pipelines] of groups) {
  describe(what, () => {
    for (const [mistake, mutate] of Object.entries(mutations)) {
      it(`is refused, with the right path, for ${mistake}`, () => isRefused(pipelines, mutate));
    }
  });
}
