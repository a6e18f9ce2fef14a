import { z } from "zod";
import { actionShape } from "../../actions/base/action-shape";
import { type Action, actionSchema, findActionType } from "../../actions/catalogue";
import { type Rule, ruleSchema } from "../../actions/rules/catalogue";
import { ruleShape } from "../../actions/rules/rule-type";
import { type Lenient, readLeniently } from "../../schema/lenient";
import type { PipelineModel } from "../definition/schema";
import { type ConditionKind, conditionKinds } from "../definition/stage-conditions";

const providerShape = {
  provider: z.string(),
  category: z.string(),
  configuration: z.unknown(),
  commands: z.unknown(),
};

const actionOutline = z.object({
  ...actionShape,
  ...providerShape,
  owner: z.string(),
  outputVariables: z.array(z.string()),
});

const ruleOutline = z.object({ ...ruleShape, ...providerShape });

const conditionOutline = z.object({ result: z.string(), retryMode: z.string(), rules: z.array(z.unknown()) });

const stageOutline = z.object({
  name: z.string(),
  actions: z.array(z.unknown()),
  beforeEntry: conditionOutline,
  onSuccess: conditionOutline,
  onFailure: conditionOutline,
});

const filters = z.array(z.record(z.string(), z.unknown()));

const pipelineOutline = z.object({
  pipelineType: z.unknown(),
  executionMode: z.unknown(),
  variables: z.array(z.object({ name: z.string(), defaultValue: z.unknown() })),
  schedules: z.array(z.object({ name: z.string() })),
  triggers: z.array(z.object({ sourceAction: z.string(), push: filters, pullRequest: filters })),
  stages: z.array(stageOutline),
});

/** A list that keeps the positions of entries that cannot be read. */
type Entries<Entry> = readonly (Entry | undefined)[];

/** The action fields that checks across the pipeline read. */
export interface ActionOutline {
  /** Path of the action, such as `stages[0].actions[1]`. */
  readonly path: string;
  /** Position of the stage. */
  readonly stage: number;
  readonly name: string;
  readonly provider: string;
  readonly owner: string | undefined;
  /** Absent for an unknown provider. */
  readonly category: string | undefined;
  readonly runOrder: number;
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly region: string | undefined;
  readonly roleArn: string | undefined;
  readonly namespace: string | undefined;
  readonly configuration: unknown;
  readonly commands: unknown;
  readonly outputVariables: readonly string[] | undefined;
  /** The parsed action; absent if its schema refuses it. */
  readonly action: Action | undefined;
}

/** The rule fields that checks across the pipeline read. */
export interface RuleOutline
  extends Pick<
    ActionOutline,
    "path" | "stage" | "name" | "provider" | "inputArtifacts" | "region" | "roleArn" | "configuration" | "commands"
  > {
  /** The condition that the rule belongs to. */
  readonly kind: ConditionKind;
  /** The parsed rule; absent if its schema refuses it. */
  readonly rule: Rule | undefined;
}

export interface ConditionOutline {
  readonly kind: ConditionKind;
  readonly path: string;
  readonly result: string | undefined;
  readonly retryMode: string | undefined;
  /** Absent if the condition has no list of rules. */
  readonly rules: readonly RuleOutline[] | undefined;
}

export interface StageOutline {
  /** Empty if it cannot be read. */
  readonly name: string;
  readonly path: string;
  /** Position of the stage. */
  readonly stage: number;
  readonly actions: readonly ActionOutline[];
  readonly conditions: readonly ConditionOutline[];
}

/** The readable parts of a pipeline. The schema reports the rest, so one mistake does not hide another. */
export interface PipelineOutline {
  readonly pipelineType: unknown;
  readonly executionMode: unknown;
  readonly variables: Entries<{ readonly name?: string | undefined; readonly defaultValue?: unknown }>;
  readonly schedules: Entries<{ readonly name?: string | undefined }>;
  readonly triggers: Entries<TriggerOutline>;
  readonly stages: readonly StageOutline[];
  /** Whether the definition has a list of stages at all. */
  readonly hasStages: boolean;
}

