import { z } from "zod";
import { regionName } from "../../aws/place";
import { matching } from "../../schema/vocabulary";

export type ActionCategory = "Source" | "Build" | "Test" | "Deploy" | "Approval" | "Invoke" | "Compute";

/**
 * Names of pipelines, stages and actions.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html
 */
export const nameSchema = matching(
  /^[A-Za-z0-9.@_-]{1,100}$/,
  "give 1 to 100 letters, digits or the characters . @ - _",
);

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_OutputArtifact.html */
export const artifactName = matching(/^[A-Za-z0-9_-]{1,100}$/, "give 1 to 100 letters, digits or the characters - _");

export const roleArnSchema = matching(
  /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  "give the ARN of a role, arn:aws:iam::<account>:role/<name>",
);

/** What every action has. */
export const actionShape = {
  /** The name of the action, unique in its stage: 1 to 100 letters, digits or the characters `. @ - _`. */
  name: nameSchema,
  /**
   * Who keeps the provider.
   * @default - AWS, or whoever keeps the one provider of that name
   */
  owner: z.literal("AWS").optional(),
  /**
   * When the action runs in its stage, 1 to 999; actions of the same number run in parallel.
   * @default 1
   */
  runOrder: z.int().min(1).max(999).default(1),
  /**
   * The names of the artifacts that the action takes.
   * @default - none
   */
  inputArtifacts: z.array(artifactName).default([]),
  /**
   * The names of the artifacts that the action makes, each unique in its pipeline.
   * @default - none
   */
  outputArtifacts: z.array(artifactName).default([]),
  /**
   * The region that the action runs in. Each further region has an artifact store of its own.
   * @default - the region of the pipeline
   */
  region: regionName.optional(),
  /**
   * The ARN of a role that exists already, in this account or another, for the action to run with. What it must be
   * allowed, and that it must trust the pipeline's role, is printed.
   * @default - a role is made, with exactly what the action needs; none if it needs nothing
   */
  roleArn: roleArnSchema.optional(),
  /**
   * The name that later actions read the action's variables under, `#{<namespace>.<variable>}`: 1 to 100 letters, digits
   * or the characters `@ - _`.
   * @default - the action's name, with `_` for each dot and after a reserved name, if a reference asks for it
   */
  namespace: matching(
    /^(?!(codepipeline|variables)$)[A-Za-z0-9@_-]{1,100}$/,
    "give 1 to 100 letters, digits or the characters @ - _; codepipeline and variables are reserved",
  ).optional(),
};

/** What every action is when its schema has read it. */
export interface BaseAction {
  readonly name: string;
  readonly provider: string;
  readonly category: ActionCategory;
  readonly owner?: string | undefined;
  readonly runOrder: number;
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly namespace?: string | undefined;
  readonly timeoutInMinutes?: number | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** What the providers that run commands themselves run. */
  readonly commands?: readonly string[] | undefined;
  /** The variables that such commands leave behind. */
  readonly outputVariables?: readonly string[] | undefined;
  /** The files of each artifact that such commands make. */
  readonly outputFiles?: readonly string[] | undefined;
}
