import { precedes, type Step } from "./pipeline-actions";
import { at, unknownValue } from "./value";

/** Whether somebody must approve before an action starts; unknown when only something unknown may be the approval. */
export function isApproved(step: Step, steps: readonly Step[]): boolean | typeof unknownValue {
  const verdicts = steps.map((other) => approves(other, step));
  return verdicts.includes(true) || (verdicts.includes(unknownValue) ? unknownValue : false);
}

/**
 * Whether an action is an approval that another one waits for. One in an earlier stage that a condition can skip is
 * not: the pipeline would go on without it.
 */
export function approves(approval: Step, step: Step): boolean | typeof unknownValue {
  const category = at(approval.value, "category");
  if (category !== "Approval" && category !== unknownValue) {
    return false;
  }
  if (approval.stageIndex !== step.stageIndex && at(approval.stage, "beforeEntry", "condition", "result") === "SKIP") {
    return false;
  }
  const before = precedes(approval, step);
  return before === true && category === unknownValue ? unknownValue : before;
}
