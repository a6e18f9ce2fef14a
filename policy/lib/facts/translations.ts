import {
  at,
  fromJson,
  isList,
  isProperties,
  itemsOf,
  type Properties,
  textOf,
  unknownValue,
  type Value,
} from "../../iam/value";
import { hasTemplate, templateResources } from "./templates";

/** A resource of another provider or kind in the form that the rules read. */
export interface Translated {
  readonly type: string;
  readonly props: Properties;
  /** The names that properties have in the program, where they differ. */
  readonly names: Readonly<Record<string, string>>;
  /** The name in the template, for a resource of a CloudFormation template. */
  readonly id?: string;
}

/** Reads a property of a CloudFormation resource type, whether its name starts small (AWS Native) or not (Cloud Control). */
type Read = (name: string) => Value;

/** Property names of a translated type, each with the CloudFormation property that holds its value, or a reader. */
type Mapping = Readonly<Record<string, string | ((read: Read) => Value)>>;

const flagNames = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];

/** A type that rules read, its properties, and the CloudFormation property without which there is no such resource. */
type Translation = readonly [type: string, mapping: Mapping, needs?: string];

const translations: Readonly<Record<string, readonly Translation[]>> = {
  "iam:Role": [
    [
      "aws:iam/role:Role",
      {
        name: "RoleName",
        assumeRolePolicy: "AssumeRolePolicyDocument",
        inlinePolicies: (read) => policiesOf(read("Policies")),
        managedPolicyArns: "ManagedPolicyArns",
        maxSessionDuration: "MaxSessionDuration",
        permissionsBoundary: "PermissionsBoundary",
      },
    ],
  ],
  "iam:ManagedPolicy": [["aws:iam/policy:Policy", { name: "ManagedPolicyName", policy: "PolicyDocument" }]],
  "iam:Policy": [
    ["aws:iam/policy:Policy", { name: "PolicyName", policy: "PolicyDocument" }],
    ["aws:iam/rolePolicy:RolePolicy", { role: (read) => itemsOf(read("Roles"))[0], policy: "PolicyDocument" }, "Roles"],
  ],
  "iam:RolePolicy": [["aws:iam/rolePolicy:RolePolicy", { role: "RoleName", policy: "PolicyDocument" }]],
  "iam:UserPolicy": [["aws:iam/userPolicy:UserPolicy", { user: "UserName", policy: "PolicyDocument" }]],
  "iam:GroupPolicy": [["aws:iam/groupPolicy:GroupPolicy", { group: "GroupName", policy: "PolicyDocument" }]],
  "iam:User": [
    ["aws:iam/user:User", { name: "UserName" }],
    ["aws:iam/userPolicy:UserPolicy", { user: "UserName", policy: (read) => joined(read("Policies")) }, "Policies"],
    [
      "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
      { userName: "UserName", policyArns: "ManagedPolicyArns" },
      "ManagedPolicyArns",
    ],
  ],
  "iam:Group": [
    ["aws:iam/groupPolicy:GroupPolicy", { group: "GroupName", policy: (read) => joined(read("Policies")) }, "Policies"],
    [
      "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
      { groupName: "GroupName", policyArns: "ManagedPolicyArns" },
      "ManagedPolicyArns",
    ],
  ],
  "sso:PermissionSet": [
    ["aws:iam/policy:Policy", { name: "Name", policy: "InlinePolicy" }, "InlinePolicy"],
    [
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      { roleName: "Name", policyArns: "ManagedPolicies" },
      "ManagedPolicies",
    ],
  ],
  "s3:Bucket": [
    [
      "aws:s3/bucket:Bucket",
      {
        bucket: "BucketName",
        acl: (read) => cannedAcl(read("AccessControl")),
        serverSideEncryptionConfiguration: (read) => bucketEncryption(read("BucketEncryption")),
        versioning: (read) =>
          map(read("VersioningConfiguration"), (value) => ({ enabled: inner(value, "Status") === "Enabled" })),
        objectLockEnabled: "ObjectLockEnabled",
      },
    ],
    [
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      { bucket: "BucketName", ...publicAccessFlags((read) => read("PublicAccessBlockConfiguration")) },
    ],
    [
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      {
        bucket: "BucketName",
        rule: (read) => map(inner(read("OwnershipControls"), "Rules"), (rules) => rename(itemsOf(rules)[0])),
      },
      "OwnershipControls",
    ],
    [
      "aws:s3/bucketLogging:BucketLogging",
      {
        bucket: "BucketName",
        targetBucket: (read) => inner(read("LoggingConfiguration"), "DestinationBucketName"),
        targetPrefix: (read) => inner(read("LoggingConfiguration"), "LogFilePrefix"),
      },
      "LoggingConfiguration",
    ],
    [
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      {
        bucket: "BucketName",
        rules: (read) =>
          map(inner(read("LifecycleConfiguration"), "Rules"), (rules) => itemsOf(rules).map(lifecycleRule)),
      },
      "LifecycleConfiguration",
    ],
  ],
  "s3:BucketPolicy": [["aws:s3/bucketPolicy:BucketPolicy", { bucket: "Bucket", policy: "PolicyDocument" }]],
  "s3:AccessPoint": [
    [
      "aws:s3/accessPoint:AccessPoint",
      {
        bucket: "Bucket",
        policy: "Policy",
        publicAccessBlockConfiguration: (read) => flagsOf(read("PublicAccessBlockConfiguration")),
      },
    ],
  ],
  "ec2:SecurityGroup": [
    [
      "aws:ec2/securityGroup:SecurityGroup",
      {
        name: "GroupName",
        description: "GroupDescription",
        ingress: (read) => map(read("SecurityGroupIngress"), (rules) => itemsOf(rules).map(securityGroupRule)),
        egress: (read) => map(read("SecurityGroupEgress"), (rules) => itemsOf(rules).map(securityGroupRule)),
      },
    ],
  ],
  "ec2:SecurityGroupIngress": [
    [
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      {
        cidrIpv4: "CidrIp",
        cidrIpv6: "CidrIpv6",
        fromPort: "FromPort",
        toPort: "ToPort",
        ipProtocol: "IpProtocol",
        description: "Description",
      },
    ],
  ],
  "kms:Key": [
    [
      "aws:kms/key:Key",
      {
        policy: "KeyPolicy",
        enableKeyRotation: "EnableKeyRotation",
        description: "Description",
        deletionWindowInDays: "PendingWindowInDays",
        isEnabled: "Enabled",
        customerMasterKeySpec: "KeySpec",
        keyUsage: "KeyUsage",
        bypassPolicyLockoutSafetyCheck: "BypassPolicyLockoutSafetyCheck",
      },
    ],
  ],
  "kms:ReplicaKey": [["aws:kms/replicaKey:ReplicaKey", { policy: "KeyPolicy" }]],
  "sns:Topic": [["aws:sns/topic:Topic", { name: "TopicName", kmsMasterKeyId: "KmsMasterKeyId" }]],
  "sns:TopicPolicy": [
    ["aws:sns/topicPolicy:TopicPolicy", { arn: (read) => itemsOf(read("Topics"))[0], policy: "PolicyDocument" }],
  ],
  "sns:TopicInlinePolicy": [["aws:sns/topicPolicy:TopicPolicy", { arn: "TopicArn", policy: "PolicyDocument" }]],
  "sqs:Queue": [
    [
      "aws:sqs/queue:Queue",
      { name: "QueueName", kmsMasterKeyId: "KmsMasterKeyId", sqsManagedSseEnabled: "SqsManagedSseEnabled" },
    ],
  ],
  "sqs:QueuePolicy": [
    ["aws:sqs/queuePolicy:QueuePolicy", { queueUrl: (read) => itemsOf(read("Queues"))[0], policy: "PolicyDocument" }],
  ],
  "sqs:QueueInlinePolicy": [["aws:sqs/queuePolicy:QueuePolicy", { queueUrl: "Queue", policy: "PolicyDocument" }]],
  "ecr:Repository": [
    [
      "aws:ecr/repository:Repository",
      {
        name: "RepositoryName",
        imageTagMutability: "ImageTagMutability",
        encryptionConfigurations: (read) => rename(read("EncryptionConfiguration")),
        imageScanningConfiguration: (read) => rename(read("ImageScanningConfiguration")),
      },
    ],
    ["aws:ecr/repositoryPolicy:RepositoryPolicy", { repository: "RepositoryName", policy: "RepositoryPolicyText" }],
  ],
  "ecr:RegistryPolicy": [["aws:ecr/registryPolicy:RegistryPolicy", { policy: "PolicyText" }]],
  "codeartifact:Domain": [
    ["aws:codeartifact/domain:Domain", { domain: "DomainName", encryptionKey: "EncryptionKey" }],
    [
      "aws:codeartifact/domainPermissions:DomainPermissions",
      { domain: "DomainName", policyDocument: "PermissionsPolicyDocument" },
      "PermissionsPolicyDocument",
    ],
  ],
  "codeartifact:Repository": [
    [
      "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy",
      { repository: "RepositoryName", policyDocument: "PermissionsPolicyDocument" },
      "PermissionsPolicyDocument",
    ],
  ],
  "lambda:LayerVersionPermission": [
    [
      "aws:lambda/layerVersionPermission:LayerVersionPermission",
      {
        action: "Action",
        layerName: "LayerVersionArn",
        principal: "Principal",
        organizationId: "OrganizationId",
      },
    ],
  ],
  "lambda:Permission": [
    [
      "aws:lambda/permission:Permission",
      {
        action: "Action",
        function: "FunctionName",
        principal: "Principal",
        principalOrgId: "PrincipalOrgId",
        sourceArn: "SourceArn",
        sourceAccount: "SourceAccount",
        functionUrlAuthType: "FunctionUrlAuthType",
      },
    ],
  ],
  "lambda:Function": [
    [
      "aws:lambda/function:Function",
      {
        name: "FunctionName",
        role: "Role",
        kmsKeyArn: "KmsKeyArn",
        environment: (read) => ({ variables: inner(read("Environment"), "Variables") }),
      },
    ],
  ],
  "lambda:Url": [
    ["aws:lambda/functionUrl:FunctionUrl", { functionName: "TargetFunctionArn", authorizationType: "AuthType" }],
  ],
  "logs:LogGroup": [
    [
      "aws:cloudwatch/logGroup:LogGroup",
      { name: "LogGroupName", retentionInDays: "RetentionInDays", kmsKeyId: "KmsKeyId" },
    ],
  ],
  "logs:ResourcePolicy": [
    [
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
      { policyName: "PolicyName", policyDocument: "PolicyDocument" },
    ],
  ],
  "logs:Destination": [
    [
      "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
      { destinationName: "DestinationName", accessPolicy: "DestinationPolicy" },
    ],
  ],
  "events:EventBusPolicy": [
    [
      "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
      {
        eventBusName: "EventBusName",
        policy: (read) => map(read("Statement"), (statement) => ({ Statement: [statement] })),
      },
    ],
  ],
  "events:EventBus": [
    ["aws:cloudwatch/eventBusPolicy:EventBusPolicy", { eventBusName: "Name", policy: "Policy" }, "Policy"],
  ],
  "chatbot:SlackChannelConfiguration": [
    [
      "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
      { iamRoleArn: "IamRoleArn", guardrailPolicyArns: "GuardrailPolicies" },
    ],
  ],
  "chatbot:MicrosoftTeamsChannelConfiguration": [
    [
      "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
      { iamRoleArn: "IamRoleArn", guardrailPolicyArns: "GuardrailPolicies" },
    ],
  ],
  "scheduler:Schedule": [
    ["aws:scheduler/schedule:Schedule", { name: "Name", target: (read) => rename(read("Target")) }],
  ],
  "stepfunctions:StateMachine": [
    [
      "aws:sfn/stateMachine:StateMachine",
      {
        name: "StateMachineName",
        roleArn: "RoleArn",
        definition: (read) => read("DefinitionString") ?? map(read("Definition"), jsonOf),
      },
    ],
  ],
  "ecs:TaskDefinition": [
    [
      "aws:ecs/taskDefinition:TaskDefinition",
      { family: "Family", containerDefinitions: (read) => map(rename(read("ContainerDefinitions")), jsonOf) },
    ],
  ],
  "ssm:Parameter": [["aws:ssm/parameter:Parameter", { name: "Name", type: "Type", value: "Value" }]],
  "secretsmanager:Secret": [["aws:secretsmanager/secret:Secret", { name: "Name", kmsKeyId: "KmsKeyId" }]],
  "cloudtrail:Trail": [
    [
      "aws:cloudtrail/trail:Trail",
      {
        name: "TrailName",
        kmsKeyId: (read) => read("KMSKeyId") ?? read("KmsKeyId"),
        enableLogFileValidation: "EnableLogFileValidation",
        enableLogging: "IsLogging",
        isMultiRegionTrail: "IsMultiRegionTrail",
      },
    ],
  ],
  "secretsmanager:ResourcePolicy": [
    ["aws:secretsmanager/secretPolicy:SecretPolicy", { secretArn: "SecretId", policy: "ResourcePolicy" }],
  ],
  "codepipeline:Pipeline": [
    [
      "aws:codepipeline/pipeline:Pipeline",
      {
        name: "Name",
        roleArn: "RoleArn",
        pipelineType: "PipelineType",
        executionMode: "ExecutionMode",
        artifactStores: (read) => rename(read("ArtifactStores") ?? read("ArtifactStore")),
        variables: (read) => rename(read("Variables")),
        stages: (read) => itemsOf(read("Stages")).map(stageOf),
      },
    ],
  ],
  "codebuild:Project": [
    [
      "aws:codebuild/project:Project",
      {
        name: "Name",
        serviceRole: "ServiceRole",
        encryptionKey: "EncryptionKey",
        environment: (read) => rename(read("Environment")),
        source: (read) => projectSource(read("Source")),
        artifacts: (read) => rename(read("Artifacts")),
        logsConfig: (read) => rename(read("LogsConfig")),
        projectVisibility: "Visibility",
        resourceAccessRole: "ResourceAccessRole",
        buildTimeout: "TimeoutInMinutes",
        vpcConfig: (read) => rename(read("VpcConfig")),
      },
    ],
    [
      "aws:codebuild/webhook:Webhook",
      {
        projectName: "Name",
        filterGroups: (read) =>
          map(inner(read("Triggers"), "FilterGroups"), (groups) =>
            itemsOf(groups).map((filters) => ({ filters: rename(filters) })),
          ),
      },
      "Triggers",
    ],
  ],
};

