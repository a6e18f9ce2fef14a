import { approves } from "./approvals";
import { type Finding, unknownAt, violation } from "./finding";
import { configured, pipelineSteps, precedes, type Step } from "./pipeline-actions";
import { at, isSet, unknownValue, type Value } from "./value";

/**
 * Judges each action that destroys: whether an approval of its own stands before it, that tells its approvers and ends
 * after a time.
 *
 * @param destroys - which actions to judge
 */
export function destroysApproved(stages: Value, destroys: (step: Step, steps: readonly Step[]) => boolean): Finding[] {
  const steps = pipelineSteps(stages);
  return steps.flatMap((step) => {
    if (at(step.value, "category") === unknownValue) {
      return [unknownAt(step.value === unknownValue ? step.path : `${step.path}.category`)];
    }
    return destroys(step, steps) ? judgeStep(step, steps) : [];
  });
}

function judgeStep(step: Step, steps: readonly Step[]): Finding[] {
  const own = steps.filter((other) => approves(other, step) === true && standsAlone(other, step, steps));
  const [first] = own;
  if (first === undefined) {
    return [
      violation(
        step.path,
        "destroys and should come after a manual approval of its own, with no other action between or beside the two",
      ),
    ];
  }
  return own.some(isHeard)
    ? []
    : [violation(first.path, "should have a NotificationArn and timeoutInMinutes: what it approves destroys")];
}

/** Whether nothing else runs on what an approval says: neither after it nor beside the action that it is for. */
function standsAlone(approval: Step, step: Step, steps: readonly Step[]): boolean {
  return steps.every(
    (other) =>
      other === step ||
      at(other.value, "category") === "Approval" ||
      precedes(other, approval) === true ||
      precedes(step, other) === true,
  );
}

function isHeard(approval: Step): boolean {
  return isSet(configured(approval, "NotificationArn")) && isSet(at(approval.value, "timeoutInMinutes"));
}
