import { z } from "zod";
import { actionSchema } from "../../actions/catalogue";
import { pipelineName } from "../../aws/names";
import { scheduleSchema } from "../../schema/schedule";
import { allowedKeys, matching, oneLine, refusedKey } from "../../schema/vocabulary";
import { conditionShape } from "./stage-conditions";
import { triggerSchema } from "./trigger";

// https://www.pulumi.com/registry/packages/aws/api-docs/codepipeline/pipeline/ has no argument for them.
const notInProvider = (what: string) => refusedKey(`the AWS provider of Pulumi cannot say it; ${what}`);

const transitions = notInProvider("disable the transition in the console, or put an approval there");

const stageSchema = allowedKeys({
  /** The name of the stage, unique in its pipeline: 1 to 100 letters, digits or the characters `. @ - _`. */
  name: pipelineName,
  /** The actions of the stage, 1 to 50; `runOrder` says in which order they run. */
  actions: z.array(actionSchema),
  ...conditionShape,
  disableInboundStageTransitions: transitions,
});

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineVariableDeclaration.html */
const variableSchema = allowedKeys({
  /** The name of the variable, unique in its pipeline: 1 to 128 letters, digits or the characters `@ - _`. */
  name: matching(/^[A-Za-z0-9@_-]{1,128}$/, "give 1 to 128 letters, digits or the characters @ - _"),
  /**
   * The value when a start of the pipeline names none, one line of 1 to 1000 characters. Everybody who sees the pipeline
   * sees it.
   * @default - each start must name a value: nothing may start the pipeline by itself
   */
  defaultValue: oneLine.min(1).max(1000).optional(),
  /**
   * The purpose of the variable, one line of at most 200 characters.
   * @default - nothing
   */
  description: oneLine.max(200).optional(),
});

/** A pipeline as data, as TypeScript, a file or another language writes it. */
export const pipelineSchema = allowedKeys({
  /**
   * The type of the pipeline. V1 has no triggers, variables, conditions or execution modes, and lacks some providers.
   * @default "V2"
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types-planning.html
   */
  pipelineType: z.enum(["V1", "V2"]).default("V2"),
  /**
   * How executions that wait for each other continue: the newest supersedes the others, one follows the other, or all run
   * in parallel.
   * @default "SUPERSEDED"
   */
  executionMode: z.enum(["SUPERSEDED", "QUEUED", "PARALLEL"]).default("SUPERSEDED"),
  /**
   * Variables that a start of the pipeline may set, at most 50: actions read them as `#{variables.<name>}`.
   * @default - none
   */
  variables: z.array(variableSchema).max(50).default([]),
  /**
   * Triggers that replace a start at each push to a source's branch: at most 50, one for each source action.
   * @default - pushes to the branches of the sources
   */
  triggers: z.array(triggerSchema).max(50).default([]),
  /**
   * When the pipeline starts without any change.
   * @default - never
   */
  schedules: z.array(scheduleSchema).default([]),
  /** The stages in their order, 2 to 50. The first holds the source actions, and only those. */
  stages: z.array(stageSchema),
  disableInboundStageTransitions: transitions,
  restartExecutionOnUpdate: notInProvider("start the pipeline after the update, by hand or by a schedule"),
});

/** A pipeline as it is written. */
export type PipelineDefinition = z.input<typeof pipelineSchema>;

/** A pipeline as its schema reads it, with every default in place. */
export type PipelineModel = z.output<typeof pipelineSchema>;

export type StageModel = PipelineModel["stages"][number];