/** Resources of AWS's classic provider that hold what another type holds as well, with the names of their properties. */
const classic: Readonly<Record<string, readonly [type: string, names: Readonly<Record<string, string>>]>> = {
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": [
    "aws:iam/policy:Policy",
    { policy: "inlinePolicy" },
  ],
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": [
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    { policyArn: "managedPolicyArn" },
  ],
  "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy": [
    "aws:s3control/accessPointPolicy:AccessPointPolicy",
    { policy: "policy" },
  ],
  "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy": [
    "aws:s3control/accessPointPolicy:AccessPointPolicy",
    { policy: "details.policy" },
  ],
};

/** Type token of the resource through which the classic provider makes every CloudFormation type. */
export const cloudControlType = "aws:cloudcontrol/resource:Resource";

/** Whether a resource is one that the rules read in another form. */
export function isTranslated(type: string): boolean {
  return (
    type.startsWith("aws-native:") || type === cloudControlType || hasTemplate(type) || Object.hasOwn(classic, type)
  );
}

/** Whether rules read a type in another form, as they do `aws-native:s3:Bucket`. */
export function hasTranslation(type: string): boolean {
  return Object.hasOwn(classic, type) || Object.hasOwn(translations, nativeName(type));
}

/** The forms of a resource that the rules read. */
export function translated(type: string, props: Properties): Translated[] {
  const [target, names = {}] = classic[type] ?? [];
  if (target !== undefined) {
    const renamed = Object.entries(names).map(([name, own]) => [name, at(props, ...own.split("."))] as const);
    return [{ type: target, props: { ...props, ...Object.fromEntries(renamed) }, names }];
  }
  if (hasTemplate(type)) {
    return (templateResources(props) ?? []).flatMap((resource) => {
      const name = cloudFormationName(resource.type);
      return formsOf(name, (property) => inner(resource.properties, property), false).map((form) => ({
        ...form,
        names: {},
        id: resource.id,
      }));
    });
  }
  const isCloudControl = type === cloudControlType;
  const name = isCloudControl ? cloudFormationName(props.typeName) : nativeName(type);
  const source: Value = isCloudControl ? fromJson(props.desiredState) : props;
  return formsOf(name, (property) => inner(source, property), isCloudControl);
}

