import { z } from "zod";
import { bucketArn, eventRuleArn, pipelineArn, trailArn } from "../aws/arn";
import {
  bucketName,
  identityArnSchema,
  keyArnSchema,
  pipelineName,
  projectName,
  roleArnSchema,
  topicArnSchema,
} from "../aws/names";
import { bucketNameOf, nameLimits, notificationNameOf, physicalName } from "../aws/physical-name";
import type { AwsScope } from "../aws/scope";
import { trailBucketPolicy } from "../iam/bucket-policy";
import { keyPolicyWith, trailUse } from "../iam/key-policy";
import { publishStatement } from "../iam/topic-policy";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct } from "../schema/vocabulary";
import type { EventPattern } from "./events";
import type { Transformer } from "./message";
import { type OwnerStatements, sendStatement } from "./plan";
import { deadLetterShape } from "./settings";

export const auditTrailSchema = allowedKeys({
  pipelineNames: distinct(z.array(pipelineName).min(1)),
  projectNames: distinct(z.array(projectName)).optional(),
  roleArns: distinct(z.array(roleArnSchema).min(1)).optional(),
  keyArns: distinct(z.array(keyArnSchema).min(1)).optional(),
  bucketNames: distinct(z.array(bucketName).min(1)).optional(),
  administratorArns: distinct(z.array(identityArnSchema).min(1)),
  topicArns: distinct(z.array(topicArnSchema).min(1).max(5)),
  trailBucketName: bucketName.optional(),
  retentionInDays: z.int().min(1).max(3650).optional(),
  lockMode: z.enum(["COMPLIANCE", "GOVERNANCE"]).optional(),
  insights: z.boolean().optional(),
  ...deadLetterShape,
});

/** Settings of an audit trail. */
export interface AuditTrailSettings extends z.output<typeof auditTrailSchema> {}

/** An EventBridge rule about calls that CloudTrail records. */
export interface PlannedAuditRule {
  readonly key: "approvals" | "runs" | "changes" | "roles" | "passes" | "keys";
  readonly ruleName: string;
  readonly description: string;
  readonly pattern: EventPattern;
  /** Whether the rule sees calls that only read, such as a decryption. */
  readonly seesReads: boolean;
}

/** A selector of events: each field with its values. */
export interface PlannedSelector {
  readonly name: string;
  readonly fields: readonly {
    readonly field: string;
    readonly equals?: string[];
    readonly startsWiths?: string[];
  }[];
}

/** A trail, its bucket and key, and the rules that tell about calls at once. */
export interface AuditTrailPlan {
  readonly name: string;
  readonly scope: AwsScope;
  readonly trailName: string;
  readonly bucketName: string;
  readonly bucketPolicy: string;
  readonly keyPolicy: string;
  readonly selectors: readonly PlannedSelector[];
  readonly rules: readonly PlannedAuditRule[];
  readonly transformer: Transformer;
  readonly ownerStatements: readonly OwnerStatements[];
}

/** IAM reports to one region of each partition. */
const iamRegions: Readonly<Record<string, string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

/** Whether EventBridge sees changes of roles in the region of a scope. */
export function seesIam({ partition, region }: AwsScope): boolean {
  return iamRegions[partition] === region;
}

/**
 * Plans a trail of the account, with data events of some buckets, and rules about the calls that matter to a delivery.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-events.html
 */
export function planAuditTrail(scope: AwsScope, name: string, settings: AuditTrailSettings): AuditTrailPlan {
  const { bucketNames = [], administratorArns, topicArns, deadLetterQueue } = settings;
  const trailName = notificationNameOf([name], nameLimits.trail);
  const trail = trailArn(scope, trailName);
  const bucket = settings.trailBucketName ?? bucketNameOf(name, scope.account, scope.region);
  const rules = rulesOf(scope, name, settings);
  return {
    name,
    scope,
    trailName,
    bucketName: bucket,
    bucketPolicy: trailBucketPolicy(scope, bucket, trail, administratorArns),
    keyPolicy: keyPolicyWith(scope, trailUse(scope, trail, administratorArns)),
    selectors: selectorsOf(scope, bucketNames),
    rules,
    transformer: auditMessage(name),
    ownerStatements: [
      ...topicArns.map((arn) => ({ arn, statements: [publishStatement(scope, arn, { service: "events" })] })),
      ...(deadLetterQueue === undefined
        ? []
        : [
            {
              arn: deadLetterQueue,
              statements: [
                sendStatement(
                  "UndeliveredEvents",
                  "events",
                  deadLetterQueue,
                  rules.map(({ ruleName }) => eventRuleArn(scope, ruleName)),
                ),
              ],
            },
          ]),
    ],
  };
}

