import type { Problem } from "../../schema/problem";
import { matching, shown } from "../../schema/vocabulary";

const canary = /^Canary([1-9]\d?)Percent([1-9]\d{0,3})Minutes?$/;
const linear = /^Linear([1-9]\d?)PercentEvery([1-9]\d{0,3})Minutes?$/;

/** Two days, in minutes. */
const longestWait = 2880;

/** How traffic moves from one version of a function to another. */
export const deployStrategy = matching(
  new RegExp(`^AllAtOnce$|${canary.source}|${linear.source}`),
  "give AllAtOnce, Canary<percent>Percent<minutes>Minutes or Linear<percent>PercentEvery<minutes>Minutes, with 1 to 99 percent",
);

/**
 * Refuses a strategy that waits longer than AWS does, all its waits together.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
export function deployStrategyProblems(path: string, strategy: string | undefined): Problem[] {
  const wait = strategy === undefined ? 0 : totalWait(strategy);
  return wait > longestWait
    ? [
        {
          path,
          reason: `is ${shown(strategy)}, which waits ${wait} minutes: AWS waits ${longestWait}; move more at a time, or wait less`,
        },
      ]
    : [];
}

function totalWait(strategy: string): number {
  const [, , canaryWait] = canary.exec(strategy) ?? [];
  if (canaryWait !== undefined) {
    return Number(canaryWait);
  }
  const [, percent, wait] = linear.exec(strategy) ?? [];
  // A wait is between two shifts: there is one fewer.
  return percent === undefined ? 0 : (Math.ceil(100 / Number(percent)) - 1) * Number(wait);
}
