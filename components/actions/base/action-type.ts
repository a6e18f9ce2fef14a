import type { z } from "zod";
import type { AwsScope } from "../../aws/scope";
import type { ArtifactUse } from "../../iam/artifact-access";
import type { Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import type { ActionCategory, BaseAction } from "./action-shape";

/** How many artifacts an action takes or makes. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Where an action or a rule runs: the region is its own, which need not be that of its pipeline. */
export interface ActionContext {
  readonly scope: AwsScope;
  readonly pipelineName: string;
  /** The account of the pipeline, which artifacts and their keys belong to, where the action runs in another one. */
  readonly pipelineAccount?: string;
}

/** Where an action or a rule runs, as far as its own account and region go. */
export type Place = Pick<AwsScope, "account" | "region">;

/** A CodeBuild project that an action starts, and what the build must be allowed for the action's sake. */
export interface StartedProject {
  readonly projectName: string;
  /** The ARN of the role that the build runs with, if it is not that of the project. */
  readonly roleArn?: string | undefined;
  readonly statements: readonly Statement[];
}

/** What somebody outside the pipeline must be allowed before an action can work, and who that is. */
export interface RequiredGrant {
  /** Who must be allowed, such as `the instance profile of the deployment group shop-web`. */
  readonly of: string;
  readonly statements: readonly Statement[];
  /** What must be true besides, where permissions are not enough. */
  readonly note?: string;
}

/** An event that means that what a source action reads has changed. */
export interface ChangeEvent {
  readonly source: readonly string[];
  readonly detailType: readonly string[];
  readonly resources?: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
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
  /** The variables the action leaves behind, unless what it runs decides about them or the action lists them itself. */
  readonly outputVariables: readonly string[] | "decided at run time" | "listed by the action";
  readonly pipelineTypes: readonly ("V1" | "V2")[];
  /** Whether the action can run in another region than its pipeline. */
  readonly crossRegion: boolean;
  /** The key that says whether changes start the pipeline, for sources that triggers with filters can watch instead. */
  readonly detectsChangesBy?: string;
  /** What AWS takes for its keys where its own form of a pipeline leaves them out, if the schema takes something else. */
  readonly unlessSaid?: Readonly<Record<string, unknown>>;
  /** Keys in AWS's own form that it ignores beside what the others say, and that the schema or `validate` refuses. */
  ignoredKeys?(configuration: Readonly<Record<string, unknown>>): readonly string[];
  /** What the action itself, not a project it starts, does with artifacts. */
  artifactUse(action: A): ArtifactUse;
  /** Problems of one action that its schema cannot state, with paths inside the action; `place` is where it runs, if known. */
  validate(action: A, place?: Place): Problem[];
  /** What the action's own role must be allowed, besides its use of artifacts. */
  permissions(action: A, context: ActionContext): Statement[];
  /** What the action's role must be allowed besides, where the action says too little for a statement. */
  manualSteps?(action: A): string | undefined;
  /** The ARNs of policies of AWS's own that the action's role holds because the action asks for them by name. */
  managedPolicies?(action: A, context: ActionContext): string[];
  /** Whether the action leaves the variables of its provider behind; it does if nothing is said. */
  leavesVariables?(action: A): boolean;
  /** The build project that the action starts. */
  startedProject?(action: A, context: ActionContext): StartedProject | undefined;
  /** Whether what the action makes is no files but a reference, which only builds can clone from. */
  makesCloneReference?(action: A): boolean;
  /** What a build must be allowed to use the artifacts that the action makes, besides reading them. */
  consumerPermissions?(action: A, context: ActionContext): Statement[];
  /** What others must be allowed: who deploys on the action's behalf, or owns what it reads. */
  asksOthers?(action: A, context: ActionContext, artifactBucket: string): RequiredGrant[];
  /** The ARN of the topic that the action publishes to. */
  notifiedTopic?(action: A): string | undefined;
  /** The event that should start the pipeline; none where AWS or nobody watches. */
  changeEvent?(action: A, context: ActionContext): ChangeEvent | undefined;
}

/** What is known about a provider, bound to the schema of its actions. */
export type CataloguedAction<
  S extends z.ZodType<BaseAction>,
  Provider extends string,
  Variables extends ActionType["outputVariables"],
> = ActionType<z.output<S>> & {
  readonly schema: S;
  readonly provider: Provider;
  readonly outputVariables: Variables;
};

/** Binds what is known about a provider to the schema of its actions. */
export function actionType<
  S extends z.ZodType<BaseAction>,
  const Provider extends string,
  const Variables extends ActionType["outputVariables"],
>(
  schema: S,
  type: ActionType<z.output<S>> & { readonly provider: Provider; readonly outputVariables: Variables },
): CataloguedAction<S, Provider, Variables> {
  return { ...type, schema };
}

/** What an action does with artifacts that moves them itself, as most do: it reads what it takes, writes what it makes. */
export function movesArtifacts({ inputArtifacts, outputArtifacts }: BaseAction): ArtifactUse {
  return { read: inputArtifacts.length > 0, write: outputArtifacts.length > 0 };
}

/** The use of artifacts by an action that has none, or whose project moves them with a role of its own. */
export function movesNoArtifacts(): ArtifactUse {
  return { read: false, write: false };
}
