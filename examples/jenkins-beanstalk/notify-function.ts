import { reportJobResults } from "@platform/aws-pipelines";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

export interface NotifyFunctionArgs {
  readonly account: string;
  readonly region: string;
  /** The key that encrypts the topic and the logs. */
  readonly encryptionKeyArn: string;
  /** The topic that the function publishes to. */
  readonly topicArn: string;
}

/** Creates a function that publishes to one topic for a pipeline. */
export function createNotifyFunction(
  name: string,
  { account, region, encryptionKeyArn, topicArn }: NotifyFunctionArgs,
  opts: pulumi.CustomResourceOptions,
): lambda.Function {
  const logGroupName = `/aws/lambda/${name}`;
  const logs = new cloudwatch.LogGroup(
    `${name}-logs`,
    { name: logGroupName, kmsKeyId: encryptionKeyArn, retentionInDays: 365 },
    opts,
  );
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const role = new iam.Role(`${name}-role`, { name, assumeRolePolicy: document([trust]) }, opts);
  // ARNs composed from names let policies judge this document on the first preview.
  const policy = new iam.RolePolicy(
    `${name}-role-policy`,
    {
      role: role.name,
      policy: document([
        { Effect: "Allow", Action: "sns:Publish", Resource: topicArn },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: encryptionKeyArn,
          Condition: { StringEquals: { "kms:ViaService": `sns.${region}.amazonaws.com` } },
        },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`,
        },
        ...reportJobResults(),
      ]),
    },
    opts,
  );
  return new lambda.Function(
    name,
    {
      name,
      runtime: "nodejs22.x",
      handler: "index.handler",
      code: new pulumi.asset.FileArchive("notify"),
      role: role.arn,
      timeout: 30,
    },
    { ...opts, dependsOn: [logs, policy] },
  );
}

function document(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