export type TriggerOutline = Lenient<z.output<typeof pipelineOutline>["triggers"][number]>;

/**
 * Outlines a pipeline, well-formed or not.
 *
 * @param model - the same pipeline as the schema reads it; without one each action and rule is parsed by itself
 */
export function outlinePipeline(definition: unknown, model?: PipelineModel): PipelineOutline {
  const outline = readLeniently(pipelineOutline, definition) ?? {};
  const { pipelineType, executionMode, variables = [], schedules = [], triggers = [], stages } = outline;
  return {
    pipelineType,
    executionMode,
    variables,
    schedules,
    triggers,
    hasStages: stages !== undefined,
    stages: (stages ?? []).map(({ name = "", actions = [], ...conditions } = {}, stage) => {
      const path = `stages[${stage}]`;
      const read = model?.stages[stage];
      return {
        name,
        path,
        stage,
        actions: actions.map((written, index) => ({
          ...outlineAction(written),
          stage,
          path: `${path}.actions[${index}]`,
          action: read?.actions[index] ?? actionSchema.safeParse(written).data,
        })),
        conditions: conditionKinds.flatMap((kind) => {
          const condition = conditions[kind];
          return condition === undefined ? [] : [outlineCondition(condition, kind, stage, read?.[kind]?.rules)];
        }),
      };
    }),
  };
}

/** Returns the rules of all conditions of a stage. */
export function rulesOf({ conditions }: StageOutline): RuleOutline[] {
  return conditions.flatMap(({ rules = [] }) => rules);
}

/** Whether an action has run whenever another action, or a rule, starts. */
export function runsBefore(action: ActionOutline, other: ActionOutline | RuleOutline): boolean {
  if (action.stage !== other.stage) {
    return action.stage < other.stage;
  }
  // Conditions of `beforeEntry` run before every action of their stage, all other conditions after.
  return "kind" in other ? other.kind !== "beforeEntry" : action.runOrder < other.runOrder;
}

// A name that breaks a pattern is a name still: the schema reports the pattern, and other checks go on.
const anyText = { constraints: false };

function outlineAction(written: unknown) {
  const outline = readLeniently(actionOutline, written, anyText) ?? {};
  const { name = "", provider = "", owner, category, runOrder = 1, outputVariables } = outline;
  return {
    ...{ name, provider, owner, runOrder },
    category: category ?? findActionType({ provider, owner })?.categories[0],
    inputArtifacts: whole(outline.inputArtifacts) ?? [],
    outputArtifacts: whole(outline.outputArtifacts) ?? [],
    outputVariables: outputVariables && (whole(outputVariables) ?? []),
    ...placeAndWork(outline),
    namespace: outline.namespace,
  };
}

function outlineCondition(
  { result, retryMode, rules }: Lenient<z.output<typeof conditionOutline>>,
  kind: ConditionKind,
  stage: number,
  read: readonly Rule[] | undefined,
): ConditionOutline {
  const path = `stages[${stage}].${kind}`;
  const outlined = rules?.map((written, index) => {
    const outline = readLeniently(ruleOutline, written, anyText) ?? {};
    const { name = "", provider = "" } = outline;
    return {
      ...{ name, provider, path: `${path}.rules[${index}]`, stage, kind },
      inputArtifacts: whole(outline.inputArtifacts) ?? [],
      ...placeAndWork(outline),
      rule: read?.[index] ?? ruleSchema.safeParse(written).data,
    };
  });
  return { kind, path, result, retryMode, rules: outlined };
}

function placeAndWork(outline: Partial<Pick<ActionOutline, "region" | "roleArn" | "configuration" | "commands">>) {
  const { region, roleArn, configuration, commands } = outline;
  return { region, roleArn, configuration, commands };
}

/** A list of which every entry can be read: positions and counts would be wrong otherwise. */
function whole<Entry>(list: Entries<Entry> | undefined): readonly Entry[] | undefined {
  return list?.every((entry) => entry !== undefined) ? list : undefined;
}
