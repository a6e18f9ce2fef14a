import { z } from "zod";
import { regionName } from "../../aws/place";
import type { ArtifactUse } from "../../iam/artifact-access";
import type { Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { artifactName, nameSchema, roleArnSchema } from "../base/action-shape";
import type { ActionContext, Bounds, RequiredGrant, StartedProject } from "../base/action-type";

/**
 * What the rest of the package knows about one provider of rules, which stage conditions ask. Nothing else names one.
 *
 * @typeParam R - The provider's rules, as its schema reads them.
 */
export interface RuleType<R extends BaseRule = BaseRule> {
  readonly provider: string;
  readonly inputArtifacts: Bounds;
  /** Whether a condition that skips its stage may ask such a rule. */
  readonly skips: boolean;
  /** What the rule itself, not a project it starts, does with artifacts. */
  artifactUse(rule: R): ArtifactUse;
  /** Problems of one rule that its schema cannot state, with paths inside the rule. */
  validate(rule: R): Problem[];
  /** What the rule's own role must be allowed, besides its use of artifacts. */
  permissions(rule: R, context: ActionContext): Statement[];
  /** The build project that the rule starts. */
  startedProject?(rule: R, context: ActionContext): StartedProject | undefined;
  /** What others must be allowed: who answers what the rule asks. */
  asksOthers?(rule: R, context: ActionContext): RequiredGrant[];
}

/** What the types of all rules have in common. */
export const ruleTypeId = { category: "Rule", owner: "AWS", version: "1" } as const;

/** Binds what is known about a provider to the schema of its rules. */
export function ruleType<S extends z.ZodType<BaseRule>>(
  schema: S,
  type: RuleType<z.output<S>>,
): RuleType<z.output<S>> & { readonly schema: S } {
  return { ...type, schema };
}

/** What a rule does with artifacts that reads them itself. */
export function readsArtifacts({ inputArtifacts }: BaseRule): ArtifactUse {
  return { read: inputArtifacts.length > 0, write: false };
}

/** What every rule has. */
export const ruleShape = {
  /** The name of the rule, unique in its condition: 1 to 100 letters, digits or the characters `. @ - _`. */
  name: nameSchema,
  /**
   * The names of the artifacts that the rule takes.
   * @default - none
   */
  inputArtifacts: z.array(artifactName).default([]),
  /**
   * The region that the rule runs in.
   * @default - the region of the pipeline
   */
  region: regionName.optional(),
  /**
   * The ARN of a role that exists already for the rule to run with.
   * @default - a role is made, with exactly what the rule needs; none if it needs nothing
   */
  roleArn: roleArnSchema.optional(),
  /**
   * How long the rule may take, in minutes: 5 to 86400.
   * @default - what AWS allows the provider
   * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RuleDeclaration.html
   */
  timeoutInMinutes: z.int().min(5).max(86_400).optional(),
};

/** What every rule is when its schema has read it. */
export interface BaseRule {
  readonly name: string;
  readonly provider: string;
  readonly inputArtifacts: readonly string[];
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly timeoutInMinutes?: number | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** What the providers that run commands themselves run. */
  readonly commands?: readonly string[] | undefined;
}
