import { z } from "zod";
import { findActionType } from "../../actions/catalogue";
import { type ConditionKind, conditionKinds } from "../definition/stage-conditions";

const text = z.string().optional().catch(undefined);
const texts = z.array(z.string()).catch([]);

const actionOutline = z.object({
  name: z.string().catch(""),
  provider: z.string().catch(""),
  owner: text,
  category: text,
  runOrder: z.number().catch(1),
  inputArtifacts: texts,
  outputArtifacts: texts,
  region: text,
  roleArn: text,
  namespace: text,
  configuration: z.unknown().optional(),
  commands: z.unknown().optional(),
  outputVariables: texts.optional(),
});

const emptyAction = actionOutline.parse({});

const ruleOutline = z.object({
  name: z.string().catch(""),
  provider: z.string().catch(""),
  inputArtifacts: texts,
  region: text,
  roleArn: text,
  configuration: z.unknown().optional(),
  commands: z.unknown().optional(),
});

const emptyRule = ruleOutline.parse({});

const conditionOutline = z
  .object({ result: text, retryMode: text, rules: z.array(z.unknown()).optional().catch(undefined) })
  .optional()
  .catch(undefined);

const stageOutline = z.object({
  name: z.string().catch(""),
  actions: z.array(z.unknown()).catch([]),
  beforeEntry: conditionOutline,
  onSuccess: conditionOutline,
  onFailure: conditionOutline,
});

const emptyStage = stageOutline.parse({});

const pipelineOutline = z.object({ stages: z.array(stageOutline.catch(emptyStage)) });

/** An action as far as the rules about the whole pipeline look at it. */
export interface ActionOutline extends Omit<z.output<typeof actionOutline>, "category"> {
  /** Where the action stands, such as `stages[0].actions[1]`. */
  readonly path: string;
  /** The position of its stage. */
  readonly stage: number;
  /** Unknown for a provider that is unknown. */
  readonly category: string | undefined;
  /** The action as it stands in the definition. */
  readonly written: unknown;
}

/** A rule as far as the rules about the whole pipeline look at it. */
export interface RuleOutline extends z.output<typeof ruleOutline> {
  readonly path: string;
  /** The position of its stage. */
  readonly stage: number;
  /** When it is asked. */
  readonly kind: ConditionKind;
  readonly written: unknown;
}

export interface ConditionOutline {
  readonly kind: ConditionKind;
  readonly path: string;
  readonly result: string | undefined;
  readonly retryMode: string | undefined;
  /** None where the condition has no rules at all. */
  readonly rules: readonly RuleOutline[] | undefined;
}

export interface StageOutline {
  /** Empty where it cannot be read. */
  readonly name: string;
  readonly path: string;
  /** Its position. */
  readonly stage: number;
  readonly actions: readonly ActionOutline[];
  readonly conditions: readonly ConditionOutline[];
}

/**
 * What can be seen of a pipeline's stages whether or not it is well-shaped, so that one mistake does not hide the
 * others; nothing if it has no list of stages. Whatever cannot be read is empty here: its shape is reported elsewhere.
 */
export function outlinePipeline(definition: unknown): StageOutline[] | undefined {
  const { data } = pipelineOutline.safeParse(definition);
  return data?.stages.map(({ name, actions, ...conditions }, stage) => {
    const path = `stages[${stage}]`;
    return {
      name,
      path,
      stage,
      actions: actions.map((written, index) => outlineAction(written, stage, `${path}.actions[${index}]`)),
      conditions: conditionKinds.flatMap((kind) => outlineCondition(conditions[kind], kind, stage)),
    };
  });
}

/** The rules of all conditions of a stage. */
export function rulesOf({ conditions }: StageOutline): RuleOutline[] {
  return conditions.flatMap(({ rules = [] }) => rules);
}

/** Whether an action has run whenever another one, or a rule, starts. */
export function runsBefore(action: ActionOutline, other: ActionOutline | RuleOutline): boolean {
  if (action.stage !== other.stage) {
    return action.stage < other.stage;
  }
  // Who may enter a stage is asked before any action of it runs, everything else when all have run.
  return "kind" in other ? other.kind !== "beforeEntry" : action.runOrder < other.runOrder;
}

function outlineAction(written: unknown, stage: number, path: string): ActionOutline {
  const action = actionOutline.catch(emptyAction).parse(written);
  return { ...action, category: action.category ?? findActionType(action)?.categories[0], stage, path, written };
}

function outlineCondition(
  condition: z.output<typeof conditionOutline>,
  kind: ConditionKind,
  stage: number,
): ConditionOutline[] {
  if (condition === undefined) {
    return [];
  }
  const { result, retryMode, rules } = condition;
  const path = `stages[${stage}].${kind}`;
  const outlined = rules?.map((written, index) => ({
    ...ruleOutline.catch(emptyRule).parse(written),
    path: `${path}.rules[${index}]`,
    stage,
    kind,
    written,
  }));
  return [{ kind, path, result, retryMode, rules: outlined }];
}
