import fc from "fast-check";
import { approvalAction, buildAction, sourceAction, topicArn } from "./pipelines";

const word = fc.stringMatching(/^[A-Za-z0-9.@_]{1,20}$/);

const source = fc.record({ kind: fc.constant("source" as const), word, clone: fc.boolean() });

const build = fc.record({
  kind: fc.constant("build" as const),
  word,
  runOrder: fc.integer({ min: 1, max: 999 }),
  /** Where in the list of what is made so far the inputs start, and how many there are. */
  from: fc.nat(),
  inputs: fc.integer({ min: 1, max: 5 }),
  outputs: fc.integer({ min: 0, max: 5 }),
  category: fc.constantFrom("Build", "Test"),
});

const approval = fc.record({
  kind: fc.constant("approval" as const),
  word,
  runOrder: fc.integer({ min: 1, max: 999 }),
  tells: fc.boolean(),
});

type LaterAction = typeof build | typeof approval extends fc.Arbitrary<infer Seed> ? Seed : never;

/** A valid pipeline of two to fifty stages, with every provider there is and every way for artifacts to go. */
export const arbitraryPipeline = fc
  .record({
    sources: fc.array(source, { minLength: 1, maxLength: 3 }),
    stages: fc.array(fc.array(fc.oneof(build, approval), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 49,
      size: "max",
    }),
  })
  .map(({ sources, stages }) => {
    const first = sources.map(({ word, clone }, index) =>
      sourceAction(
        { name: `${word}${index}`, outputArtifacts: [`source${index}`] },
        { OutputArtifactFormat: clone ? "CODEBUILD_CLONE_REF" : "CODE_ZIP" },
      ),
    );
    let made = sources.map((_, index) => `source${index}`);
    const later = stages.map((seeds, stage) => {
      const before = made;
      const actions = seeds.map((seed, index) => laterAction(seed, before, `${stage}_${index}`));
      made = [...made, ...actions.flatMap(outputsOf)];
      return { name: `Stage${stage}`, actions };
    });
    return { stages: [{ name: "Source", actions: first as unknown[] }, ...later] };
  });

function laterAction(seed: LaterAction, before: readonly string[], id: string) {
  const common = { name: `${seed.word}${id}`, runOrder: seed.runOrder };
  if (seed.kind === "approval") {
    return approvalAction(common, seed.tells ? { NotificationArn: topicArn } : {});
  }
  const start = seed.from % before.length;
  const inputs = before.slice(start, start + seed.inputs);
  return buildAction(
    {
      ...common,
      category: seed.category,
      inputArtifacts: inputs,
      outputArtifacts: Array.from({ length: seed.outputs }, (_, output) => `made_${id}_${output}`),
    },
    { ProjectName: `project-${id}`, PrimarySource: inputs[0] },
  );
}

function outputsOf(action: object): string[] {
  return "outputArtifacts" in action && Array.isArray(action.outputArtifacts) ? action.outputArtifacts : [];
}