/**
 * Refuses topics and keys of other places, the trail's own bucket among those that it watches, and administrators among
 * the roles that it watches.
 */
export function auditTrailProblems({ account, region }: AwsScope, settings: AuditTrailSettings): Problem[] {
  const { topicArns, keyArns = [], bucketNames = [], roleArns = [], trailBucketName, deadLetterQueue } = settings;
  const elsewhere = (path: string, arn: string): Problem[] => {
    const [, , , place = "", owner = ""] = arn.split(":");
    return place === region && owner === account
      ? []
      : [{ path, reason: `is "${arn}": give one of account ${account} in ${region}` }];
  };
  const own = bucketNames.indexOf(trailBucketName ?? "");
  return [
    ...topicArns.flatMap((arn, index) => elsewhere(`topicArns[${index}]`, arn)),
    ...keyArns.flatMap((arn, index) => elsewhere(`keyArns[${index}]`, arn)),
    ...(deadLetterQueue === undefined ? [] : elsewhere("deadLetterQueue", deadLetterQueue)),
    ...settings.administratorArns.flatMap((arn, index) =>
      roleArns.includes(arn)
        ? [
            {
              path: `administratorArns[${index}]`,
              reason: `is "${arn}", which the trail watches by roleArns: name a role of the security team`,
            },
          ]
        : [],
    ),
    // Each file that CloudTrail writes would be an event, and fill a file.
    ...(own === -1 ? [] : [{ path: `bucketNames[${own}]`, reason: "is the bucket of the trail itself: remove it" }]),
  ];
}

/** Management events, and calls on the objects of the buckets. */
function selectorsOf(scope: AwsScope, bucketNames: readonly string[]): PlannedSelector[] {
  return [
    { name: "Management events", fields: [{ field: "eventCategory", equals: ["Management"] }] },
    ...(bucketNames.length === 0
      ? []
      : [
          {
            name: "Objects",
            fields: [
              { field: "eventCategory", equals: ["Data"] },
              { field: "resources.type", equals: ["AWS::S3::Object"] },
              { field: "resources.ARN", startsWiths: bucketNames.map((bucket) => `${bucketArn(scope, bucket)}/`) },
            ],
          },
        ]),
  ];
}

const runCalls = [
  "DisableStageTransition",
  "EnableStageTransition",
  "OverrideStageCondition",
  "RetryStageExecution",
  "RollbackStage",
  "StopPipelineExecution",
];

const roleCalls = [
  "AttachRolePolicy",
  "DeleteRole",
  "DeleteRolePermissionsBoundary",
  "DeleteRolePolicy",
  "DetachRolePolicy",
  "PutRolePermissionsBoundary",
  "PutRolePolicy",
  "UpdateAssumeRolePolicy",
  "UpdateRole",
];

const keyUses = ["Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncrypt"];

const keyChanges = [
  "CancelKeyDeletion",
  "CreateGrant",
  "DisableKey",
  "DisableKeyRotation",
  "EnableKey",
  "PutKeyPolicy",
  "ScheduleKeyDeletion",
];

/**
 * The rules. CodePipeline names a pipeline in three ways: `pipelineName`, `name`, and `pipeline.name` in an update.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/monitoring-cloudtrail-logs.html
 */
