import { findRuleType } from "../../actions/rules/catalogue";
import type { Problem } from "../../schema/problem";
import type { ConditionOutline, StageOutline } from "./outline";
import { repeatedNames } from "./structure";

/**
 * Problems with what conditions do, beside their shape.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
 */
export function conditionProblems(stages: readonly StageOutline[], executionMode: unknown): Problem[] {
  return stages.flatMap((stage) =>
    stage.conditions.flatMap((condition) => [
      ...repeatedNames(condition.rules ?? [], `rule of ${condition.path}`),
      ...skipProblems(condition),
      ...rollbackProblems(stage, condition, executionMode),
      ...retryProblems(condition),
    ]),
  );
}

function skipProblems({ result, rules = [] }: ConditionOutline): Problem[] {
  return rules
    .filter(({ provider }) => result === "SKIP" && findRuleType(provider)?.canSkipStage === false)
    .map(({ path, provider }) => ({
      path: `${path}.provider`,
      reason: `is ${JSON.stringify(provider)}, and no such rule can skip a stage: check a variable or ask a function, or let the condition fail the stage`,
    }));
}

function rollbackProblems({ stage }: StageOutline, { path, result }: ConditionOutline, executionMode: unknown) {
  if (result !== "ROLLBACK") {
    return [];
  }
  const problems: Problem[] = [];
  if (stage === 0) {
    problems.push({
      path: `${path}.result`,
      reason: 'is "ROLLBACK", and AWS rolls no source stage back: remove the condition or move it to a later stage',
    });
  }
  if (executionMode === "PARALLEL") {
    problems.push({
      path: `${path}.result`,
      reason:
        'is "ROLLBACK", and AWS rolls nothing back where executions run in parallel: change executionMode or this',
    });
  }
  return problems;
}

function retryProblems({ path, result, retryMode, rules }: ConditionOutline): Problem[] {
  const problems: Problem[] = [];
  if (result === "RETRY" && rules !== undefined) {
    problems.push({
      path: `${path}.rules`,
      reason: "are asked of no stage that is tried again: remove them, or let the result be ROLLBACK",
    });
  }
  if (result !== "RETRY" && retryMode !== undefined) {
    problems.push({
      path: `${path}.retryMode`,
      reason: `is ${JSON.stringify(retryMode)}, and the result is not RETRY: remove one of them`,
    });
  }
  return problems;
}
