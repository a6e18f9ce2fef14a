import { join } from "node:path";
import * as chatbot from "@pulumi/aws/chatbot";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as codestarnotifications from "@pulumi/aws/codestarnotifications";
import * as lambda from "@pulumi/aws/lambda";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { awsPolicyArn } from "../aws/arn";
import { keyInputProblems } from "../aws/names";
import { type RoleSettings, roleSettingsOf, roleSettingsProblems } from "../aws/role-settings";
import { type AwsScope, type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import { keyPolicyWith, logsUse, publishersUse } from "../iam/key-policy";
import { type CreatedRole, createRole } from "../iam/role";
import { rolePolicies } from "../iam/role-policies";
import type { Statement } from "../iam/statement";
import { readInput, unlessRefused } from "../schema/lenient";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { createKey } from "../storage/key";
import { alarmProblems } from "./alarms";
import type { PlannedNotificationRole } from "./channels";
import { createEventRule, createEventTarget } from "./event-rule";
import type { LogTailPlan } from "./log-tail";
import { PipelineAlarms } from "./pipeline-alarms";
import { type NotificationsPlan, type OwnerStatements, type PlannedNotificationTopic, planNotifications } from "./plan";
import { notifyProblems } from "./problems";
import { type NotifySettings, notificationsSchema } from "./settings";

/** The arguments of {@link PipelineNotifications}: plain, because they decide which resources exist. */
export interface PipelineNotificationsArgs extends ScopeArgs, RoleSettings, NotifySettings {
  /** Names of the pipelines, at least one. */
  pipelineNames: string[];
  /**
   * Names of the build projects, for events of builds.
   * @default - none
   */
  projectNames?: string[] | undefined;
  /**
   * Names of projects that run `pulumiDrift`, `terraformDrift` or `stackDrift`. A message names the resources that drifted.
   * The other events of builds are not about these projects.
   * @default - none
   */
  driftProjectNames?: string[] | undefined;
  /**
   * Names of CodeCommit repositories, for events of branches, pull requests and comments.
   * @default - none
   */
  repositoryNames?: string[] | undefined;
  /**
   * The name of the environment in messages.
   * @default - the name of the component
   */
  environment?: string | undefined;
  /**
   * The ARN of the key of the topic. The preview prints the statement that its policy needs.
   * @default - a new key
   */
  encryptionKeyArn?: pulumi.Input<string> | undefined;
  /**
   * Resources to create before the rules: the pipelines and projects.
   * @default - none
   */
  startAfter?: pulumi.Input<pulumi.Resource>[] | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The arguments of notifications whose parent planned them, under the key of the parent. @internal */
export interface PlannedNotificationsArgs
  extends Required<Pick<PipelineNotificationsArgs, "encryptionKeyArn" | "startAfter">> {
  readonly plan: NotificationsPlan;
  readonly tags: Tags;
}

type Tags = PipelineNotificationsArgs["tags"];

const LOG_TAIL = { runtime: "nodejs22.x", timeoutSeconds: 60, memoryMegabytes: 256, retentionInDays: 365 } as const;

/**
 * Tells people and programs about pipelines and builds: by e-mail, HTTPS, Lambda, SQS, existing topics, Slack, Microsoft
 * Teams and other event buses.
 *
 * Failures, and events that notification rules lack, go through EventBridge with a readable message. All other events
 * go through notification rules. The topic accepts messages of these two services for this account alone.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new PipelineNotifications("shop", {
 *   account: "111122223333",
 *   region: "eu-central-1",
 *   pipelineNames: ["shop"],
 *   emails: ["team@acme.example"],
 *   slack: [{ workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" }],
 *   events: ["run-failed", "action-failed", "approval-needed"],
 * });
 * ```
 */
export class PipelineNotifications extends pulumi.ComponentResource {
  /** The ARN of the topic of people and programs; absent if chats, event buses and existing topics are the only recipients. */
  readonly topicArn?: pulumi.Output<string>;
  /** The ARN of the key of the topics. */
  readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: PipelineNotificationsArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal */
  constructor(name: string, args: PlannedNotificationsArgs, opts?: pulumi.ComponentResourceOptions);
  constructor(
    name: string,
    args: PipelineNotificationsArgs | PlannedNotificationsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    requireKinds("PipelineNotifications", name, args);
    const plan = "plan" in args ? args.plan : planArgs(name, args);
    const { startAfter = [], tags } = args;
    super("aws-pipelines:index:PipelineNotifications", name, "plan" in args ? { tags } : inputsOf(args), opts);
    const { topics } = plan;
    const encryptionKeyArn =
      args.encryptionKeyArn ?? (keyUses(plan).length > 0 ? createTopicKey(plan, tags, this) : undefined);

    const made = topics.map((planned) => createTopic(plan, planned, { encryptionKeyArn, tags }, this));
    const arns = new Map(made.map(({ planned, topic }) => [planned.topicArn, topic.arn]));
    createEventRules(plan, arns, tags, this);
    if (plan.logTail !== undefined) {
      createLogTail(plan, plan.logTail, { encryptionKeyArn, startAfter, tags }, this);
    }
    const channels = createChannels(plan, arns, tags, this);
    for (const rule of plan.notificationRules) {
      new codestarnotifications.NotificationRule(
        `${name}-${rule.key}`,
        {
          region: plan.scope.region,
          name: rule.ruleName,
          resource: rule.resourceArn,
          detailType: "FULL",
          eventTypeIds: [...rule.eventTypeIds],
          targets: [
            ...rule.topicArns.map((arn) => ({ type: "SNS", address: arns.get(arn) ?? arn })),
            ...(rule.tellsChats ? channels : []),
          ],
          tags,
        },
        { parent: this, dependsOn: startAfter },
      );
    }
    if (plan.alarms !== undefined) {
      new PipelineAlarms(
        plan.alarms.name,
        {
          plan: plan.alarms,
          topicArns: plan.alarmTopicArns.map((arn) => arns.get(arn) ?? arn),
          encryptionKeyArn,
          startAfter,
          deadLetterQueueArn: plan.deadLetterQueueArn,
          tags,
        },
        { parent: this },
      );
    }
    for (const { arn, statements } of ownerStatements(plan, args)) {
      pulumi.log.info(`Add to the policy of ${arn}:\n${JSON.stringify(statements, undefined, 2)}`, this);
    }

    const people = made.find(({ planned }) => planned.key === "");
    if (people !== undefined) {
      this.topicArn = people.topic.arn;
    }
    if (encryptionKeyArn !== undefined) {
      this.keyArn = pulumi.output(encryptionKeyArn);
    }
    this.registerOutputs({ topicArn: this.topicArn, keyArn: this.keyArn });
  }
}

/** Creates the key of the topics and log groups, whose policy lets their services and roles use it. */
function createTopicKey(plan: NotificationsPlan, tags: Tags, parent: pulumi.Resource) {
  const { name, scope } = plan;
  const policy = keyPolicyWith(scope, keyUses(plan));
  return createKey(name, { region: scope.region, policy, tags }, { parent }).arn;
}

/** The statements of the key's policy; none where notifications encrypt nothing. */
function keyUses({ scope, publishers, logGroupArns }: NotificationsPlan): readonly Statement[] {
  return [...publishersUse(scope, publishers), ...(logGroupArns.length > 0 ? [logsUse(scope, logGroupArns)] : [])];
}

interface MadeTopic {
  readonly planned: PlannedNotificationTopic;
  readonly topic: sns.Topic;
}

interface TopicInputs {
  readonly encryptionKeyArn: pulumi.Input<string> | undefined;
  readonly tags: Tags;
}

function createTopic(
  { name, scope: { region }, functionNames, deadLetterQueueArn }: NotificationsPlan,
  planned: PlannedNotificationTopic,
  { encryptionKeyArn, tags }: TopicInputs,
  parent: pulumi.Resource,
): MadeTopic {
  const { key, topicName, subscriptions } = planned;
  const topic = new sns.Topic(
    `${name}${key}`,
    {
      region,
      name: topicName,
      ...(encryptionKeyArn !== undefined && { kmsMasterKeyId: encryptionKeyArn }),
      policy: planned.policy,
      tags,
    },
    { parent },
  );
  const isInvoking = subscriptions.some(({ protocol }) => protocol === "lambda");
  const permissions = (isInvoking ? functionNames : []).map(
    (functionName) =>
      new lambda.Permission(
        `${name}-${functionName}-permission`,
        {
          region,
          function: functionName,
          action: "lambda:InvokeFunction",
          principal: "sns.amazonaws.com",
          sourceArn: planned.topicArn,
        },
        { parent },
      ),
  );
  for (const { key: end, protocol, endpoint } of subscriptions) {
    new sns.TopicSubscription(
      `${name}-${end}`,
      {
        region,
        topic: topic.arn,
        protocol,
        endpoint,
        ...(protocol === "https" && { endpointAutoConfirms: true }),
        ...(deadLetterQueueArn !== undefined && {
          redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterQueueArn }),
        }),
      },
      { parent, dependsOn: permissions },
    );
  }
  return { planned, topic };
}