function rulesOf(
  scope: AwsScope,
  name: string,
  { pipelineNames, projectNames = [], roleArns = [], keyArns = [] }: AuditTrailSettings,
): PlannedAuditRule[] {
  const rule = (
    key: PlannedAuditRule["key"],
    what: string,
    detail: EventPattern,
    { source, seesReads = false }: { readonly source?: string; readonly seesReads?: boolean } = {},
  ): PlannedAuditRule => ({
    key,
    ruleName: physicalName([name, key], nameLimits.eventRule),
    description: `Tells who ${what}`,
    pattern: {
      ...(source !== undefined && { source: [source] }),
      "detail-type": ["AWS API Call via CloudTrail"],
      detail,
    },
    seesReads,
  });
  const pipelines = [...pipelineNames];
  const projects = [...projectNames];
  const others = roleArns.length === 0 ? [{ exists: true }] : [{ "anything-but": [...roleArns] }];
  const ofPipeline = { source: "aws.codepipeline" };
  const eventSource = ["codepipeline.amazonaws.com"];
  return [
    rule(
      "approvals",
      "approves and refuses",
      { eventSource, eventName: ["PutApprovalResult"], requestParameters: { pipelineName: pipelines } },
      ofPipeline,
    ),
    rule(
      "runs",
      "starts, stops, retries, overrides and rolls back runs",
      {
        eventSource,
        $or: [
          { eventName: ["StartPipelineExecution"], requestParameters: { name: pipelines } },
          { eventName: runCalls, requestParameters: { pipelineName: pipelines } },
        ],
      },
      ofPipeline,
    ),
    rule("changes", "changes pipelines and build projects", {
      $or: [
        { eventSource, eventName: ["UpdatePipeline"], requestParameters: { pipeline: { name: pipelines } } },
        { eventSource, eventName: ["DeletePipeline"], requestParameters: { name: pipelines } },
        {
          eventSource,
          eventName: ["TagResource", "UntagResource"],
          requestParameters: { resourceArn: pipelines.map((pipeline) => pipelineArn(scope, pipeline)) },
        },
        ...(projects.length === 0
          ? []
          : [
              {
                eventSource: ["codebuild.amazonaws.com"],
                eventName: ["DeleteProject", "UpdateProject", "UpdateProjectVisibility"],
                requestParameters: { name: projects },
              },
              {
                eventSource: ["codebuild.amazonaws.com"],
                eventName: ["StartBuild", "StartBuildBatch"],
                requestParameters: { projectName: projects },
                // CodePipeline starts the builds of its actions with roles of the stack.
                userIdentity: { sessionContext: { sessionIssuer: { arn: others } } },
              },
            ]),
      ],
    }),
    ...(roleArns.length === 0 || !seesIam(scope)
      ? []
      : [
          rule(
            "roles",
            "changes roles",
            {
              eventSource: ["iam.amazonaws.com"],
              eventName: roleCalls,
              requestParameters: { roleName: roleArns.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)) },
            },
            { source: "aws.iam" },
          ),
        ]),
    ...(roleArns.length === 0
      ? []
      : [
          // IAM records no event of iam:PassRole: the call that takes the role names it.
          rule("passes", "passes roles to services", {
            eventSource: [{ "anything-but": ["iam.amazonaws.com", "sts.amazonaws.com"] }],
            $or: [
              ...["roleArn", "role", "serviceRole", "taskRoleArn", "executionRoleArn", "roleARN"].map((parameter) => ({
                requestParameters: { [parameter]: [...roleArns] },
              })),
              { requestParameters: { pipeline: { roleArn: [...roleArns] } } },
            ],
          }),
        ]),
    ...(keyArns.length === 0
      ? []
      : [
          rule(
            "keys",
            "uses and changes keys",
            {
              eventSource: ["kms.amazonaws.com"],
              resources: { ARN: [...keyArns] },
              $or: [
                { eventName: keyChanges },
                {
                  eventName: keyUses,
                  userIdentity: { sessionContext: { sessionIssuer: { arn: others } } },
                },
                { eventName: keyUses, userIdentity: { type: ["IAMUser", "Root"] } },
              ],
            },
            { source: "aws.kms", seesReads: true },
          ),
        ]),
  ];
}

/** One fact a line: who did what, where, when, and whether AWS refused it. */
function auditMessage(name: string): Transformer {
  const lines = [
    `${name}: <call> by <identity>`,
    "Call: <call> of <service>",
    "By: <identity>",
    "From: <address>",
    "At: <time> in <region>",
    "Pipeline: <pipeline><started>",
    "Stage and action: <stage> <action>",
    "Refused: <error>",
    "Event: <event>",
  ];
  return {
    inputPaths: {
      call: "$.detail.eventName",
      service: "$.detail.eventSource",
      identity: "$.detail.userIdentity.arn",
      address: "$.detail.sourceIPAddress",
      time: "$.detail.eventTime",
      region: "$.detail.awsRegion",
      pipeline: "$.detail.requestParameters.pipelineName",
      started: "$.detail.requestParameters.name",
      stage: "$.detail.requestParameters.stageName",
      action: "$.detail.requestParameters.actionName",
      error: "$.detail.errorCode",
      event: "$.detail.eventID",
    },
    inputTemplate: lines.map((line) => `"${line}"`).join("\n"),
  };
}
