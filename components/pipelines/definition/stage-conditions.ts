import { z } from "zod";
import { ruleSchema } from "../../actions/rules/catalogue";
import { allowedKeys } from "../../schema/vocabulary";

/**
 * AWS takes one condition of each kind in a stage.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
 */
const rules = z.array(ruleSchema).min(1).max(5);

/** What must hold before a stage is entered. */
const beforeEntry = allowedKeys({
  /**
   * What happens when a rule says no: the stage fails, or is skipped and the next one goes on. Only rules that check a
   * variable or ask a function can skip. Nobody can override a condition that skips.
   */
  result: z.enum(["FAIL", "SKIP"]),
  /** The rules, 1 to 5; all must say yes. */
  rules,
});

/** What must hold when a stage has succeeded. */
const onSuccess = allowedKeys({
  /** What happens when a rule says no: the stage fails, or goes back to its last successful execution. */
  result: z.enum(["FAIL", "ROLLBACK"]),
  /** The rules, 1 to 5; all must say yes. */
  rules,
});

/** What happens when a stage has failed. */
const onFailure = allowedKeys({
  /**
   * Whether the stage goes back to its last successful execution or is tried again. It can only go back to an execution
   * of the pipeline as it is now: every change of the pipeline starts anew.
   */
  result: z.enum(["ROLLBACK", "RETRY"]),
  /**
   * What is tried again.
   * @default "FAILED_ACTIONS", where the result is RETRY
   */
  retryMode: z.enum(["FAILED_ACTIONS", "ALL_ACTIONS"]).optional(),
  /**
   * The rules, 1 to 5: the result comes when all say yes. Not for a stage that is tried again.
   * @default - the result comes whatever the reason of the failure
   */
  rules: rules.optional(),
});

/** The kinds of conditions, by their keys in a stage. */
export const conditionShape = {
  /**
   * What must hold before the stage is entered.
   * @default - nothing
   */
  beforeEntry: beforeEntry.optional(),
  /**
   * What must hold when the stage has succeeded.
   * @default - nothing
   */
  onSuccess: onSuccess.optional(),
  /**
   * What happens when the stage has failed.
   * @default - the execution ends
   */
  onFailure: onFailure.optional(),
};

export const conditionKinds = ["beforeEntry", "onSuccess", "onFailure"] as const;

export type ConditionKind = (typeof conditionKinds)[number];
