import { z } from "zod";
import { allowedKeys, matching } from "../schema/vocabulary";
import { allowStatement, type Statement } from "./statement";

/** A permission that settings grant. */
export const grantSchema = allowedKeys({
  /** Actions, each spelled out: `ecs:UpdateService`. */
  actions: z
    .array(
      matching(
        /^[a-z0-9-]+:[A-Za-z0-9]+$/,
        "give one action, such as ecs:UpdateService; wildcards grant what nobody asked for",
      ),
    )
    .min(1),
  /** The ARNs of what the actions are about. `*` only for actions that AWS cannot limit to a resource. */
  resources: z
    .array(matching(/^(\*|arn:aws[\w-]*:[^\s]+)$/, "give an ARN, or * for actions that AWS cannot limit to a resource"))
    .min(1),
  /**
   * Conditions, in the spelling of IAM's JSON.
   * @default - none
   */
  conditions: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))).optional(),
});

export type GrantSettings = z.output<typeof grantSchema>;

/** Statements for grants, each named by its place: IAM wants names to differ. */
export function grantStatements(grants: readonly GrantSettings[]): Statement[] {
  return grants.map(({ actions, resources, conditions }, index) =>
    allowStatement({ sid: `Granted${index + 1}`, actions, resources, ...(conditions && { conditions }) }),
  );
}

/** The grant of a statement without conditions, for an action that takes grants. */
export function grantOf({ Action: actions, Resource: resources = [] }: Statement): GrantSettings {
  return { actions: [actions].flat(), resources: [resources].flat() };
}
