import { at, unknownValue } from "../../iam/value";
import { precedes, type Step } from "./actions";
import { skips, skipTogether } from "./stage-conditions";

/** Whether a person must approve before an action starts. Unknown when only an unknown action may be the approval. */
export function isApproved(step: Step, steps: readonly Step[]): boolean | typeof unknownValue {
  return either(...steps.map((other) => approves(other, step)));
}

/**
 * Whether an action is an approval that another one waits for. An approval in a stage that a condition can skip counts
 * only for stages that the same condition skips. The pipeline goes on to all others without it.
 */
export function approves(approval: Step, step: Step): boolean | typeof unknownValue {
  const verdicts = [
    isManualApproval(approval),
    approval.stageIndex === step.stageIndex ||
      either(not(skips(approval.stage)), skipTogether(approval.stage, step.stage)),
    precedes(approval, step),
  ];
  return !verdicts.includes(false) && (verdicts.includes(unknownValue) ? unknownValue : true);
}

/** Whether an action waits for a person. A custom action of category Approval waits for a program. */
export function isManualApproval({ value: action }: Step): boolean | typeof unknownValue {
  const [category, provider] = [at(action, "category"), at(action, "provider")];
  if (category !== "Approval") {
    return category === unknownValue ? unknownValue : false;
  }
  return provider === unknownValue ? unknownValue : provider === "Manual" && at(action, "owner") !== "Custom";
}

function either(...verdicts: (boolean | typeof unknownValue)[]): boolean | typeof unknownValue {
  return verdicts.includes(true) || (verdicts.includes(unknownValue) ? unknownValue : false);
}

function not(verdict: boolean | typeof unknownValue): boolean | typeof unknownValue {
  return verdict === unknownValue ? unknownValue : !verdict;
}
