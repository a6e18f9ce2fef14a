/** A request that creates a resource. */
export interface AwsRequest {
  readonly service: string;
  readonly operation: string;
  /** The inputs of the Pulumi resource in the words of the operation. */
  readonly input: Readonly<Record<string, unknown>>;
}

export type Inputs = Readonly<Record<string, unknown>>;

/** The requests that create resources, by type. A type without a request is not judged. */
export const requests: Readonly<Record<string, (inputs: Inputs) => AwsRequest[]>> = {
  "aws:codebuild/project:Project": (inputs) => [
    {
      service: "codebuild",
      operation: "CreateProject",
      input: {
        ...inputs,
        timeoutInMinutes: inputs.buildTimeout,
        queuedTimeoutInMinutes: inputs.queuedTimeout,
        tags: tagList(inputs.tags, "key", "value"),
      },
    },
  ],
  "aws:codepipeline/pipeline:Pipeline": (inputs) => [
    {
      service: "codepipeline",
      operation: "CreatePipeline",
      input: {
        pipeline: { ...inputs, stages: list(inputs.stages).map(stageOf) },
        tags: tagList(inputs.tags, "key", "value"),
      },
    },
  ],
  "aws:iam/role:Role": ({ name, path, description, assumeRolePolicy, permissionsBoundary, tags }) => [
    {
      service: "iam",
      operation: "CreateRole",
      input: {
        RoleName: name,
        Path: path,
        Description: description,
        AssumeRolePolicyDocument: assumeRolePolicy,
        PermissionsBoundary: permissionsBoundary,
        Tags: tagList(tags, "Key", "Value"),
      },
    },
  ],
  "aws:iam/rolePolicy:RolePolicy": ({ name, role, policy }) => [
    { service: "iam", operation: "PutRolePolicy", input: { PolicyName: name, RoleName: role, PolicyDocument: policy } },
  ],
  "aws:iam/policy:Policy": ({ name, path, description, policy, tags }) => [
    {
      service: "iam",
      operation: "CreatePolicy",
      input: {
        PolicyName: name,
        Path: path,
        Description: description,
        PolicyDocument: policy,
        Tags: tagList(tags, "Key", "Value"),
      },
    },
  ],
  "aws:kms/key:Key": ({ description, tags }) => [
    {
      service: "kms",
      operation: "CreateKey",
      input: { Description: description, Tags: tagList(tags, "TagKey", "TagValue") },
    },
  ],
  "aws:kms/alias:Alias": ({ name, targetKeyId }) => [
    { service: "kms", operation: "CreateAlias", input: { AliasName: customerAlias(name), TargetKeyId: targetKeyId } },
  ],
  "aws:cloudwatch/logGroup:LogGroup": ({ name, kmsKeyId, tags }) => [
    { service: "logs", operation: "CreateLogGroup", input: { logGroupName: name, kmsKeyId, tags } },
  ],
  "aws:cloudwatch/eventRule:EventRule": ({ name, description, eventPattern, scheduleExpression, tags }) => [
    {
      service: "events",
      operation: "PutRule",
      input: {
        Name: name,
        Description: description,
        EventPattern: eventPattern,
        ScheduleExpression: scheduleExpression,
        Tags: tagList(tags, "Key", "Value"),
      },
    },
  ],
  "aws:cloudwatch/eventTarget:EventTarget": ({ rule, targetId, arn, roleArn, inputTransformer, deadLetterConfig }) => [
    {
      service: "events",
      operation: "PutTargets",
      input: {
        Rule: rule,
        Targets: [
          {
            Id: targetId,
            Arn: arn,
            RoleArn: roleArn,
            DeadLetterConfig: deadLetterConfig,
            InputTransformer: transformer(inputTransformer),
          },
        ],
      },
    },
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ name, alarmDescription, dimensions, tags, ...inputs }) => [
    {
      service: "cloudwatch",
      operation: "PutMetricAlarm",
      input: {
        ...inputs,
        AlarmName: name,
        AlarmDescription: alarmDescription,
        Dimensions: tagList(dimensions, "Name", "Value"),
        OKActions: inputs.okActions,
        Tags: tagList(tags, "Key", "Value"),
      },
    },
  ],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": ({ tags, ...inputs }) => [
    {
      service: "cloudwatch",
      operation: "PutCompositeAlarm",
      input: { ...inputs, Tags: tagList(tags, "Key", "Value") },
    },
  ],
  "aws:cloudwatch/dashboard:Dashboard": (inputs) => [
    { service: "cloudwatch", operation: "PutDashboard", input: inputs },
  ],
  "aws:ecr/repository:Repository": ({ name, tags, ...inputs }) => [
    {
      service: "ecr",
      operation: "CreateRepository",
      input: { ...inputs, repositoryName: name, tags: tagList(tags, "Key", "Value") },
    },
  ],
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": ({ repository, policy }) => [
    {
      service: "ecr",
      operation: "PutLifecyclePolicy",
      input: { repositoryName: repository, lifecyclePolicyText: policy },
    },
  ],
  "aws:sns/topic:Topic": ({ name, tags }) => [
    { service: "sns", operation: "CreateTopic", input: { Name: name, Tags: tagList(tags, "Key", "Value") } },
  ],
  "aws:sns/topicSubscription:TopicSubscription": ({ topic, protocol, endpoint }) => [
    { service: "sns", operation: "Subscribe", input: { TopicArn: topic, Protocol: protocol, Endpoint: endpoint } },
  ],
  "aws:codestarnotifications/notificationRule:NotificationRule": ({ targets, ...inputs }) => [
    {
      service: "codestar-notifications",
      operation: "CreateNotificationRule",
      input: {
        ...inputs,
        targets: list(targets).map((target) => {
          const { type, address } = target as Inputs;
          return { TargetType: type, TargetAddress: address };
        }),
      },
    },
  ],
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": ({ tags, ...inputs }) => [
    {
      service: "chatbot",
      operation: "CreateSlackChannelConfiguration",
      input: { ...inputs, Tags: tagList(tags, "TagKey", "TagValue") },
    },
  ],
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": ({ tags, ...inputs }) => [
    {
      service: "chatbot",
      operation: "CreateMicrosoftTeamsChannelConfiguration",
      input: { ...inputs, Tags: tagList(tags, "TagKey", "TagValue") },
    },
  ],
  "aws:lambda/function:Function": ({ name, code, environment, ...inputs }) => [
    {
      service: "lambda",
      operation: "CreateFunction",
      input: { ...inputs, functionName: name, code: {}, environment },
    },
  ],
  "aws:lambda/permission:Permission": (inputs) => [
    {
      service: "lambda",
      operation: "AddPermission",
      input: { ...inputs, functionName: inputs.function, statementId: inputs.statementId ?? "made-by-the-provider" },
    },
  ],
  "aws:codecommit/repository:Repository": ({ description, ...inputs }) => [
    {
      service: "codecommit",
      operation: "CreateRepository",
      input: { ...inputs, repositoryDescription: description },
    },
  ],
  "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate": ({ name, description, content }) => [
    {
      service: "codecommit",
      operation: "CreateApprovalRuleTemplate",
      input: {
        approvalRuleTemplateName: name,
        approvalRuleTemplateDescription: description,
        approvalRuleTemplateContent: content,
      },
    },
  ],
  "aws:codecommit/trigger:Trigger": (inputs) => [
    { service: "codecommit", operation: "PutRepositoryTriggers", input: inputs },
  ],
  "aws:codedeploy/application:Application": ({ name, computePlatform, tags }) => [
    {
      service: "codedeploy",
      operation: "CreateApplication",
      input: { applicationName: name, computePlatform, tags: tagList(tags, "Key", "Value") },
    },
  ],
  "aws:codedeploy/deploymentConfig:DeploymentConfig": ({ trafficRoutingConfig, ...inputs }) => [
    {
      service: "codedeploy",
      operation: "CreateDeploymentConfig",
      input: { ...inputs, trafficRoutingConfig: routing(trafficRoutingConfig) },
    },
  ],
  "aws:codedeploy/deploymentGroup:DeploymentGroup": ({ appName, tags, alarmConfiguration, ec2TagSets, ...inputs }) => [
    {
      service: "codedeploy",
      operation: "CreateDeploymentGroup",
      input: {
        ...inputs,
        applicationName: appName,
        alarmConfiguration: alarmNames(alarmConfiguration),
        ec2TagSet: {
          ec2TagSetList: list(ec2TagSets).map((set) => (set as Inputs).ec2TagFilters),
        },
        onPremisesInstanceTagFilters: inputs.onPremisesInstanceTagFilters,
        tags: tagList(tags, "Key", "Value"),
      },
    },
  ],
  "aws:codebuild/webhook:Webhook": ({ filterGroups, ...inputs }) => [
    {
      service: "codebuild",
      operation: "CreateWebhook",
      input: { ...inputs, filterGroups: list(filterGroups).map((group) => (group as Inputs).filters) },
    },
  ],
  "aws:codebuild/reportGroup:ReportGroup": ({ exportConfig, tags, ...inputs }) => [
    {
      service: "codebuild",
      operation: "CreateReportGroup",
      input: { ...inputs, exportConfig: reportExport(exportConfig), tags: tagList(tags, "key", "value") },
    },
  ],
  "aws:codeartifact/domain:Domain": ({ domain, encryptionKey, tags }) => [
    {
      service: "codeartifact",
      operation: "CreateDomain",
      input: { domain, encryptionKey, tags: tagList(tags, "key", "value") },
    },
  ],
  "aws:codeartifact/repository:Repository": ({ domain, repository, description, tags }) => [
    {
      service: "codeartifact",
      operation: "CreateRepository",
      input: { domain, repository, description, tags: tagList(tags, "key", "value") },
    },
  ],
  "aws:ec2/securityGroup:SecurityGroup": ({ name, vpcId, description }) => [
    {
      service: "ec2",
      operation: "CreateSecurityGroup",
      input: { GroupName: name ?? "made by the provider", VpcId: vpcId, Description: description },
    },
  ],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ vpcId, serviceName, vpcEndpointType, policy }) => [
    {
      service: "ec2",
      operation: "CreateVpcEndpoint",
      input: {
        VpcId: vpcId,
        ServiceName: serviceName,
        VpcEndpointType: vpcEndpointType,
        PolicyDocument: policy,
      },
    },
  ],
  "aws:ec2/flowLog:FlowLog": ({ vpcId, trafficType, logDestinationType }) => [
    {
      service: "ec2",
      operation: "CreateFlowLogs",
      input: {
        ResourceIds: [vpcId],
        ResourceType: "VPC",
        TrafficType: trafficType,
        LogDestinationType: logDestinationType,
      },
    },
  ],
  "aws:codeconnections/connection:Connection": ({ name, tags }) => [
    {
      service: "codeconnections",
      operation: "CreateConnection",
      input: { ConnectionName: name, Tags: tagList(tags, "Key", "Value") },
    },
  ],
};

