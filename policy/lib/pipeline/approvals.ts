import { at, unknownValue } from "../../iam/value";
import { precedes, type Step } from "./actions";
import { skips } from "./stage-conditions";

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
  const verdicts = [
    isManualApproval(approval),
    approval.stageIndex === step.stageIndex || not(skips(approval.stage)),
    precedes(approval, step),
  ];
  return !verdicts.includes(false) && (verdicts.includes(unknownValue) ? unknownValue : true);
}

/** Whether an action waits for a person: a custom action of category Approval waits for some program's answer. */
export function isManualApproval({ value: action }: Step): boolean | typeof unknownValue {
  const [category, provider] = [at(action, "category"), at(action, "provider")];
  if (category !== "Approval") {
    return category === unknownValue ? unknownValue : false;
  }
  return provider === unknownValue ? unknownValue : provider === "Manual" && at(action, "owner") !== "Custom";
}

function not(verdict: boolean | typeof unknownValue): boolean | typeof unknownValue {
  return verdict === unknownValue ? unknownValue : !verdict;
}
