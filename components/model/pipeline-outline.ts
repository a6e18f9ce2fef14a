import { z } from "zod";
import { findActionType } from "../actions/catalogue";

const actionOutline = z.object({
  name: z.string().catch(""),
  provider: z.string().catch(""),
  category: z.string().optional().catch(undefined),
  runOrder: z.number().catch(1),
  inputArtifacts: z.array(z.string()).catch([]),
  outputArtifacts: z.array(z.string()).catch([]),
});

const emptyAction = actionOutline.parse({});

const stageOutline = z.object({ name: z.string().catch(""), actions: z.array(z.unknown()).catch([]) });

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

export interface StageOutline {
  /** Empty where it cannot be read. */
  readonly name: string;
  readonly path: string;
  readonly actions: readonly ActionOutline[];
}

/**
 * What can be seen of a pipeline whether or not it is well-shaped, so that one mistake does not hide the others; nothing
 * if it has no list of stages. Whatever cannot be read is empty here: its shape is reported elsewhere.
 */
export function outlinePipeline(definition: unknown): StageOutline[] | undefined {
  const { data } = pipelineOutline.safeParse(definition);
  return data?.stages.map(({ name, actions }, stage) => {
    const path = `stages[${stage}]`;
    return {
      name,
      path,
      actions: actions.map((written, index) => outlineAction(written, stage, `${path}.actions[${index}]`)),
    };
  });
}

function outlineAction(written: unknown, stage: number, path: string): ActionOutline {
  const action = actionOutline.catch(emptyAction).parse(written);
  return {
    ...action,
    category: action.category ?? findActionType(action.provider)?.categories[0],
    stage,
    path,
    written,
  };
}