type Table = Readonly<Record<string, Readonly<Record<string, RegExp>>>>;

/** Inputs for which AWS publishes no pattern in its models, from the pages of the services. */
export const pages: Table = {
  "aws:s3/bucket:Bucket": {
    bucket: /^(?!xn--|sthree-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9](?<!-s3alias|--ol-s3|--x-s3)$/,
  },
  "aws:sns/topic:Topic": { name: /^[A-Za-z0-9_-]{1,256}$/ },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
  "aws:cloudwatch/dashboard:Dashboard": { dashboardName: /^[A-Za-z0-9_-]{1,255}$/ },
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
  "aws:ec2/securityGroup:SecurityGroup": { description: /^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{1,255}$/ },
  // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
  "aws:lambda/function:Function": { name: /^[A-Za-z0-9_-]{1,64}$/ },
  // https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateRepository.html
  "aws:codecommit/repository:Repository": { repositoryName: /^(?!.*\.git$)[\w.-]{1,100}$/ },
};

/** The parts of a transformer, whose template AWS limits. */
function transformer(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { inputPaths, inputTemplate } = value as Inputs;
  return { InputPathsMap: inputPaths, InputTemplate: inputTemplate };
}

/** A routing in the words of the operation. */
function routing(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { type, timeBasedCanary, timeBasedLinear } = value as Inputs;
  const words = (part: unknown, kind: string) => {
    const { percentage, interval } = (part ?? {}) as Inputs;
    return part === undefined ? undefined : { [`${kind}Percentage`]: percentage, [`${kind}Interval`]: interval };
  };
  return {
    type,
    timeBasedCanary: words(timeBasedCanary, "canary"),
    timeBasedLinear: words(timeBasedLinear, "linear"),
  };
}