/** Whether rules read resources of a CloudFormation type, as `AWS::IAM::Role`. */
export function readsTemplateType(type: string): boolean {
  return Object.hasOwn(translations, cloudFormationName(type));
}

function formsOf(name: string, read: Read, isCloudControl: boolean): Translated[] {
  return (translations[name] ?? [])
    .filter(([, , needs]) => needs === undefined || read(needs) !== undefined)
    .map(([as, mapping]) => ({ type: as, ...mapped(mapping, read, isCloudControl) }));
}

function mapped(mapping: Mapping, read: Read, isCloudControl: boolean): Omit<Translated, "type"> {
  const names: Record<string, string> = {};
  const entries = Object.entries(mapping).map(([name, from]) => {
    if (typeof from === "string") {
      names[name] = isCloudControl ? `desiredState.${from}` : small(from);
    }
    return [name, typeof from === "string" ? read(from) : from(read)] as const;
  });
  return { props: Object.fromEntries(entries.filter(([, value]) => value !== undefined)), names };
}

/** `iam:Role` of `aws-native:iam:Role`. */
function nativeName(type: string): string {
  return type.replace(/^aws-native:/, "");
}

/** `iam:Role` of `AWS::IAM::Role`. */
function cloudFormationName(type: Value): string {
  const [, service = "", name = ""] = textOf(type).split("::");
  return `${service.toLowerCase()}:${name}`;
}

