import { z } from "zod";
import type { ActionType } from "./action-type";
import { codeBuild, codeBuildSchema } from "./code-build";
import { codeStarSourceConnection, codeStarSourceConnectionSchema } from "./codestar-source-connection";
import { manualApproval, manualApprovalSchema } from "./manual-approval";

/** Every provider. A new one is a file beside this one and a line in each of these two lists. */
export const catalogue: readonly ActionType[] = [codeStarSourceConnection, codeBuild, manualApproval];

export const actionSchema = z.discriminatedUnion("provider", [
  codeStarSourceConnectionSchema,
  codeBuildSchema,
  manualApprovalSchema,
]);

/** An action as it is written. */
export type ActionInput = z.input<typeof actionSchema>;

/** An action as its schema reads it, with every default in place. */
export type Action = z.output<typeof actionSchema>;

const types = new Map(catalogue.map((type) => [type.provider, type]));

/** What is known about a provider, if anything is. */
export function findActionType(provider: string): ActionType | undefined {
  return types.get(provider);
}

/** What is known about the provider of an action that its schema has read. */
export function actionTypeOf(action: Action): ActionType {
  const type = findActionType(action.provider);
  if (!type) {
    throw new Error(`The catalogue lists the schema of ${action.provider} and not its type: add it to both lists.`);
  }
  return type;
}
