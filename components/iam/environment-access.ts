import {
  alarmArn,
  anyKeyArn,
  bucketArn,
  composeArn,
  eventRuleArn,
  objectArn,
  pipelineArn,
  projectArn,
  repositoryArn,
  topicArn,
} from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { gateNameEnd, gateTag, gateTagKey } from "./gate-tag";
import { guardPatterns } from "./guarded-actions";
import { allowStatement, type Conditions, deny, denyElsewhere, type Statement } from "./statement";

/** The resources of an environment that a role updates, each by its name. */
export interface UpdatedResources {
  /** The name of the environment, which is the value of its gate tag. */
  readonly name: string;
  /** The tags `application` and `environment` of its keys. */
  readonly tags: Readonly<Record<"application" | "environment", string>>;
  readonly pipelineName: string;
  readonly projectNames: readonly string[];
  readonly roleArns: readonly string[];
  readonly logGroupArns: readonly string[];
  readonly topicNames: readonly string[];
  /** Beginnings of the names of its event rules, which an update creates. No name of another environment has one. */
  readonly ruleBeginnings: readonly string[];
  /** The name of its dashboard. Names of its alarms follow with a hyphen. */
  readonly alarmsName: string;
  readonly bucketNames: readonly string[];
  /** The ECR repository of the images, if there is one. */
  readonly repositoryName: string | undefined;
  readonly connectionArns: readonly string[];
  /** The permissions boundary of every role. */
  readonly boundaryArn: string;
}

/** Patterns of the actions that change alarms and event rules, which tell people about a gate. */
const signalChanges = [
  ...["cloudwatch:*agResource", "cloudwatch:*AlarmActions", "cloudwatch:DeleteAl*", "cloudwatch:Put*Alarm"],
  ...["cloudwatch:SetAlarm*", "events:*agResource", "events:DeleteRule", "events:DisableRule", "events:PutRule"],
  ...["events:PutTargets", "events:RemoveTargets"],
];

/** The role that updates an environment, by the gate and the objects that are its own. */
export interface EnvironmentUpdater {
  /** The value of the gate tag on the pipeline that runs it. */
  readonly gateName: string;
  /** ARNs of the objects that it writes: those of the state of the stack. */
  readonly stateObjects: readonly string[];
}