type TopicArns = ReadonlyMap<string, pulumi.Input<string>>;

/** Creates the EventBridge rules, and the role that forwards events to other event buses. */
function createEventRules(
  { name, scope, eventRules, busRole, deadLetterQueueArn }: NotificationsPlan,
  arns: TopicArns,
  tags: Tags,
  parent: pulumi.Resource,
): void {
  const { region } = scope;
  const role = busRole && createPlannedRole(`${name}-events-role`, busRole, scope, tags, parent);
  for (const { key, ruleName, description, pattern, targets } of eventRules) {
    const rule = createEventRule(`${name}-${key}`, { region, ruleName, description, pattern, tags }, { parent });
    for (const { arn, ...target } of targets) {
      createEventTarget(
        `${name}-${key}-${target.key}`,
        rule,
        region,
        { ...target, arn: arns.get(arn) ?? arn, deadLetterQueueArn },
        { parent, dependsOn: target.roleArn === undefined ? [] : (role?.ready ?? []) },
      );
    }
  }
}

interface LogTailInputs extends TopicInputs {
  readonly startAfter: pulumi.Input<pulumi.Resource>[];
}

/** Creates the function that sends the last lines of logs, and the rule that invokes it for each failed build. */
function createLogTail(
  { name, scope, deadLetterQueueArn }: NotificationsPlan,
  { functionName, logGroupName, roleName, trust, statements, ruleName, ruleArn, pattern, settings }: LogTailPlan,
  { encryptionKeyArn, startAfter, tags }: LogTailInputs,
  parent: pulumi.Resource,
): void {
  const { region } = scope;
  const description = `Sends the last lines of the logs of failed builds as ${functionName}`;
  const role = createPlannedRole(
    `${name}-log-tail-role`,
    { roleName, description, trust, statements },
    scope,
    tags,
    parent,
  );
  const logGroup = new cloudwatch.LogGroup(
    `${name}-log-tail-logs`,
    {
      region,
      name: logGroupName,
      retentionInDays: LOG_TAIL.retentionInDays,
      ...(encryptionKeyArn !== undefined && { kmsKeyId: encryptionKeyArn }),
      tags,
    },
    // The key's policy names the log group; it is whole once the pipelines exist.
    { parent, dependsOn: startAfter },
  );
  const lambdaFunction = new lambda.Function(
    `${name}-log-tail`,
    {
      region,
      name: functionName,
      description,
      role: role.role.arn,
      runtime: LOG_TAIL.runtime,
      architectures: ["arm64"],
      handler: "index.handler",
      timeout: LOG_TAIL.timeoutSeconds,
      memorySize: LOG_TAIL.memoryMegabytes,
      code: new pulumi.asset.AssetArchive({
        "index.js": new pulumi.asset.FileAsset(join(__dirname, "log-tail-function", "index.js")),
        "settings.json": new pulumi.asset.StringAsset(JSON.stringify(settings)),
      }),
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
      tags,
    },
    { parent, dependsOn: role.ready },
  );
  const permission = new lambda.Permission(
    `${name}-log-tail-permission`,
    {
      region,
      function: lambdaFunction.name,
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: ruleArn,
    },
    { parent },
  );
  const rule = createEventRule(`${name}-log-tail-rule`, { region, ruleName, description, pattern, tags }, { parent });
  createEventTarget(
    `${name}-log-tail-target`,
    rule,
    region,
    { key: "log-tail", arn: lambdaFunction.arn, deadLetterQueueArn },
    { parent, dependsOn: [permission] },
  );
}

