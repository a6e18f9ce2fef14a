import { z } from "zod";
import { accountOf } from "../../aws/arn";
import type { Problem } from "../../schema/problem";
import type { RequiredGrant } from "./action-type";

/**
 * The key that switches change events on, for sources whose changes EventBridge delivers.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/change-detection-methods.html
 */
export const changeDetection = {
  /**
   * Whether an EventBridge rule starts the pipeline when the source changes. Without the rule, a person, a schedule,
   * another pipeline or polling starts it.
   * @default true, unless PollForSourceChanges is true
   */
  detectChanges: z.boolean().optional(),
};

/** The configuration key of sources that AWS can poll. */
export const polling = {
  /**
   * Whether AWS polls the source for changes. AWS polls if the key is absent, so the key is always written.
   * @default false
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/PollForSourceChanges-defaults.html
   */
  PollForSourceChanges: z.boolean().default(false),
};

/** AWS's own default of {@link polling}. */
export const pollsByDefault = { PollForSourceChanges: true };

interface DetectingSource {
  readonly detectChanges?: boolean | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** Whether an EventBridge rule starts the pipeline when the source changes. */
export function isEventDriven({ detectChanges, configuration }: DetectingSource): boolean {
  return detectChanges ?? !isPolled({ configuration });
}

/** Whether AWS polls the source and starts the pipeline. */
export function isPolled({ configuration }: Pick<DetectingSource, "configuration">): boolean {
  return configuration.PollForSourceChanges === true;
}

/** Refuses `detectChanges` beside polling: polling starts the pipeline already. */
export function pollingProblems({ detectChanges, configuration }: DetectingSource): Problem[] {
  return isPolled({ configuration }) && detectChanges !== undefined
    ? [
        {
          path: "configuration.PollForSourceChanges",
          reason: `is true beside detectChanges ${detectChanges}: remove one of them`,
        },
      ]
    : [];
}

/**
 * The event forwarding that a source of another account needs. AWS delivers events to the bus of the source's account,
 * and the rule listens on the bus of the pipeline's account.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export function crossAccountEvents({ roleArn = "" }: { readonly roleArn?: string | undefined }): RequiredGrant[] {
  const account = accountOf(roleArn);
  return account === undefined
    ? []
    : [
        {
          of: `account ${account}`,
          statements: [],
          note: "If the pipeline is in another account, a rule here must send the events of the source to the default event bus of that account.",
        },
      ];
}
