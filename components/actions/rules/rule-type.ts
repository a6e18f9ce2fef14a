import { z } from "zod";
import { pipelineName, regionName, roleArnSchema } from "../../aws/names";
import type { ArtifactUse } from "../../iam/artifact-access";
import type { Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { artifactName } from "../base/action-shape";
import {
  type ActionContext,
  type Bounds,
  boundsOf,
  type RequiredGrant,
  type StartedProject,
} from "../base/action-type";

/**
 * The facts about one provider of rules, which stage conditions evaluate. No other code names a provider of rules.
 *
 * @typeParam R - The provider's rules, as its schema reads them.
 */
export interface RuleType<R extends BaseRule = BaseRule> {
  readonly provider: string;
  readonly inputArtifacts: Bounds;
  /** Whether a condition with the result SKIP may use the rule. */
  readonly canSkipStage: boolean;
  /** How the rule itself uses artifacts; the project that it starts is not counted. */
  artifactUse(rule: R): ArtifactUse;
  /** Problems of one rule that its schema cannot state, with paths inside the rule. */
  validate(rule: R): Problem[];
  /** The statements of the rule's own role, besides its use of artifacts. */
  permissions(rule: R, context: ActionContext): Statement[];
  /** The build project that the rule starts. */
  startedProject?(rule: R, context: ActionContext): StartedProject | undefined;
  /** The grants that others need. */
  requiredGrants?(rule: R, context: ActionContext): RequiredGrant[];
}

/** The parts that the type ids of all rules share. */
export const ruleTypeId = { category: "Rule", owner: "AWS", version: "1" } as const;

type RuleSchema = z.ZodType<BaseRule> & { readonly shape: { readonly provider: z.ZodLiteral<string> } };

/** The facts that a provider's file states; {@link defineRule} has a default for every other fact. */
interface RuleFacts<S extends RuleSchema> extends Partial<Omit<RuleType<z.output<S>>, "provider" | "inputArtifacts">> {
  /** The schema of the rules: it states the provider. */
  readonly schema: S;
  /**
   * How many artifacts the rule takes.
   * @default 0
   */
  readonly inputArtifacts?: number | Bounds;
}

/**
 * Describes a provider of rules. By default a rule reads its input artifacts itself, needs no permissions, and cannot
 * skip a stage.
 */
export function defineRule<S extends RuleSchema>({
  inputArtifacts = 0,
  ...facts
}: RuleFacts<S>): RuleType<z.output<S>> & { readonly schema: S } {
  return {
    canSkipStage: false,
    artifactUse: readsArtifacts,
    validate: () => [],
    permissions: () => [],
    ...facts,
    provider: facts.schema.shape.provider.value,
    inputArtifacts: boundsOf(inputArtifacts),
  };
}

function readsArtifacts({ inputArtifacts }: BaseRule): ArtifactUse {
  return { read: inputArtifacts.length > 0, write: false };
}

/** The keys of every rule. */
export const ruleShape = {
  /** The name of the rule, unique in its condition: 1 to 100 letters, digits or the characters `. @ - _`. */
  name: pipelineName,
  /**
   * The names of the input artifacts.
   * @default - none
   */
  inputArtifacts: z.array(artifactName).default([]),
  /**
   * The region that the rule runs in.
   * @default - the region of the pipeline
   */
  region: regionName.optional(),
  /**
   * The ARN of an existing role for the rule.
   * @default - a role is created with exactly the permissions of the rule; none if the rule needs none
   */
  roleArn: roleArnSchema.optional(),
  /**
   * How long the rule may take, in minutes: 5 to 86400.
   * @default - AWS's limit for the provider
   * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RuleDeclaration.html
   */
  timeoutInMinutes: z.int().min(5).max(86_400).optional(),
};

/** A rule of any provider, as its schema reads it. */
export interface BaseRule {
  readonly name: string;
  readonly provider: string;
  readonly inputArtifacts: readonly string[];
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly timeoutInMinutes?: number | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** The commands, for the provider that runs commands on CodePipeline's own compute. */
  readonly commands?: readonly string[] | undefined;
}
