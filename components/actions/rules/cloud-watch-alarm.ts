import { z } from "zod";
import { alarmArn } from "../../aws/arn";
import { allowStatement } from "../../iam/statement";
import { allowedKeys, distinct, matching } from "../../schema/vocabulary";
import { movesNoArtifacts } from "../base/action-type";
import { defineRule, ruleShape } from "./rule-type";

export const cloudWatchAlarmSchema = allowedKeys({
  ...ruleShape,
  provider: z.literal("CloudWatchAlarm"),
  configuration: allowedKeys({
    /**
     * The name of the alarm, 1 to 255 characters. The role of the rule names the alarm, so the name holds no `* ? $`
     * and no reference.
     */
    AlarmName: matching(
      /^(?!.*#\{)[^*?$]{1,255}$/,
      "give the name of an alarm, 1 to 255 characters without * ? $ and without a reference",
    ),
    /**
     * The alarm states that the rule watches for, 1 to 3.
     * @default - AWS's default for the condition
     */
    AlarmStates: distinct(z.array(z.enum(["ALARM", "OK", "INSUFFICIENT_DATA"])))
      .min(1)
      .optional(),
    /**
     * How long the rule waits for the state, in minutes, at least 1.
     * @default - no wait
     */
    WaitTime: z.int().min(1).optional(),
  }),
});

/**
 * Checks the state of a CloudWatch alarm. Beside a deployment window, the rule does not check again when the window
 * opens.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html
 */
export const cloudWatchAlarm = defineRule({
  schema: cloudWatchAlarmSchema,
  artifactUse: movesNoArtifacts,
  // AWS's page names no permission. Reading the state of an alarm needs DescribeAlarms (docs/permissions.md).
  permissions: ({ configuration }, { scope }) => [
    allowStatement({
      sid: "Alarm",
      actions: ["cloudwatch:DescribeAlarms"],
      resources: [alarmArn(scope, configuration.AlarmName)],
    }),
  ],
});

/** Returns a rule that checks an alarm. */
export function cloudWatchAlarmRule(
  rule: Omit<z.input<typeof cloudWatchAlarmSchema>, "provider">,
): z.input<typeof cloudWatchAlarmSchema> {
  return { ...rule, provider: "CloudWatchAlarm" };
}