function small(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function inner(owner: Value, name: string): Value {
  if (owner === unknownValue) {
    return unknownValue;
  }
  return isProperties(owner) ? (owner[name] ?? owner[small(name)]) : undefined;
}

function map(value: Value, change: (value: Value) => Value): Value {
  return value === undefined || value === unknownValue ? value : change(value);
}

/** The same with property names that start small, at every depth. */
function rename(value: Value): Value {
  if (isList(value)) {
    return value.map(rename);
  }
  return value !== unknownValue && isProperties(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [small(name), rename(each)]))
    : value;
}

function policiesOf(policies: Value): Value {
  return map(policies, (list) =>
    itemsOf(list).map((each) => ({ name: inner(each, "PolicyName"), policy: inner(each, "PolicyDocument") })),
  );
}

/** One document with the statements of all inline policies of a user or group. */
function joined(policies: Value): Value {
  return map(policies, (list) => ({
    Statement: itemsOf(list).flatMap((each) => itemsOf(at(fromJson(inner(each, "PolicyDocument")), "Statement"))),
  }));
}

/** The text of a value, or unknown where a part of it is. */
function jsonOf(value: Value): Value {
  return hasUnknown(value) ? unknownValue : JSON.stringify(value);
}

function hasUnknown(value: Value): boolean {
  if (value === unknownValue) {
    return true;
  }
  return isList(value) ? value.some(hasUnknown) : isProperties(value) && Object.values(value).some(hasUnknown);
}

