import { allowStatement } from "@platform/aws-pipelines";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

/** Names of the function, of its alias, and of the alarm that a deployment watches. */
export interface ReleasedFunction {
  readonly functionName: string;
  readonly aliasName: string;
  readonly alarmName: string;
  /** Resources to create before the pipeline. */
  readonly ready: pulumi.Resource[];
}

/** Creates the function with a placeholder version, the alias that callers use, and an alarm on errors. */
export function releasedFunction(
  functionName: string,
  { account, region, encryptionKeyArn }: { account: string; region: string; encryptionKeyArn: string },
  opts: pulumi.CustomResourceOptions,
): ReleasedFunction {
  const logGroupName = `/aws/lambda/${functionName}`;
  const logGroup = new cloudwatch.LogGroup(
    `${functionName}-function-logs`,
    { name: logGroupName, kmsKeyId: encryptionKeyArn, retentionInDays: 365 },
    opts,
  );
  const role = new iam.Role(
    `${functionName}-function`,
    {
      name: `${functionName}-function`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    },
    opts,
  );
  const writeLogs = allowStatement({
    sid: "Logs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [`arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`],
  });
  const permissions = new iam.RolePolicy(
    `${functionName}-function-policy`,
    { name: "logs", role: role.name, policy: JSON.stringify({ Version: "2012-10-17", Statement: [writeLogs] }) },
    opts,
  );

  const nothing = "exports.handler = async () => ({ statusCode: 503 });";
  const released = new lambda.Function(
    functionName,
    {
      name: functionName,
      runtime: lambda.Runtime.NodeJS22dX,
      handler: "index.handler",
      role: role.arn,
      code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(nothing) }),
      publish: true,
    },
    // The pipeline changes the code and the version of the alias.
    { ...opts, ignoreChanges: ["code"], dependsOn: [logGroup, permissions] },
  );
  const aliasName = "released";
  const alias = new lambda.Alias(
    `${functionName}-alias`,
    { name: aliasName, functionName: released.name, functionVersion: released.version },
    { ...opts, ignoreChanges: ["functionVersion", "routingConfig"] },
  );
  const alarmName = `${functionName}-errors`;
  const alarm = new cloudwatch.MetricAlarm(
    alarmName,
    {
      name: alarmName,
      alarmDescription: `Errors of ${functionName}`,
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: functionName, Resource: `${functionName}:${aliasName}` },
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      // Without calls there is no data: that must not fail a deployment.
      treatMissingData: "notBreaching",
    },
    opts,
  );
  return { functionName, aliasName, alarmName, ready: [released, alias, alarm] };
}
