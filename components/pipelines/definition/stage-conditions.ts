import { z } from "zod";
import { ruleSchema } from "../../actions/rules/catalogue";
import { allowedKeys } from "../../schema/vocabulary";

/**
 * AWS takes one condition of each kind in a stage.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
 */
const rules = z.array(ruleSchema).min(1).max(5);

/** The condition that lets a stage begin. */
const beforeEntry = allowedKeys({
  /**
   * The result if a rule fails: the stage fails, or the pipeline skips it. Only rules that check a variable or invoke a
   * function can skip a stage. Nobody can override a condition that skips.
   */
  result: z.enum(["FAIL", "SKIP"]),
  /** The rules, 1 to 5; all must say yes. */
  rules,
});

/** The condition that a successful stage must meet. */
const onSuccess = allowedKeys({
  /** The result if a rule fails: the stage fails, or rolls back to its last successful execution. */
  result: z.enum(["FAIL", "ROLLBACK"]),
  /** The rules, 1 to 5; all must say yes. */
  rules,
});

/** The reaction to a failed stage. */
const onFailure = allowedKeys({
  /**
   * Whether the stage goes back to its last successful execution or is tried again. It can only go back to an execution
   * of the pipeline as it is now: every change of the pipeline starts anew.
   */
  result: z.enum(["ROLLBACK", "RETRY"]),
  /**
   * The actions to retry.
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
   * The condition that lets the stage begin.
   * @default - nothing
   */
  beforeEntry: beforeEntry.optional(),
  /**
   * The condition that the successful stage must meet.
   * @default - nothing
   */
  onSuccess: onSuccess.optional(),
  /**
   * The reaction to a failure of the stage.
   * @default - the execution ends
   */
  onFailure: onFailure.optional(),
};

export const conditionKinds = ["beforeEntry", "onSuccess", "onFailure"] as const;

export type ConditionKind = (typeof conditionKinds)[number];