/**
 * Lets a role update the resources of an environment. It creates and deletes policies, subscriptions, event rules, alarms
 * and dashboards alone. A role that it changes stays behind the permissions boundary.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function updateEnvironment(scope: AwsScope, environment: UpdatedResources): Statement[] {
  const { tags, alarmsName, bucketNames, repositoryName, connectionArns, boundaryArn, roleArns } = environment;
  const pipelines = [pipelineArn(scope, environment.pipelineName)];
  const policies = roleArns.map((arn) => `${arn.replace(":role/", ":policy/")}-*`);
  const tagged: Conditions = {
    StringEquals: Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
  };
  const grant = (sid: string, actions: readonly string[], resources: readonly string[], conditions?: Conditions) =>
    resources.length === 0 ? [] : [allowStatement({ sid, actions, resources, ...(conditions && { conditions }) })];
  const prefixed = (service: string, names: readonly string[]) => names.map((action) => `${service}:${action}`);
  return [
    ...grant(
      "BoundedRoles",
      prefixed("iam", [
        "AttachRolePolicy",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "PutRolePolicy",
        "UpdateAssumeRolePolicy",
      ]),
      roleArns,
      { StringEquals: { "iam:PermissionsBoundary": boundaryArn } },
    ),
    ...grant(
      "Roles",
      prefixed("iam", [
        "GetRole",
        "GetRolePolicy",
        "ListAttachedRolePolicies",
        "ListRolePolicies",
        "TagRole",
        "UntagRole",
        "UpdateRole",
        "UpdateRoleDescription",
      ]),
      roleArns,
    ),
    // Policies beyond the limit of inline ones have names that start with the name of their role.
    ...grant("ReadPolicies", prefixed("iam", ["GetPolicy", "GetPolicyVersion", "ListPolicyVersions"]), policies),
    ...grant("PassRoles", ["iam:PassRole"], roleArns, {
      StringEquals: {
        "iam:PassedToService": ["codebuild.amazonaws.com", "codepipeline.amazonaws.com", "events.amazonaws.com"],
      },
    }),
    ...grant(
      "Pipelines",
      prefixed("codepipeline", [
        "GetPipeline",
        "ListTagsForResource",
        "TagResource",
        "UntagResource",
        "UpdatePipeline",
      ]),
      pipelines,
    ),
    ...(["codeconnections", "codestar-connections"] as const).flatMap((service) =>
      grant(
        service === "codeconnections" ? "Connections" : "FormerConnections",
        [`${service}:PassConnection`],
        connectionArns,
        { StringEquals: { [`${service}:PassedToService`]: "codepipeline.amazonaws.com" } },
      ),
    ),
    ...grant(
      "Projects",
      prefixed("codebuild", ["BatchGetProjects", "UpdateProject"]),
      environment.projectNames.map((project) => projectArn(scope, project)),
    ),
    ...grant(
      "Logs",
      prefixed("logs", ["AssociateKmsKey", "ListTagsForResource", "TagResource", "UntagResource"]),
      environment.logGroupArns.flatMap((arn) => [arn, `${arn}:*`]),
    ),
    ...grant(
      "Topics",
      prefixed("sns", [
        "GetSubscriptionAttributes",
        "GetTopicAttributes",
        "ListSubscriptionsByTopic",
        "ListTagsForResource",
        "SetSubscriptionAttributes",
        "SetTopicAttributes",
        "Subscribe",
        "TagResource",
        "Unsubscribe",
        "UntagResource",
      ]),
      // The ARN of a subscription follows that of its topic.
      environment.topicNames.flatMap((topic) => [topicArn(scope, topic), `${topicArn(scope, topic)}:*`]),
    ),
    ...grant(
      "Rules",
      prefixed("events", [
        "DeleteRule",
        "DescribeRule",
        "ListTagsForResource",
        "ListTargetsByRule",
        "PutRule",
        "PutTargets",
        "RemoveTargets",
        "TagResource",
        "UntagResource",
      ]),
      environment.ruleBeginnings.map((beginning) => eventRuleArn(scope, `${beginning}*`)),
    ),
    ...grant(
      "Alarms",
      prefixed("cloudwatch", [
        "DeleteAlarms",
        "ListTagsForResource",
        "PutCompositeAlarm",
        "PutMetricAlarm",
        "TagResource",
        "UntagResource",
      ]),
      [alarmArn(scope, `${alarmsName}-*`)],
    ),
    ...grant("Dashboards", prefixed("cloudwatch", ["DeleteDashboards", "GetDashboard", "PutDashboard"]), [
      composeArn({
        partition: scope.partition,
        service: "cloudwatch",
        account: scope.account,
        resource: `dashboard/${alarmsName}`,
      }),
    ]),
    ...grant(
      "Images",
      prefixed("ecr", [
        "DeleteLifecyclePolicy",
        "DeleteRepositoryPolicy",
        "DescribeRepositories",
        "GetLifecyclePolicy",
        "GetRepositoryPolicy",
        "ListTagsForResource",
        "PutImageScanningConfiguration",
        "PutImageTagMutability",
        "PutLifecyclePolicy",
        "SetRepositoryPolicy",
        "TagResource",
        "UntagResource",
      ]),
      repositoryName === undefined ? [] : [repositoryArn(scope, repositoryName)],
    ),
    ...grant(
      "Buckets",
      prefixed("s3", [
        "GetAccelerateConfiguration",
        "GetBucketAcl",
        "GetBucketCORS",
        "GetBucketLocation",
        "GetBucketLogging",
        "GetBucketObjectLockConfiguration",
        "GetBucketOwnershipControls",
        "GetBucketPolicy",
        "GetBucketPublicAccessBlock",
        "GetBucketRequestPayment",
        "GetBucketTagging",
        "GetBucketVersioning",
        "GetBucketWebsite",
        "GetEncryptionConfiguration",
        "GetLifecycleConfiguration",
        "GetReplicationConfiguration",
        "ListBucket",
        "ListTagsForResource",
        "PutBucketLogging",
        "PutBucketPolicy",
        "PutBucketTagging",
        "PutLifecycleConfiguration",
        "TagResource",
        "UntagResource",
      ]),
      bucketNames.map((bucketName) => bucketArn(scope, bucketName)),
      { StringEquals: { "aws:ResourceAccount": scope.account } },
    ),
    ...grant(
      "Keys",
      prefixed("kms", [
        "DescribeKey",
        "GetKeyPolicy",
        "GetKeyRotationStatus",
        "ListResourceTags",
        "PutKeyPolicy",
        "TagResource",
        "UntagResource",
        "UpdateKeyDescription",
      ]),
      [anyKeyArn(scope)],
      tagged,
    ),
    // AWS knows no resource for these lists. Composite alarms are listed only by a grant of every alarm.
    ...grant("Lists", ["cloudwatch:DescribeAlarms", "kms:ListAliases", "logs:DescribeLogGroups"], ["*"]),
  ];
}

/**
 * Lets a role update parts of an environment that hold no permission and start nothing: the work of builds, and tags of log
 * groups. Everything else stays as it is: an alarm can stop machines, a rule starts pipelines, and a dashboard can call a
 * function. It passes no role: an update of a project names its role only to change it.
 */
export function updateUnattended(scope: AwsScope, environment: UpdatedResources): Statement[] {
  const kept = ["Projects", "Logs", "Lists"];
  const absent: Conditions = { Null: Object.fromEntries(keptParts.map((part) => [`codebuild:${part}`, "true"])) };
  return updateEnvironment(scope, environment)
    .filter(({ Sid }) => kept.includes(Sid ?? ""))
    .flatMap((statement) =>
      statement.Sid === "Projects"
        ? [
            { ...statement, Action: ["codebuild:BatchGetProjects"] },
            { ...statement, Sid: "Work", Action: ["codebuild:UpdateProject"], Condition: absent },
          ]
        : [statement],
    );
}

