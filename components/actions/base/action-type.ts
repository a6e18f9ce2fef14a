import { z } from "zod";
import type { AwsScope } from "../../aws/scope";
import type { ArtifactUse } from "../../iam/artifact-access";
import type { Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import type { ActionCategory, BaseAction } from "./action-shape";

/** How many artifacts an action takes or produces. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Where an action or a rule runs. Its region may differ from the region of its pipeline. */
export interface ActionContext {
  readonly scope: AwsScope;
  readonly pipelineName: string;
  /** The account of the pipeline, its artifacts and their keys, if the action runs in another account. */
  readonly pipelineAccount?: string;
}

/** The account and region that an action or a rule runs in. */
export type Place = Pick<AwsScope, "account" | "region">;

/** A CodeBuild project that an action starts, and the permissions that the build needs because of the action. */
export interface StartedProject {
  readonly projectName: string;
  /** The ARN of the role that the build runs with, if the action overrides the role of the project. */
  readonly roleArn?: string | undefined;
  readonly statements: readonly Statement[];
}

/** A grant that somebody outside the pipeline must give or hold before an action works. */
export interface RequiredGrant {
  /** Who needs the grant, such as `the instance profile of the deployment group shop-web`. */
  readonly of: string;
  readonly statements: readonly Statement[];
  /** Requirements that a permission cannot express. */
  readonly note?: string;
}

/** An event that tells that the source of an action changed. */
export interface ChangeEvent {
  readonly source: readonly string[];
  readonly detailType: readonly string[];
  readonly resources?: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * The facts about one action provider. No other code names a provider.
 *
 * @typeParam A - The provider's actions, as its schema reads them.
 */
export interface ActionType<A extends BaseAction = BaseAction> {
  readonly provider: string;
  readonly owner: "AWS" | "ThirdParty" | "Custom";
  readonly version: string;
  /** The categories of the provider; the first is the default. */
  readonly categories: readonly ActionCategory[];
  readonly inputArtifacts: Bounds;
  readonly outputArtifacts: Bounds;
  /** The output variables of the action, unless its command or its own list decides about them. */
  readonly outputVariables: readonly string[] | "decided at run time" | "listed by the action";
  readonly pipelineTypes: readonly ("V1" | "V2")[];
  /** Whether the action can run in another region than its pipeline. */
  readonly crossRegion: boolean;
  /** The configuration key that switches change detection on, for sources that filtered triggers can watch instead. */
  readonly changeDetectionKey?: string;
  /** AWS's defaults for keys that its own form leaves out, where the schema has another default. */
  readonly awsDefaults?: Readonly<Record<string, unknown>>;
  /** The keys of AWS's own form that AWS ignores beside the others, and that the schema or `validate` refuses. */
  ignoredKeys?(configuration: Readonly<Record<string, unknown>>): readonly string[];
  /** How the action itself uses artifacts; the project that it starts is not counted. */
  artifactUse(action: A): ArtifactUse;
  /** Problems that the schema cannot state, with paths inside the action. `place` is where the action runs, if known. */
  validate(action: A, place?: Place): Problem[];
  /** The statements of the action's own role, besides its use of artifacts. */
  permissions(action: A, context: ActionContext): Statement[];
  /** Permissions of the action's role, in words, where the action says too little for a statement. */
  manualSteps?(action: A): string | undefined;
  /** The ARNs of AWS managed policies that the action asks for by name. */
  managedPolicies?(action: A, context: ActionContext): string[];
  /** Whether the action sets the variables of its provider; it does by default. */
  setsVariables?(action: A): boolean;
  /** The build project that the action starts. */
  startedProject?(action: A, context: ActionContext): StartedProject | undefined;
  /** Whether the output artifact is a reference that builds clone from, and not files. */
  makesCloneReference?(action: A): boolean;
  /** The permissions of a build that reads the artifacts of the action, besides reading the store. */
  consumerPermissions?(action: A, context: ActionContext): Statement[];
  /** The ARNs of roles that AWS acts with on the action's behalf, and that read its input artifacts. */
  artifactReaders?(action: A, context: ActionContext): string[];
  /** The grants that others need: the roles and machines that deploy, and the owners of sources. */
  requiredGrants?(action: A, context: ActionContext, artifactBucket: string): RequiredGrant[];
  /** The ARN of the topic that the action publishes to. */
  notifiedTopic?(action: A): string | undefined;
  /** The event that starts the pipeline; none if AWS watches the source by itself, or nobody does. */
  changeEvent?(action: A, context: ActionContext): ChangeEvent | undefined;
}

type ActionSchema = z.ZodType<BaseAction> & {
  readonly shape: { readonly provider: z.ZodType; readonly category: z.ZodType; readonly owner: z.ZodType };
};

/** The facts about a provider, bound to the schema of its actions. */
export type CataloguedAction<S extends ActionSchema, Variables extends ActionType["outputVariables"]> = ActionType<
  z.output<S>
> & {
  readonly schema: S;
  readonly provider: z.output<S>["provider"];
  readonly outputVariables: Variables;
};

type Derived = "provider" | "owner" | "categories" | "inputArtifacts" | "outputArtifacts" | "outputVariables";

/** The facts that a provider's file states; {@link defineAction} has a default for every other fact. */
interface ActionFacts<S extends ActionSchema, Variables extends ActionType["outputVariables"]>
  extends Partial<Omit<ActionType<z.output<S>>, Derived>> {
  /** The schema of the actions: it states the provider, its owner and its categories. */
  readonly schema: S;
  /**
   * The name of the provider in messages, for a schema that takes any name.
   * @default - the provider of the schema
   */
  readonly label?: string;
  /**
   * How many artifacts the action takes.
   * @default 0
   */
  readonly inputArtifacts?: number | Bounds;
  /**
   * How many artifacts the action produces.
   * @default 0
   */
  readonly outputArtifacts?: number | Bounds;
  /**
   * The output variables.
   * @default - none
   */
  readonly outputVariables?: Variables;
}

/**
 * Describes an action provider. The schema states provider, owner and categories. The defaults are those of most
 * providers: version 1, both pipeline types, any region, artifacts read and written by the action itself, no
 * permissions.
 */
export function defineAction<
  S extends ActionSchema,
  const Variables extends ActionType["outputVariables"] = readonly [],
>({
  label,
  inputArtifacts = 0,
  outputArtifacts = 0,
  outputVariables,
  ...facts
}: ActionFacts<S, Variables>): CataloguedAction<S, Variables> {
  const { provider, category, owner } = facts.schema.shape;
  const described: ActionType<z.output<S>> = {
    version: "1",
    pipelineTypes: ["V1", "V2"],
    crossRegion: true,
    artifactUse: movesArtifacts,
    validate: () => [],
    permissions: () => [],
    ...facts,
    provider: label ?? literalsOf(provider)[0] ?? "",
    owner: ownerOf(owner),
    categories: literalsOf(category) as ActionCategory[],
    inputArtifacts: boundsOf(inputArtifacts),
    outputArtifacts: boundsOf(outputArtifacts),
    outputVariables: outputVariables ?? [],
  };
  return described as CataloguedAction<S, Variables>;
}

/** The use of artifacts by most actions: they read their inputs and write their outputs. */
export function movesArtifacts({ inputArtifacts, outputArtifacts }: BaseAction): ArtifactUse {
  return { read: inputArtifacts.length > 0, write: outputArtifacts.length > 0 };
}

/** The use of artifacts by an action without any, or whose project reads and writes them with a role of its own. */
export function movesNoArtifacts(): ArtifactUse {
  return { read: false, write: false };
}

/** Bounds from a count, which is both the least and the most. */
export function boundsOf(count: number | Bounds): Bounds {
  return typeof count === "number" ? { min: count, max: count } : count;
}

function ownerOf(schema: z.ZodType): ActionType["owner"] {
  const [owner = "AWS"] = literalsOf(schema) as ActionType["owner"][];
  return owner;
}

/** The texts that a schema takes: those of a literal or an enum, behind a default or not. */
function literalsOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) {
    return literalsOf(schema.unwrap());
  }
  if (schema instanceof z.ZodEnum) {
    return schema.options.map(String);
  }
  return schema instanceof z.ZodLiteral ? [...schema.values].map(String) : [];
}
