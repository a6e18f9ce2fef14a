import { z } from "zod";
import { within } from "../../schema/problem";
import { allowedKeys, matching, nonEmptyText } from "../../schema/vocabulary";
import { movesNoArtifacts } from "../base/action-type";
import { ruleShape, ruleType } from "./rule-type";
import { cronProblems } from "./window-cron";

export const deploymentWindowSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("DeploymentWindow"),
  configuration: allowedKeys({
    /**
     * When the window is open: seconds, which are `*` or `0`, minutes, hours, day of month, month, day of week and, where
     * it matters, the year. `* * 9-17 ? * MON-FRI` is every minute of working hours, and `* 0 9-17 ? * MON-FRI` only the
     * first of each hour.
     */
    Cron: nonEmptyText,
    /**
     * The zone that the hours are of: `Europe/Berlin`, `UTC+02:00`, or an abbreviation such as `EST`.
     * @default "UTC"
     */
    TimeZone: matching(
      /^([A-Za-z]+\/[A-Za-z]+(_[A-Za-z]+)*|UTC([+-](0\d|1[0-4]):[0-5]\d)?|[A-Z]{3,5})$/,
      "give Region/City, UTC, UTC with an offset such as UTC+02:00, or an abbreviation of 3 to 5 letters",
    ).optional(),
  }),
});

/**
 * Waits until a window is open.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html
 */
export const deploymentWindow = ruleType(deploymentWindowSchema, {
  provider: "DeploymentWindow",
  inputArtifacts: { min: 0, max: 0 },
  skips: false,
  artifactUse: movesNoArtifacts,
  validate: ({ configuration }) => within("configuration.Cron", cronProblems(configuration.Cron)),
  permissions: () => [],
});

/** A rule that waits until a window is open. */
export function deploymentWindowRule(
  rule: Omit<z.input<typeof deploymentWindowSchema>, "provider">,
): z.input<typeof deploymentWindowSchema> {
  return { ...rule, provider: "DeploymentWindow" };
}