function createPlannedRole(
  name: string,
  { statements, ...planned }: PlannedNotificationRole,
  scope: AwsScope,
  tags: Tags,
  parent: pulumi.Resource,
): CreatedRole {
  const policies = rolePolicies(statements, scope.managedPoliciesOnly);
  return createRole(name, { ...planned, policies, settings: scope, tags }, { parent });
}

/** Creates the channels of chats, and returns them as targets of notification rules. */
function createChannels(
  { name, scope, topics, channels, chatRole }: NotificationsPlan,
  arns: TopicArns,
  tags: Tags,
  parent: pulumi.Resource,
): { type: string; address: pulumi.Input<string> }[] {
  if (chatRole === undefined) {
    return [];
  }
  const { role, ready } = createPlannedRole(`${name}-chat-role`, chatRole, scope, tags, parent);
  const snsTopicArns = topics.flatMap(({ key, topicArn }) => (key === "-chat" ? [arns.get(topicArn) ?? topicArn] : []));
  return channels.map((channel) => {
    const common = {
      region: scope.region,
      configurationName: channel.configurationName,
      iamRoleArn: role.arn,
      // AWS lets channels do everything their role may, unless a guardrail says otherwise. These only read messages.
      guardrailPolicyArns: [awsPolicyArn(scope, "AWSDenyAll")],
      loggingLevel: "ERROR",
      ...(snsTopicArns.length > 0 && { snsTopicArns }),
      tags,
    };
    const opts = { parent, dependsOn: ready };
    const { key, channelId } = channel;
    if (channel.kind === "slack") {
      const { chatConfigurationArn: address } = new chatbot.SlackChannelConfiguration(
        `${name}-${key}`,
        { ...common, slackTeamId: channel.workspaceId, slackChannelId: channelId },
        opts,
      );
      return { type: "AWSChatbotSlack", address };
    }
    const { chatConfigurationArn: address } = new chatbot.TeamsChannelConfiguration(
      `${name}-${key}`,
      { ...common, tenantId: channel.tenantId, teamId: channel.teamId, channelId },
      opts,
    );
    return { type: "AWSChatbotMicrosoftTeams", address };
  });
}

