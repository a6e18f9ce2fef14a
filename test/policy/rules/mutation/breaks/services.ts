import { arn, documentOf } from "../program/resource";
import { type Breaks, on, without } from "./break";

const repository = "ecr/repository:Repository images";
const logGroup = "cloudwatch/logGroup:LogGroup builds";
const alarm = "cloudwatch/metricAlarm:MetricAlarm errors";
const trail = "cloudtrail/trail:Trail account";
const smoke = "lambda/function:Function smoke";
const permission = "lambda/permission:Permission smoke";
const group = "ec2/securityGroup:SecurityGroup builds";

export const serviceBreaks: Breaks = {
  "alarm-actions-enabled": on(alarm, { actionsEnabled: false }),
  "alarm-has-action": on(alarm, { alarmActions: [] }),
  "audit-log-no-tampering": {
    ...on(trail, { enableLogging: false }),
    also: { "cloudtrail-multi-region": "it wants the trail to be on, too" },
  },
  "chatbot-guardrails": on("chatbot/slackChannelConfiguration:SlackChannelConfiguration approvers", {
    guardrailPolicyArns: undefined,
  }),
  "cfn-stack-notifications": on("cloudformation/stack:Stack network", { notificationArns: undefined }),
  "cfn-stack-role": on("cloudformation/stack:Stack network", { iamRoleArn: undefined }),
  "cloudtrail-cmk": on(trail, { kmsKeyId: undefined }),
  "cloudtrail-log-validation": on(trail, { enableLogFileValidation: false }),
  "cloudtrail-multi-region": on(trail, { isMultiRegionTrail: false }),
  "ecr-cmk": on(repository, { "encryptionConfigurations[0].kmsKey": undefined }),
  "ecr-immutable-tags": on(repository, { imageTagMutability: "MUTABLE" }),
  "ecr-kms": on(repository, { "encryptionConfigurations[0].encryptionType": "AES256" }),
  "ecr-lifecycle": without("ecr/lifecyclePolicy:LifecyclePolicy images"),
  "ecr-no-public-policy": on("ecr/repositoryPolicy:RepositoryPolicy images", {
    policy: documentOf({ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" }),
  }),
  "ecr-scan-on-push": on(repository, { "imageScanningConfiguration.scanOnPush": false }),
  "ecs-no-plaintext-secrets": on("ecs/taskDefinition:TaskDefinition shop", {
    containerDefinitions: JSON.stringify([{ name: "shop", environment: [{ name: "DB_PASSWORD", value: "hunter2" }] }]),
  }),
  "events-bus-no-public-policy": on("cloudwatch/eventPermission:EventPermission shared", { principal: "*" }),
  "events-target-dlq": on("cloudwatch/eventTarget:EventTarget start", { deadLetterConfig: undefined }),
  "events-target-role-scoped": on("iam/policy:Policy start", {
    policy: documentOf({
      Effect: "Allow",
      Action: ["codepipeline:StartPipelineExecution", "codepipeline:RetryStageExecution"],
      Resource: [arn("codepipeline", "shop-release"), arn("codepipeline", "shop-release/*")],
    }),
  }),
  "lambda-env-cmk": on(smoke, { kmsKeyArn: undefined }),
  "lambda-no-plaintext-credentials": on(smoke, { "environment.variables": { AWS_SECRET_ACCESS_KEY: "x" } }),
  "lambda-no-public-permission": on(permission, { principal: "*" }),
  "data-no-public-policy": on("glue/resourcePolicy:ResourcePolicy catalog", {
    policy: documentOf({ Effect: "Allow", Principal: "*", Action: "glue:GetTable", Resource: "*" }),
  }),
  "lambda-permission-scoped": on(permission, { sourceArn: undefined, sourceAccount: undefined }),
  "lambda-tracing": on(smoke, { tracingConfig: undefined }),
  "lambda-url-auth": on("lambda/functionUrl:FunctionUrl smoke", { authorizationType: "NONE" }),
  "logs-cmk": on(logGroup, { kmsKeyId: undefined }),
  "logs-retention": on(logGroup, { retentionInDays: undefined }),
  "logs-retention-one-year": on(logGroup, { retentionInDays: 30 }),
  "logs-no-public-policy": on("cloudwatch/logResourcePolicy:LogResourcePolicy events", {
    policyDocument: documentOf({ Effect: "Allow", Principal: "*", Action: "logs:PutLogEvents", Resource: "*" }),
  }),
  "secret-cmk": on("secretsmanager/secret:Secret docker", { kmsKeyId: undefined }),
  "secret-no-public-policy": on("secretsmanager/secretPolicy:SecretPolicy docker", {
    policy: documentOf({ Effect: "Allow", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" }),
  }),
  "secret-rotation": without("secretsmanager/secretRotation:SecretRotation docker"),
  "sg-description": on(group, { description: "Managed by Pulumi" }),
  "sg-no-any-port-public-ingress": on("ec2/securityGroupRule:SecurityGroupRule builds", {
    protocol: "-1",
    fromPort: 0,
    toPort: 0,
    cidrBlocks: ["0.0.0.0/0"],
  }),
  "sg-no-public-ingress": on("vpc/securityGroupIngressRule:SecurityGroupIngressRule builds", {
    cidrIpv4: "0.0.0.0/0",
    fromPort: 22,
    toPort: 22,
  }),
  "sg-restricted-egress": on("vpc/securityGroupEgressRule:SecurityGroupEgressRule builds", {
    ipProtocol: "-1",
    fromPort: undefined,
    toPort: undefined,
  }),
  "ssm-secure-string": on("ssm/parameter:Parameter docker", { type: "String" }),
  "subnet-no-public-ip": on("ec2/subnet:Subnet builds", { mapPublicIpOnLaunch: true }),
  "vpc-default-sg-closed": on("ec2/defaultSecurityGroup:DefaultSecurityGroup builds", {
    ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }],
  }),
  "vpc-flow-logs": without("ec2/flowLog:FlowLog builds"),
};
