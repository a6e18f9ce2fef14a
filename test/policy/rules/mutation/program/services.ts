import { account, arn, documentOf, keyArn, resource, roleArn } from "./resource";

/** Images, logs, events, functions and secrets. */
export const services = [
  resource(
    "images",
    "ecr/repository:Repository",
    {
      name: "shop",
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: keyArn }],
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
    },
    { protect: true },
  ),
  resource("images", "ecr/repositoryPolicy:RepositoryPolicy", {
    repository: "shop",
    policy: documentOf({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::210987654321:role/reader" },
      Action: "ecr:BatchGetImage",
    }),
  }),
  resource("registry", "ecr/registryPolicy:RegistryPolicy", {
    policy: documentOf({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::210987654321:role/copier" },
      Action: "ecr:ReplicateImage",
      Resource: arn("ecr", "repository/shop"),
    }),
  }),
  resource("registry", "ecr/registryScanningConfiguration:RegistryScanningConfiguration", {
    scanType: "BASIC",
    rules: [],
  }),
  resource("images", "ecr/lifecyclePolicy:LifecyclePolicy", {
    repository: "shop",
    policy: JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
          action: { type: "expire" },
        },
      ],
    }),
  }),
  resource("events", "cloudwatch/logResourcePolicy:LogResourcePolicy", {
    policyName: "events",
    policyDocument: documentOf({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: arn("logs", "log-group:/aws/events/shop:*"),
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    }),
  }),
  resource("archive", "cloudwatch/logDestinationPolicy:LogDestinationPolicy", {
    destinationName: "archive",
    accessPolicy: documentOf({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::210987654321:role/reader" },
      Action: "logs:PutSubscriptionFilter",
      Resource: arn("logs", "destination:archive"),
    }),
  }),
  resource("docker", "secretsmanager/secretPolicy:SecretPolicy", {
    secretArn: arn("secretsmanager", "secret:shop/docker-AbCdEf"),
    policy: documentOf({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::210987654321:role/reader" },
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
    }),
  }),
  resource("catalog", "glue/resourcePolicy:ResourcePolicy", {
    policy: documentOf({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::210987654321:role/reader" },
      Action: "glue:GetTable",
      Resource: arn("glue", "table/shop/orders"),
    }),
  }),
  ...[
    "backup/vaultPolicy:VaultPolicy",
    "dynamodb/resourcePolicy:ResourcePolicy",
    "kinesis/resourcePolicy:ResourcePolicy",
  ].map((type) =>
    resource("orders", type, {
      policy: documentOf({
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::210987654321:role/reader" },
        Action: `${type.split("/")[0]}:Describe*`,
        Resource: "*",
      }),
    }),
  ),
  resource("library", "lambda/layerVersionPermission:LayerVersionPermission", {
    layerName: "library",
    versionNumber: 1,
    statementId: "team",
    action: "lambda:GetLayerVersion",
    principal: "210987654321",
  }),
  resource("shop", "ecs/taskDefinition:TaskDefinition", {
    family: "shop",
    containerDefinitions: JSON.stringify([
      {
        name: "shop",
        environment: [{ name: "STAGE", value: "prod" }],
        secrets: [{ name: "DB_PASSWORD", valueFrom: "x" }],
      },
    ]),
  }),
  resource("builds", "cloudwatch/logGroup:LogGroup", {
    name: "/aws/codebuild/shop-image",
    kmsKeyId: keyArn,
    retentionInDays: 365,
  }),
  resource("errors", "cloudwatch/metricAlarm:MetricAlarm", {
    name: "shop-errors",
    actionsEnabled: true,
    alarmActions: [arn("sns", "shop-approvals")],
  }),
  resource("failures", "cloudwatch/eventRule:EventRule", {
    name: "shop-failures",
    eventPattern: JSON.stringify({
      source: ["aws.codepipeline"],
      "detail-type": ["CodePipeline Pipeline Execution State Change"],
      detail: { state: ["FAILED"] },
    }),
  }),
  resource("start", "cloudwatch/eventTarget:EventTarget", {
    rule: "shop-schedule",
    arn: arn("codepipeline", "shop-release"),
    roleArn: roleArn("shop-start"),
    deadLetterConfig: { arn: arn("sqs", "shop-lost") },
  }),
  resource("shared", "cloudwatch/eventBusPolicy:EventBusPolicy", {
    eventBusName: "shop",
    policy: documentOf({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::210987654321:role/sender" },
      Action: "events:PutEvents",
      Resource: arn("events", "event-bus/shop"),
    }),
  }),
  resource("shared", "cloudwatch/eventPermission:EventPermission", {
    principal: "210987654321",
    statementId: "neighbour",
  }),
  resource("account", "cloudtrail/trail:Trail", {
    name: "account",
    s3BucketName: "shop-logs",
    kmsKeyId: keyArn,
    enableLogFileValidation: true,
    isMultiRegionTrail: true,
    enableLogging: true,
  }),
  resource("smoke", "lambda/function:Function", {
    name: "shop-smoke",
    role: roleArn("shop-smoke"),
    kmsKeyArn: keyArn,
    environment: { variables: { STAGE: "prod" } },
    tracingConfig: { mode: "Active" },
  }),
  resource("smoke", "lambda/functionUrl:FunctionUrl", { functionName: "shop-smoke", authorizationType: "AWS_IAM" }),
  resource("smoke", "lambda/permission:Permission", {
    function: "shop-smoke",
    action: "lambda:InvokeFunction",
    principal: "events.amazonaws.com",
    sourceArn: arn("events", "rule/shop-failures"),
    sourceAccount: account,
  }),
  resource("docker", "secretsmanager/secret:Secret", { name: "shop/docker", kmsKeyId: keyArn }),
  resource("docker", "secretsmanager/secretRotation:SecretRotation", {
    secretId: "shop/docker",
    rotationRules: { automaticallyAfterDays: 30 },
  }),
  resource("docker", "ssm/parameter:Parameter", {
    name: "/shop/docker/password",
    type: "SecureString",
    keyId: keyArn,
  }),
  resource("network", "cloudformation/stack:Stack", {
    name: "shop-network",
    iamRoleArn: roleArn("shop-deploy"),
    notificationArns: [arn("sns", "shop-approvals")],
    templateBody: "Resources: {}",
  }),
  resource("approvers", "chatbot/slackChannelConfiguration:SlackChannelConfiguration", {
    configurationName: "shop-approvers",
    iamRoleArn: roleArn("shop-chat"),
    slackChannelId: "C0123456789",
    slackTeamId: "T0123456789",
    guardrailPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll"],
  }),
  resource("approvers", "chatbot/teamsChannelConfiguration:TeamsChannelConfiguration", {
    configurationName: "shop-approvers",
    iamRoleArn: roleArn("shop-chat"),
    channelId: "19%3aab%40thread.tacv2",
    teamId: "74361522-da01-538d-aa2e-ac7918c6bb92",
    tenantId: "74361522-da01-538d-aa2e-ac7918c6bb93",
    guardrailPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll"],
  }),
  resource("recorder", "cfg/recorderStatus:RecorderStatus", { name: "default", isEnabled: true }),
  resource("threats", "guardduty/detector:Detector", { enable: true }),
];
