import { z } from "zod";
import { type GrantSettings, grantSchema } from "../iam/grant";
import type { StateSettings } from "../infrastructure/state-settings";
import { messageRecipientKeys } from "../notifications/problems";
import type { NotifySettings } from "../notifications/settings";
import type { Lenient } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { scheduleSchema } from "../schema/schedule";
import { allowedKeys, shown } from "../schema/vocabulary";
import { readingStateProblems, writingProblems } from "./plan-settings";

const checkShape = {
  /**
   * The times of the check, in UTC: `cron(<minutes> <hours> <day of month> <month> <day of week> <year>)` or
   * `rate(<number> <unit>)`.
   * @default "cron(0 3 * * ? *)"
   */
  schedule: scheduleSchema.shape.expression.optional(),
  /**
   * How long one check may take, in minutes: 5 to 2160.
   * @default 60
   */
  timeoutInMinutes: z.int().min(5).max(2160).optional(),
};

const readingShape = {
  /**
   * Permissions of the check to read, beside the state. An action that may write is refused.
   * @default - those of the plan
   */
  permissions: z.array(grantSchema).optional(),
};

const isNone = ({ input }: { readonly input?: unknown }) =>
  `is ${shown(input)}: give true, false, or settings of the check such as schedule`;

/** The check of drift in an environment with one deployment. */
export const driftSchema = z.union([z.boolean(), allowedKeys({ ...checkShape, ...readingShape })], { error: isNone });

/** The checks of drift in an environment with several deployments. */
export const applicationDriftSchema = z.union([z.boolean(), allowedKeys(checkShape)], { error: isNone });

/** The check of drift of one deployment. */
export const deploymentDriftSchema = z.union([z.literal(false), allowedKeys(readingShape)], {
  error: ({ input }) => `is ${shown(input)}: give false, or permissions of the check`,
});

/** The check of drift of an environment or a deployment. */
export type DriftSettings = z.output<typeof driftSchema>;

/** Whether settings ask for checks of drift. */
export function hasDrift({ drift }: { readonly drift?: unknown }): boolean {
  return drift !== undefined && drift !== false;
}

/** Schedule and timeout of the project of a check. */
export function checkSettings(drift: z.output<typeof applicationDriftSchema> | undefined) {
  const { schedule = "cron(0 3 * * ? *)", timeoutInMinutes } = typeof drift === "object" ? drift : {};
  return {
    schedules: [{ name: "drift", expression: schedule }],
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
  };
}

/** The permissions that a check is given. */
export function checkGrants(drift: DriftSettings | undefined): readonly GrantSettings[] | undefined {
  return typeof drift === "object" ? drift.permissions : undefined;
}

type Parts = Lenient<{ readonly drift: unknown; readonly notify: NotifySettings | false }>;

/** Refuses checks of drift whose result reaches nobody. */
export function untoldDriftProblems(parts: Parts): Problem[] {
  const { notify } = parts;
  if (!hasDrift(parts)) {
    return [];
  }
  if (!notify) {
    return [{ path: "drift", reason: "is set, and nobody is told: give recipients in notify, or remove drift" }];
  }
  return messageRecipientKeys.some((key) => notify[key] !== undefined)
    ? []
    : [
        {
          path: "drift",
          reason: `reaches no event bus: give at least one of ${messageRecipientKeys.join(", ")} in notify`,
        },
      ];
}

/**
 * Lists the problems of one check by Pulumi, Terraform or OpenTofu.
 *
 * @param at - paths of the check and of the state
 */
export function driftProblems(
  {
    drift,
    state,
  }: { readonly drift: Lenient<DriftSettings> | undefined; readonly state: Lenient<StateSettings> | undefined },
  at: { readonly drift: string; readonly state: string },
): Problem[] {
  return [
    ...readingStateProblems(state, { path: at.state, reader: "the check of drift", off: "or set drift: false" }),
    ...within(at.drift, checkGrantProblems(drift)),
  ];
}

/** Refuses permissions of a check that may write. */
export function checkGrantProblems(drift: Lenient<DriftSettings> | undefined): Problem[] {
  return typeof drift === "object" ? within("permissions", writingProblems(drift.permissions)) : [];
}