/** A rule of a security group, whose CloudFormation form has one range. */
function securityGroupRule(rule: Value): Value {
  return map(rule, (value) => ({
    protocol: inner(value, "IpProtocol"),
    fromPort: inner(value, "FromPort"),
    toPort: inner(value, "ToPort"),
    cidrBlocks: itemsOf(inner(value, "CidrIp")),
    ipv6CidrBlocks: itemsOf(inner(value, "CidrIpv6")),
    description: inner(value, "Description"),
  }));
}

/** `public-read` of CloudFormation's `PublicRead`. */
function cannedAcl(acl: Value): Value {
  return typeof acl === "string" ? acl.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase() : acl;
}

function bucketEncryption(encryption: Value): Value {
  return map(encryption, (value) => {
    const rules = map(inner(value, "ServerSideEncryptionConfiguration"), (list) => itemsOf(list)[0]);
    return map(rules, (rule) => {
      const block = inner(rule, "ServerSideEncryptionByDefault");
      return {
        rule: {
          bucketKeyEnabled: inner(rule, "BucketKeyEnabled"),
          applyServerSideEncryptionByDefault: map(block, (each) => ({
            sseAlgorithm: inner(each, "SSEAlgorithm") ?? inner(each, "SseAlgorithm"),
            kmsMasterKeyId: inner(each, "KMSMasterKeyID") ?? inner(each, "KmsMasterKeyId"),
          })),
        },
      };
    });
  });
}

