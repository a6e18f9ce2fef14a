import { z } from "zod";
import { nameSchema } from "../actions/action-type";
import { actionSchema } from "../actions/catalogue";
import { allowedKeys } from "./schema";

const stageSchema = allowedKeys({
  /** The name of the stage, unique in its pipeline: 1 to 100 letters, digits or the characters `. @ - _`. */
  name: nameSchema,
  /** The actions of the stage, 1 to 50; `runOrder` says in which order they run. */
  actions: z.array(actionSchema),
});

/** A pipeline as data: what TypeScript, a file or another language writes. */
export const pipelineSchema = allowedKeys({
  /**
   * What becomes of executions that wait for each other: the newest supersedes the others, all go on one after the
   * other, or all go on at once.
   * @default "SUPERSEDED"
   */
  executionMode: z.enum(["SUPERSEDED", "QUEUED", "PARALLEL"]).default("SUPERSEDED"),
  /** The stages in their order, 2 to 50. The first holds the source actions, and only those. */
  stages: z.array(stageSchema),
});

/** A pipeline as it is written. */
export type PipelineDefinition = z.input<typeof pipelineSchema>;

/** A pipeline as its schema reads it, with every default in place. */
export type PipelineModel = z.output<typeof pipelineSchema>;

export type StageModel = PipelineModel["stages"][number];
