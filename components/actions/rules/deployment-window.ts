import { z } from "zod";
import { cronFieldReasons } from "../../schema/cron";
import { type Problem, within } from "../../schema/problem";
import { allowedKeys, matching, nonEmptyText, shown } from "../../schema/vocabulary";
import { movesNoArtifacts } from "../base/action-type";
import { defineRule, ruleShape } from "./rule-type";

export const deploymentWindowSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("DeploymentWindow"),
  configuration: allowedKeys({
    /**
     * When the window is open: seconds, which are `*` or `0`, minutes, hours, day of month, month, day of week and,
     * optionally, the year. `* * 9-17 ? * MON-FRI` is every minute of working hours, and `* 0 9-17 ? * MON-FRI` the
     * first minute of each hour.
     */
    Cron: nonEmptyText,
    /**
     * The time zone of the window: `Europe/Berlin`, `UTC+02:00`, or an abbreviation such as `EST`.
     * @default "UTC"
     */
    TimeZone: matching(
      /^([A-Za-z]+\/[A-Za-z]+(_[A-Za-z]+)*|UTC([+-](0\d|1[0-4]):[0-5]\d)?|[A-Z]{3,5})$/,
      "give Region/City, UTC, UTC with an offset such as UTC+02:00, or an abbreviation of 3 to 5 letters",
    ).optional(),
  }),
});

/**
 * Waits until a deployment window is open.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html
 */
export const deploymentWindow = defineRule({
  schema: deploymentWindowSchema,
  artifactUse: movesNoArtifacts,
  validate: ({ configuration }) => within("configuration.Cron", cronProblems(configuration.Cron)),
});

/** Returns a rule that waits until a deployment window is open. */
export function deploymentWindowRule(
  rule: Omit<z.input<typeof deploymentWindowSchema>, "provider">,
): z.input<typeof deploymentWindowSchema> {
  return { ...rule, provider: "DeploymentWindow" };
}

/**
 * Refuses a wrong cron expression of a deployment window.
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
