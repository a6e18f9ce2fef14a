import { cronFieldReasons } from "../../schema/cron";
import type { Problem } from "../../schema/problem";
import { shown } from "../../schema/vocabulary";

/**
 * Problems of the expression of a deployment window.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html
 */
export function cronProblems(expression: string): Problem[] {
  const [seconds = "", ...others] = expression.trim().split(/\s+/);
  if (others.length < 5 || others.length > 6) {
    return [
      problem(
        `is ${shown(expression)}, which has ${others.length + 1} fields: give seconds, minutes, hours, day of month, month, day of week and perhaps the year`,
      ),
    ];
  }
  const found = ["*", "0"].includes(seconds) ? [] : [problem(`has the seconds ${shown(seconds)}: give * or 0`)];
  return [...found, ...cronFieldReasons(others).map(problem)];
}

function problem(reason: string): Problem {
  return { path: "", reason };
}