function publicAccessFlags(block: (read: Read) => Value): Mapping {
  return Object.fromEntries(flagNames.map((flag) => [small(flag), (read: Read) => inner(block(read), flag)]));
}

function flagsOf(block: Value): Value {
  return map(block, (value) => Object.fromEntries(flagNames.map((flag) => [small(flag), inner(value, flag)])));
}

function lifecycleRule(rule: Value): Value {
  return map(rule, (value) => {
    const days = inner(value, "ExpirationInDays");
    const renamed = rename(value);
    return renamed !== undefined && renamed !== unknownValue && isProperties(renamed)
      ? { ...renamed, ...(days === undefined ? {} : { expiration: { days } }) }
      : renamed;
  });
}

/** The rules of all conditions of a stage at one moment, as one condition. */
function conditionOf(stage: Value, moment: string): Value {
  return map(inner(stage, moment), (value) => ({
    result: inner(value, "Result"),
    condition: {
      result: inner(itemsOf(inner(value, "Conditions"))[0], "Result"),
      rules: itemsOf(inner(value, "Conditions")).flatMap((condition) => itemsOf(rename(inner(condition, "Rules")))),
    },
  }));
}

function stageOf(stage: Value): Value {
  return map(stage, (value) => ({
    name: inner(value, "Name"),
    beforeEntry: conditionOf(value, "BeforeEntry"),
    onSuccess: conditionOf(value, "OnSuccess"),
    onFailure: conditionOf(value, "OnFailure"),
    actions: itemsOf(inner(value, "Actions")).map((action) => {
      const type = inner(action, "ActionTypeId");
      return {
        name: inner(action, "Name"),
        runOrder: inner(action, "RunOrder"),
        roleArn: inner(action, "RoleArn"),
        region: inner(action, "Region"),
        configuration: inner(action, "Configuration"),
        commands: inner(action, "Commands"),
        timeoutInMinutes: inner(action, "TimeoutInMinutes"),
        category: inner(type, "Category"),
        owner: inner(type, "Owner"),
        provider: inner(type, "Provider"),
        version: inner(type, "Version"),
      };
    }),
  }));
}

function projectSource(source: Value): Value {
  return map(source, (value) => ({
    type: inner(value, "Type"),
    location: inner(value, "Location"),
    buildspec: inner(value, "BuildSpec"),
    insecureSsl: inner(value, "InsecureSsl"),
  }));
}
