import { z } from "zod";
import type { ArtifactUse } from "../iam/artifact-access";
import type { AwsScope } from "../iam/scope";
import type { Statement } from "../iam/statement";
import type { Problem } from "../model/problem";
import { matching } from "../model/schema";

export type ActionCategory = "Source" | "Build" | "Test" | "Deploy" | "Approval" | "Invoke" | "Compute";

/** How many artifacts an action takes or makes. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Where an action runs. */
export interface ActionContext {
  readonly scope: AwsScope;
  readonly pipelineName: string;
}

/** A CodeBuild project that an action starts, and what the build must be allowed for the action's sake. */
export interface StartedProject {
  readonly projectName: string;
  readonly statements: readonly Statement[];
}

/**
 * What the rest of the package knows about one action provider. Nothing else names a provider.
 *
 * @typeParam A - The provider's actions, as its schema reads them.
 */
export interface ActionType<A extends BaseAction = BaseAction> {
  readonly provider: string;
  readonly owner: "AWS" | "ThirdParty" | "Custom";
  readonly version: string;
  /** The categories the provider acts in; the first is the default. */
  readonly categories: readonly ActionCategory[];
  readonly inputArtifacts: Bounds;
  readonly outputArtifacts: Bounds;
  /** The variables the action leaves behind, unless what it runs decides about them. */
  readonly outputVariables: readonly string[] | "decided at run time";
  readonly pipelineTypes: readonly ("V1" | "V2")[];
  /** Whether the action can run in another region than its pipeline. */
  readonly crossRegion: boolean;
  /** What the action itself, not a project it starts, does with artifacts. */
  readonly artifactUse: ArtifactUse;
  /** Problems of one action that its schema cannot state, with paths inside the action. */
  validate(action: A): Problem[];
  /** What the action's own role must be allowed, besides its use of artifacts. */
  permissions(action: A, context: ActionContext): Statement[];
  /** The build project that the action starts. */
  startedProject?(action: A, context: ActionContext): StartedProject | undefined;
  /** What a build must be allowed to use the artifacts that the action makes, besides reading them. */
  consumerPermissions?(action: A, context: ActionContext): Statement[];
  /** The ARN of the topic that the action publishes to. */
  notifiedTopic?(action: A): string | undefined;
}

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
const artifactName = matching(/^[A-Za-z0-9_-]{1,100}$/, "give 1 to 100 letters, digits or the characters - _");

/** What every action has. */
export const actionShape = {
  /** The name of the action, unique in its stage: 1 to 100 letters, digits or the characters `. @ - _`. */
  name: nameSchema,
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
};

/** What every action is when its schema has read it. */
export interface BaseAction {
  readonly name: string;
  readonly provider: string;
  readonly category: ActionCategory;
  readonly runOrder: number;
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly timeoutInMinutes?: number | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
}
