import { z } from "zod";
import { alarmArn } from "../../aws/arn";
import { allowStatement } from "../../iam/statement";
import { allowedKeys, distinct, matching } from "../../schema/vocabulary";
import { movesNoArtifacts } from "../base/action-type";
import { ruleShape, ruleType } from "./rule-type";

export const cloudWatchAlarmSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("CloudWatchAlarm"),
  configuration: allowedKeys({
    /** The name of the alarm, 1 to 255 characters. The role of the rule names it, so it holds no `* ? $` and no reference. */
    AlarmName: matching(
      /^(?!.*#\{)[^*?$]{1,255}$/,
      "give the name of an alarm, 1 to 255 characters without * ? $ and without a reference",
    ),
    /**
     * The states that are watched for, 1 to 3.
     * @default - those that AWS watches for in a condition of its kind
     */
    AlarmStates: distinct(z.array(z.enum(["ALARM", "OK", "INSUFFICIENT_DATA"])))
      .min(1)
      .optional(),
    /**
     * How long the alarm may take to change its state, in minutes, at least 1.
     * @default - not at all
     */
    WaitTime: z.int().min(1).optional(),
  }),
});

/**
 * Looks at an alarm. Beside a deployment window the alarm is not looked at again when the window opens.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html
 */
export const cloudWatchAlarm = ruleType(cloudWatchAlarmSchema, {
  provider: "CloudWatchAlarm",
  inputArtifacts: { min: 0, max: 0 },
  skips: false,
  artifactUse: movesNoArtifacts,
  validate: () => [],
  // AWS's page names no permission: whoever looks at an alarm describes it (docs/permissions.md).
  permissions: ({ configuration }, { scope }) => [
    allowStatement({
      sid: "Alarm",
      actions: ["cloudwatch:DescribeAlarms"],
      resources: [alarmArn(scope, configuration.AlarmName)],
    }),
  ],
});

/** A rule that looks at an alarm. */
export function cloudWatchAlarmRule(
  rule: Omit<z.input<typeof cloudWatchAlarmSchema>, "provider">,
): z.input<typeof cloudWatchAlarmSchema> {
  return { ...rule, provider: "CloudWatchAlarm" };
}