/**
 * Parts of a project that no update without an approval changes, by condition keys of `codebuild:UpdateProject`. A request
 * holds a part only to change it.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html
 */
const keptParts = [
  ...["artifacts", "buildBatchConfig", "cache", "encryptionKey"],
  ...["fileSystemLocations.location", "logsConfig", "secondaryArtifacts", "secondarySources", "serviceRole"],
  "vpcConfig",
];

/**
 * Guards the role of {@link updateUnattended} as the role that updates an environment. It also denies everything that
 * could widen a permission or start a pipeline, whatever else the role is granted.
 */
export function guardUnattended(
  environment: UpdatedResources,
  updater: EnvironmentUpdater,
  scope: AwsScope,
): Statement[] {
  const permissions = deny({
    sid: "GuardPermissions",
    actions: [
      ...["codepipeline:*", "events:*", "lambda:*", "sns:*", "kms:CreateGrant", "kms:PutKeyPolicy"],
      ...["iam:A*", "iam:C*", "iam:D*", "iam:P*", "iam:R*", "iam:Set*", "iam:T*", "iam:U*", "s3:DeleteBucket*"],
      ...["s3:PutBucket*", "s3:Put*Configuration", "logs:Associate*", "logs:Delete*", "logs:Put*Policy"],
      ...["cloudwatch:Del*", "cloudwatch:Put*", "cloudwatch:Set*", "cloudwatch:*agResource"],
      ...["ecr:BatchDelete*", "ecr:Delete*", "ecr:P*", "ecr:Set*", "ecr:*agResource"],
    ],
    resources: ["*"],
  });
  const tags = deny({
    sid: "GuardGateTag",
    actions: ["codebuild:UpdateProject", "logs:TagResource"],
    resources: ["*"],
    conditions: { "ForAnyValue:StringEquals": { "aws:TagKeys": [gateTag] } },
  });
  const role = deny({
    sid: "GuardRole",
    actions: ["codebuild:UpdateProject"],
    resources: ["*"],
    conditions: { Null: { "codebuild:serviceRole": "false" } },
  });
  return [...guardUpdater({ ...environment, roleArns: [] }, updater, scope), permissions, role, tags];
}

/**
 * Guards the role that updates an environment. The role may change the environment, and no gate of the account but the
 * one of that environment's delivery. Its own pipeline and the destroy pipeline are denied too. To start, approve or
 * assume anything is denied everywhere, and so is every change of the permissions boundary.
 */
export function guardUpdater(
  { name, roleArns, bucketNames, boundaryArn }: UpdatedResources,
  { gateName, stateObjects }: EnvironmentUpdater,
  scope: AwsScope,
): Statement[] {
  const of = guardPatterns;
  const others = (own: string): Conditions => ({
    Null: { [gateTagKey]: "false" },
    StringNotEquals: { [gateTagKey]: own },
  });
  const objects = [...of.versions, ...of.deletions, ...of.writes];
  return [
    deny({
      sid: "GuardOtherGates",
      actions: [
        ...of.pipeline,
        ...of.projects,
        ...of.roles,
        ...of.policies,
        ...of.logs,
        ...of.topics,
        ...of.keys,
        ...of.images,
        ...of.connections,
        ...of.providers,
        ...of.tokens,
        ...signalChanges,
      ],
      resources: ["*"],
      conditions: others(name),
    }),
    deny({
      sid: "GuardOthers",
      actions: [...of.events, ...of.readToken],
      resources: ["*"],
      conditions: others(gateName),
    }),
    deny({
      sid: "GuardUses",
      actions: [
        "codebuild:Retry*",
        "codebuild:St*",
        "codepipeline:*StageTransition",
        "codepipeline:Override*",
        "codepipeline:Put*",
        "codepipeline:R*StageExecution",
        "codepipeline:RollbackStage",
        "codepipeline:St*Execution",
        "iam:DeleteRolePermissionsBoundary",
        "iam:PutRolePermissionsBoundary",
        "sts:AssumeRole",
      ],
      resources: ["*"],
    }),
    roleArns.length === 0
      ? deny({ sid: "GuardPassing", actions: of.passing, resources: ["*"] })
      : denyElsewhere({ sid: "GuardPassing", actions: of.passing, resources: roleArns }),
    deny({ sid: "GuardBoundary", actions: of.policies, resources: [boundaryArn] }),
    denyElsewhere({
      sid: "GuardBuckets",
      actions: of.buckets,
      resources: bucketNames
        .filter((bucketName) => !bucketName.includes(`${gateNameEnd}-`))
        .map((bucketName) => bucketArn(scope, bucketName)),
    }),
    stateObjects.length === 0
      ? deny({ sid: "GuardObjects", actions: objects, resources: [objectArn(scope, "*")] })
      : denyElsewhere({ sid: "GuardObjects", actions: objects, resources: stateObjects }),
    deny({ sid: "GuardAccount", actions: [...of.account, ...of.people], resources: ["*"] }),
  ];
}
