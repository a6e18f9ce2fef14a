import { z } from "zod";
import type { Problem } from "../../schema/problem";

/**
 * What the sources have beside their configuration whose changes AWS tells by events.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/change-detection-methods.html
 */
export const changeDetection = {
  /**
   * Whether an EventBridge rule starts the pipeline when the source changes. Without it somebody, a schedule or another
   * pipeline starts the pipeline, or AWS polls the source.
   * @default true, unless PollForSourceChanges is true
   */
  detectChanges: z.boolean().optional(),
};

/** The keys of the configuration of sources that AWS can ask again and again. */
export const polling = {
  /**
   * Whether AWS asks the source for changes again and again instead. AWS does so where nothing is said, so it is always
   * said.
   * @default false
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/PollForSourceChanges-defaults.html
   */
  PollForSourceChanges: z.boolean().default(false),
};

/** What AWS does where its own form of a pipeline says nothing. */
export const pollsUnlessSaid = { PollForSourceChanges: true };

interface DetectingSource {
  readonly detectChanges?: boolean | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** Whether a rule should start the pipeline when the source changes. */
export function tellsChanges({ detectChanges, configuration }: DetectingSource): boolean {
  return detectChanges ?? !polls({ configuration });
}

/** Whether AWS asks the source again and again, and starts the pipeline when it has changed. */
export function polls({ configuration }: Pick<DetectingSource, "configuration">): boolean {
  return configuration.PollForSourceChanges === true;
}

/** Polling starts the pipeline by itself: a rule beside it starts the pipeline twice, and none at all is not to be had. */
export function pollingProblems({ detectChanges, configuration }: DetectingSource): Problem[] {
  return polls({ configuration }) && detectChanges !== undefined
    ? [
        {
          path: "configuration.PollForSourceChanges",
          reason: `is true beside detectChanges ${detectChanges}: remove one of them`,
        },
      ]
    : [];
}
