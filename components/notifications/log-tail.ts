import { eventRuleArn, functionArn, logGroupArn } from "../aws/arn";
import { nameLimits, notificationNameOf, physicalName } from "../aws/physical-name";
import { notificationRoleName } from "../aws/role-names";
import type { AwsScope } from "../aws/scope";
import { projectLogGroup, writeLogs } from "../iam/build-access";
import { allowStatement, type Statement } from "../iam/statement";
import { serviceTrust } from "../iam/trust";
import { detailType, type EventPattern } from "./events";

/** The function that sends the last lines of the log of a failed build, with all that it needs. */
export interface LogTailPlan {
  readonly functionName: string;
  readonly logGroupName: string;
  readonly logGroupArn: string;
  readonly roleName: string;
  readonly trust: string;
  readonly statements: readonly Statement[];
  readonly ruleName: string;
  readonly ruleArn: string;
  readonly pattern: EventPattern;
  /** Settings that the function reads from a file beside its code. */
  readonly settings: LogTailSettings;
}

/** Settings of the function. */
export interface LogTailSettings {
  readonly environment: string;
  /** The last lines of the log to send. */
  readonly lines: number;
  readonly topicArns: readonly string[];
  /** Projects that check drift: the message names the resources that drifted, wherever they are in the log. */
  readonly driftProjects: readonly string[];
  /** Topics of chats, which get messages about drift alone. */
  readonly chatTopicArns: readonly string[];
}

/**
 * Plans the function. Its role reads the logs of the projects and publishes to the topics, and nothing else.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
 */
export function planLogTail(
  scope: AwsScope,
  name: string,
  projectNames: readonly string[],
  settings: LogTailSettings,
): LogTailPlan {
  const functionName = notificationNameOf([name, "log-tail"], nameLimits.function);
  const logGroupName = `/aws/lambda/${functionName}`;
  const ruleName = physicalName([name, "log-tail"], nameLimits.eventRule);
  return {
    functionName,
    logGroupName,
    logGroupArn: logGroupArn(scope, logGroupName),
    roleName: notificationRoleName(name, "log-tail", scope.region),
    trust: serviceTrust(scope, "lambda.amazonaws.com", functionArn(scope, functionName)),
    statements: [
      allowStatement({
        sid: "BuildLogs",
        actions: ["logs:GetLogEvents"],
        resources: projectNames.map((project) => `${logGroupArn(scope, projectLogGroup(project))}:log-stream:*`),
      }),
      allowStatement({
        sid: "Topics",
        actions: ["sns:Publish"],
        resources: [...settings.topicArns, ...settings.chatTopicArns],
      }),
      writeLogs(scope, logGroupName),
      // AWS limits traces to no resource.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
      allowStatement({
        sid: "Traces",
        actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        resources: ["*"],
      }),
    ],
    ruleName,
    ruleArn: eventRuleArn(scope, ruleName),
    pattern: {
      source: ["aws.codebuild"],
      "detail-type": [detailType("build")],
      detail: { "project-name": [...projectNames], "build-status": ["FAILED", "FAULT", "TIMED_OUT"] },
    },
    settings,
  };
}
