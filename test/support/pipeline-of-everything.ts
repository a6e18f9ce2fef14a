import { type ActionInput, findActionType } from "../../components/actions/catalogue";
import { type ActionSeed, actionOf, type WrittenAction } from "./arbitrary-action";
import { allSamples, availableIn, type WrittenPipeline, type WrittenStage } from "./arbitrary-pipeline";

const seed: ActionSeed = {
  sample: 0,
  word: "Act",
  runOrder: 1,
  first: 0,
  inputs: 0,
  outputs: 0,
  reference: 0,
  region: undefined,
  hasNamespace: false,
  account: undefined,
};

function categoryOf(sample: ActionInput): string | undefined {
  return sample.category ?? findActionType(sample)?.categories[0];
}

/**
 * A valid pipeline with every sample. The order of samples is reversed, so that stacks are deleted before they are
 * created. The stages have names of production, and their approvals come last.
 */
export function pipelineOfEverything(): WrittenPipeline {
  const sources = allSamples.filter((sample) => categoryOf(sample) === "Source");
  const approvals = allSamples.filter((sample) => categoryOf(sample) === "Approval");
  const others = allSamples.filter((sample) => !sources.includes(sample) && !approvals.includes(sample)).reverse();
  const stages: WrittenStage[] = [];
  const place = (sample: ActionInput, index: number): WrittenAction =>
    actionOf(sample, seed, `${stages.length}_${index}`, availableIn({ stages, variables: [] }, stages.length, 1));
  for (const samples of [sources, ...others.map((sample) => [sample]), approvals]) {
    stages.push({ name: `Production.${stages.length}`, actions: samples.map(place) });
  }
  return {
    pipelineType: "V2",
    executionMode: "PARALLEL",
    variables: [],
    schedules: [],
    triggers: [{ sourceAction: "Act-0_0", push: [{ branches: { includes: ["*"] } }] }],
    stages,
  };
}