/** Statements for the owners of topics and queues, and of the key that a program gives to the component. */
function ownerStatements(
  plan: NotificationsPlan,
  args: PipelineNotificationsArgs | PlannedNotificationsArgs,
): readonly OwnerStatements[] {
  const { encryptionKeyArn } = args;
  const uses = keyUses(plan);
  const isGiven = !("plan" in args) && typeof encryptionKeyArn === "string" && uses.length > 0;
  return isGiven ? [{ arn: encryptionKeyArn, statements: uses }, ...plan.ownerStatements] : plan.ownerStatements;
}

/** Resources that notifications wait for are no inputs: the component would wait for all that they wait for. */
function inputsOf({ startAfter: _, ...inputs }: PipelineNotificationsArgs): pulumi.Inputs {
  return inputs;
}

function planArgs(name: string, args: PipelineNotificationsArgs): NotificationsPlan {
  const { account, region, partition, encryptionKeyArn, startAfter, tags, ...others } = args;
  const { rolePath, permissionsBoundaryArn, managedPoliciesOnly, ...plain } = others;
  const { projectNames = [], environment = name } = plain;
  const scope = scopeOf(args);
  const { value, parts, problems } = readInput(notificationsSchema, { ...plain, projectNames, environment });
  const between = notifyProblems(parts ?? {}, {
    scope,
    hasBuilds: projectNames.length > 0,
    projectNames,
    driftProjectNames: plain.driftProjectNames,
    hasRepositories: plain.repositoryNames !== undefined,
  });
  const read = requireValue(`PipelineNotifications ${name}`, {
    value,
    problems: [
      ...problems,
      ...unlessRefused(problems, between),
      ...scopeProblems(args),
      ...keyInputProblems(encryptionKeyArn),
      ...roleSettingsProblems(roleSettingsOf(args), account),
      ...tagProblems(tags, otherTags),
    ],
  });
  const plan = planNotifications(scope, name, read, read);
  refuse(`PipelineNotifications ${name}`, plan.alarms === undefined ? [] : alarmProblems(plan.alarms));
  return plan;
}