function alarmNames(value: unknown): unknown {
  const { enabled, alarms } = (value ?? {}) as Inputs;
  return value === undefined ? undefined : { enabled, alarms: list(alarms).map((name) => ({ name })) };
}

function reportExport(value: unknown): unknown {
  const { type, s3Destination } = (value ?? {}) as Inputs;
  return { exportConfigType: type, s3Destination };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A condition in the words of the operation: Pulumi has one, and AWS a list of one. */
function conditionsOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { condition, ...others } = value as Inputs;
  return { ...others, ...(condition !== undefined && { conditions: [condition] }) };
}

/** A stage in the words of the operation: Pulumi lists the names of artifacts, and AWS objects with names. */
function stageOf(stage: unknown): unknown {
  const named = (names: unknown) => list(names).map((name) => ({ name }));
  const { actions, beforeEntry, onSuccess, onFailure, ...others } = stage as Inputs;
  return {
    ...others,
    beforeEntry: conditionsOf(beforeEntry),
    onSuccess: conditionsOf(onSuccess),
    onFailure: conditionsOf(onFailure),
    actions: list(actions).map((action) => {
      const { inputArtifacts, outputArtifacts, category, owner, provider, version, ...rest } = action as Inputs;
      return {
        ...rest,
        actionTypeId: { category, owner, provider, version },
        inputArtifacts: named(inputArtifacts),
        outputArtifacts: named(outputArtifacts),
      };
    }),
  };
}

function tagList(tags: unknown, key: string, value: string): unknown {
  return typeof tags === "object" && tags !== null
    ? Object.entries(tags).map(([name, text]) => ({ [key]: name, [value]: text }))
    : undefined;
}

// The model takes aliases of AWS too, which CreateAlias refuses.
function customerAlias(name: unknown): string {
  return String(name).startsWith("alias/aws/") ? "" : String(name);
}
