import { at, isSet, type Properties, textOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../facts/finding";
import { configured, pipelineSteps, precedes, type Step } from "../pipeline/actions";
import { approves, isManualApproval } from "../pipeline/approvals";
import { conditionSteps, rollsBack } from "../pipeline/stage-conditions";
import { destroys, hiddenIn } from "./actions";

type Verdict = boolean | typeof unknownValue;

/** Returns the actions of a pipeline, and its condition rules that run code. */
export function everyStep(stages: Value): Step[] {
  return [...pipelineSteps(stages), ...conditionSteps(stages)];
}

/** Judges a pipeline by its own definition: every destroying action waits for an approval of its own. */
export function destroysApproved(pipeline: Properties): Finding[] {
  const steps = everyStep(pipeline.stages);
  return steps.flatMap((step) => {
    if (at(step.value, "category") === unknownValue) {
      return [unknownAt(step.value === unknownValue ? step.path : `${step.path}.category`)];
    }
    const hidden = hiddenIn(step);
    if (destroys(step, steps, pipeline)) {
      return judgeStep(step, steps);
    }
    return hidden === undefined || judgeStep(step, steps).length === 0 ? [] : [unknownAt(hidden)];
  });
}

/**
 * Judges an action that destroys. It needs an approval of its own that notifies the approvers and times out, and that
 * nothing bypasses.
 */
export function judgeStep(step: Step, steps: readonly Step[]): Finding[] {
  if (at(step.value, "category") === "Rule") {
    return [violation(step.path, "destroys and should be an action: nobody approves what a condition runs")];
  }
  const own = steps.map((other) => ({ approval: other, gates: gates(other, step, steps) }));
  const sure = own.filter(({ gates: verdict }) => verdict === true).map(({ approval }) => approval);
  if (sure.length > 0) {
    return [...sure.flatMap(judgeApproval), ...judgeRollback(step, sure)];
  }
  return own.some(({ gates: verdict }) => verdict === unknownValue)
    ? [unknownAt(`${step.path}: whether an approval stands before it`)]
    : [
        violation(
          step.path,
          "destroys and should come after a manual approval of its own, with no other action between or beside the two",
        ),
      ];
}

/** Whether an approval is for one action alone: no other action runs after it or in parallel with either. */
function gates(approval: Step, step: Step, steps: readonly Step[]): Verdict {
  const others = steps.filter((other) => other !== step && isManualApproval(other) !== true);
  return all([approves(approval, step), ...others.map((other) => isElsewhere(other, approval, step))]);
}

function isElsewhere(other: Step, approval: Step, step: Step): Verdict {
  const [before, after] = [precedes(other, approval), precedes(step, other)];
  return before === true || after === true || (before === false && after === false ? false : unknownValue);
}

function all(verdicts: readonly Verdict[]): Verdict {
  return !verdicts.includes(false) && (verdicts.includes(unknownValue) ? unknownValue : true);
}

/** An approval needs a notification and a timeout, because AWS's default timeout is a week. */
function judgeApproval(approval: Step): Finding[] {
  const topic = configured(approval, "NotificationArn");
  const minutes = at(approval.value, "timeoutInMinutes");
  const isTold = topic === unknownValue || textOf(topic).startsWith("arn:");
  const ends = typeof minutes === "number" ? minutes <= weekInMinutes : isSet(minutes);
  return isTold && ends
    ? []
    : [violation(approval.path, "should have a NotificationArn and timeoutInMinutes: what it approves destroys")];
}

const weekInMinutes = 7 * 24 * 60;

/** A stage that rolls back runs again alone, without the approval of an earlier stage. */
function judgeRollback({ stage, stageIndex, path }: Step, approvals: readonly Step[]): Finding[] {
  const place = rollsBack(stage);
  return place === undefined || approvals.some((approval) => approval.stageIndex === stageIndex)
    ? []
    : [
        violation(
          `${path.replace(/\.actions.*$/, "")}.${place}`,
          "should not be ROLLBACK: it destroys again, and no approval is asked for",
        ),
      ];
}
