import fc from "fast-check";
import { type ActionInput, findActionType } from "../../components/actions/catalogue";
import { executionId, pipelineVariable } from "../../components/pipelines/definition/variable-reference";
import { outlinePipeline } from "../../components/pipelines/validation/outline";
import { ungatedDestroyProblems } from "../../components/pipelines/validation/ungated-destroy";
import {
  type Available,
  actionOf,
  actionSeed,
  chosen,
  makesClone,
  referencesTo,
  type WrittenAction,
} from "./arbitrary-action";
import { conditionsOf, conditionsSeed, type WrittenConditions } from "./arbitrary-conditions";
import { schedules, triggerSeed, variables } from "./arbitrary-starts";
import { sampleActions } from "./sample-actions";
import { sampleVariants } from "./sample-variants";
import { scope } from "./scopes";

/** All samples that random pipelines consist of. */
export const allSamples: readonly ActionInput[] = [...sampleActions, ...sampleVariants];

export interface WrittenStage extends WrittenConditions {
  readonly name: string;
  readonly actions: readonly WrittenAction[];
}

interface WrittenFilter {
  readonly includes?: readonly string[];
  readonly excludes?: readonly string[];
}

export interface WrittenTrigger {
  readonly sourceAction: string;
  readonly push?: readonly { readonly branches?: WrittenFilter; readonly tags?: WrittenFilter }[];
  readonly pullRequest?: readonly object[];
}

/** A pipeline in the form of a definition. */
export interface WrittenPipeline {
  readonly pipelineType: string;
  readonly executionMode: string;
  readonly variables: readonly { readonly name: string }[];
  readonly schedules: readonly { readonly name: string }[];
  readonly triggers: readonly WrittenTrigger[];
  readonly stages: readonly WrittenStage[];
}

const stageSeed = (maxLength: number) =>
  fc.record({
    word: fc.constantFrom("Build", "deploy", "Production", "a.b@c-d_"),
    actions: fc.array(actionSeed, { minLength: 1, maxLength }),
    conditions: conditionsSeed,
  });

type StageSeed = ReturnType<typeof stageSeed> extends fc.Arbitrary<infer Seed> ? Seed : never;

/** A pipeline of at least two stages that AWS accepts, with any provider and any rule, however artifacts and variables go. */
export function arbitraryPipelineOf(
  mostStages: number,
  types = ["V2", "V2", "V2", "V1"],
): fc.Arbitrary<WrittenPipeline> {
  return fc
    .record({
      pipelineType: fc.constantFrom(...types),
      executionMode: fc.constantFrom("SUPERSEDED", "QUEUED", "PARALLEL"),
      variables,
      schedules,
      triggers: fc.array(fc.option(triggerSeed, { nil: undefined }), { minLength: 3, maxLength: 3 }),
      source: stageSeed(3),
      stages: fc.array(stageSeed(4), { minLength: 1, maxLength: mostStages - 1, size: "max" }),
    })
    .map(({ source, stages, triggers, schedules, ...written }) => {
      const isV2 = written.pipelineType === "V2";
      const common = isV2 ? written : { ...written, executionMode: "SUPERSEDED", variables: [] };
      const made = stagesOf([source, ...stages], common);
      const watched = (made[0]?.actions ?? []).flatMap(({ name, ...action }, index) => {
        const trigger = isV2 && findActionType(action)?.changeDetectionKey !== undefined ? triggers[index] : undefined;
        return trigger === undefined ? [] : [{ sourceAction: name, ...trigger }];
      });
      return { ...common, schedules, triggers: watched, stages: made };
    });
}

/** A pipeline of two to fifty stages that AWS accepts, and that may delete a stack without an approval. */
export const arbitraryPipeline = arbitraryPipelineOf(50);

/** A valid pipeline: if it would destroy anything without asking, an approval comes after its sources. */
export function gatedPipelineOf(mostStages: number, types?: string[]): fc.Arbitrary<WrittenPipeline> {
  return arbitraryPipelineOf(mostStages - 1, types).map((definition) => {
    const [sources, ...others] = definition.stages;
    return sources === undefined || ungatedDestroyProblems(outlinePipeline(definition), scope).length === 0
      ? definition
      : { ...definition, stages: [sources, gate, ...others] };
  });
}

const gate: WrittenStage = {
  name: "Gate",
  actions: [
    {
      name: "Ask",
      provider: "Manual",
      runOrder: 1,
      inputArtifacts: [],
      outputArtifacts: [],
      configuration: {},
    },
  ],
};

/** Inputs available to an action or rule that runs after actions with a smaller `runOrder`. */
export function availableIn(
  { stages, variables }: Pick<WrittenPipeline, "stages" | "variables">,
  stage: number,
  runOrder: number,
): Available {
  const actions = stages.flatMap(({ actions }, index) =>
    actions.filter((action) => index < stage || (index === stage && action.runOrder < runOrder)),
  );
  const made = (from: readonly WrittenAction[]) => from.flatMap(({ outputArtifacts }) => outputArtifacts);
  return {
    files: made(actions.filter((action) => !makesClone(action))),
    clones: made(actions.filter(makesClone)),
    references: [
      executionId,
      ...variables.map(({ name }) => pipelineVariable(name)),
      ...actions.flatMap((action) => referencesTo(action)),
    ],
  };
}

type Common = Pick<WrittenPipeline, "pipelineType" | "executionMode" | "variables">;

function stagesOf(seeds: readonly StageSeed[], pipeline: Common): WrittenStage[] {
  const stages: WrittenStage[] = [];
  seeds.forEach(({ word, actions, conditions }, stage) => {
    const there = (runOrder: number) => availableIn({ ...pipeline, stages }, stage, runOrder);
    const samples = allSamples.filter((sample) => fits(sample, stage, pipeline.pipelineType));
    const made: WrittenAction[] = [];
    const name = `${word}.${stage}`;
    stages.push({ name, actions: made });
    const numbered = actions.map((seed, index) => ({ seed, index }));
    // In the order of execution: each action finds the outputs of earlier ones.
    for (const { seed, index } of numbered.sort((one, other) => one.seed.runOrder - other.seed.runOrder)) {
      // The first source makes files, an input that every action accepts.
      const fitting = stage === 0 && made.length === 0 ? samples.filter((sample) => !makesClone(sample)) : samples;
      made.push(actionOf(chosen(fitting, seed.sample), seed, `${stage}_${index}`, there(seed.runOrder)));
    }
    const rollsBack = stage > 0 && pipeline.executionMode !== "PARALLEL";
    const places = { id: `${stage}`, rollsBack, before: there(0), after: there(1000) };
    const written = actions.flatMap((_, index) => made.filter((action) => action.name.endsWith(`-${stage}_${index}`)));
    stages[stage] = { name, actions: written, ...(pipeline.pipelineType === "V2" && conditionsOf(conditions, places)) };
  });
  return stages;
}

function fits(sample: ActionInput, stage: number, pipelineType: string): boolean {
  const type = findActionType(sample);
  const category = sample.category ?? type?.categories[0];
  return (
    (category === "Source") === (stage === 0) && type?.pipelineTypes.some((known) => known === pipelineType) === true
  );
}
