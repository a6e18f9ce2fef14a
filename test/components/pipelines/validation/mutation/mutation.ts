import type { ActionInput } from "../../../../../components/actions/catalogue";
import { executionId } from "../../../../../components/pipelines/definition/variable-reference";
import { actionOf, makesClone, type WrittenAction } from "../../../../support/arbitrary-action";
import type { WrittenPipeline } from "../../../../support/arbitrary-pipeline";
import { approvalAction, buildAction } from "../../../../support/pipelines";

/** An action of a pipeline that is about to be broken. */
export interface DraftAction {
  configuration: Record<string, unknown>;
  [key: string]: unknown;
}

/** A valid pipeline, about to be broken in one way. */
export interface Draft {
  stages: { actions: DraftAction[]; [key: string]: unknown }[];
  variables: object[];
  triggers: object[];
  schedules: object[];
  [key: string]: unknown;
}

/**
 * Breaks a pipeline in one way.
 *
 * @param at - chooses where, among all the places that there are
 * @returns where it is broken then
 */
export type Mutation = (draft: Draft, at: number) => string | readonly string[];

export type Mutations = Readonly<Record<string, Mutation>>;

export function draftOf(pipeline: WrittenPipeline): Draft {
  return JSON.parse(JSON.stringify(pipeline));
}

/** The position of a stage behind that of the sources. */
export function laterStage({ stages }: Draft, at: number): number {
  return 1 + (at % (stages.length - 1));
}

/** Puts an action into a stage, behind all others there. */
export function add({ stages }: Draft, stage: number, action: object): string {
  const { actions } = stageAt(stages, stage);
  actions.push({ configuration: {}, ...action });
  return `stages[${stage}].actions[${actions.length - 1}]`;
}

/** Puts an action into some stage behind that of the sources. */
export function addLater(draft: Draft, at: number, action: object): string {
  return add(draft, laterStage(draft, at), action);
}

/** Adds a stage at the end. */
export function addStage({ stages }: Draft, actions: readonly object[], more: object = {}): string {
  stages.push({ name: "Added", actions: actions.map((action) => ({ configuration: {}, ...action })), ...more });
  return `stages[${stages.length - 1}]`;
}

/** An artifact of files that is there in every later stage. */
export function sourceArtifact({ stages }: Draft): string {
  const action = stageAt(stages, 0).actions.find((source) => !makesClone(source));
  return String([action?.outputArtifacts].flat()[0]);
}

/** An action that waits for nobody in particular. */
export function approval(changes: object = {}, configuration: Record<string, unknown> = {}): object {
  return approvalAction({ name: "Added", runOrder: 999, ...changes }, configuration);
}

/** A build of what the source has. */
export function build(draft: Draft, changes: object = {}, configuration: Record<string, unknown> = {}): object {
  const inputArtifacts = [sourceArtifact(draft)];
  return buildAction({ name: "Added", runOrder: 999, inputArtifacts, ...changes }, configuration);
}

/** An image as a further source. */
export function image(changes: object = {}): object {
  const configuration = { RepositoryName: "shop/base" };
  return { name: "Added", provider: "ECR", outputArtifacts: ["added"], configuration, ...changes };
}

/** A sample as it stands in any stage where there is an artifact of the source. */
export function placed(sample: ActionInput, draft: Draft, changes: object = {}): WrittenAction {
  const there = { files: [sourceArtifact(draft)], clones: [], references: [executionId] };
  const seed = { sample: 0, word: "Added", runOrder: 999, first: 0, inputs: 0, outputs: 0, reference: 0 };
  const nowhere = { region: undefined, hasNamespace: false, account: undefined };
  return { ...actionOf(sample, { ...seed, ...nowhere }, "x", there), ...changes };
}

/** An action with another value in its configuration; without the key where the value is undefined. */
export function set(action: WrittenAction, changes: Record<string, unknown>): WrittenAction {
  const configuration = Object.entries({ ...action.configuration, ...changes });
  return { ...action, configuration: Object.fromEntries(configuration.filter(([, value]) => value !== undefined)) };
}

function stageAt(stages: Draft["stages"], index: number) {
  const stage = stages[index];
  if (stage === undefined) {
    throw new Error(`the pipeline has no stage ${index}`);
  }
  return stage;
}
