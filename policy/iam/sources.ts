import { serviceName } from "./principals";

/**
 * How AWS documents the source of a service's calls. `setup` is the service's own page for its role or policy, with a
 * condition on `aws:SourceAccount` or `aws:SourceArn`. `documented` is another page with such a condition.
 */
interface SourcePage {
  readonly in: "setup" | "documented";
  readonly page: string;
}

const docs = "https://docs.aws.amazon.com";

/** Services that assume roles for a resource, by their name in the principal. */
const roleServices: Readonly<Record<string, SourcePage>> = {
  bedrock: setup("/bedrock/latest/userguide/kb-permissions.html"),
  codebuild: setup("/codebuild/latest/userguide/setting-up-service-role.html"),
  ssm: setup("/systems-manager/latest/userguide/automation-setup-iam.html"),
  states: setup("/step-functions/latest/dg/procedure-create-iam-role.html"),
  codepipeline: documented("/IAM/latest/UserGuide/confused-deputy.html"),
  config: documented("/config/latest/developerguide/iamrole-permissions.html"),
  dlm: documented("/ebs/latest/userguide/service-role.html"),
  ecs: documented("/AmazonECS/latest/developerguide/security_iam_service-with-iam.html"),
  "ecs-tasks": documented("/AmazonECS/latest/developerguide/task-iam-roles.html"),
  eks: documented("/eks/latest/userguide/cross-service-confused-deputy-prevention.html"),
  events: documented("/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html"),
  firehose: documented("/firehose/latest/dev/cross-service-confused-deputy-prevention.html"),
  imagebuilder: documented("/imagebuilder/latest/userguide/cross-service-confused-deputy-prevention.html"),
  iot: documented("/iot/latest/developerguide/cross-service-confused-deputy-prevention.html"),
  logs: documented("/AmazonCloudWatch/latest/logs/Subscriptions-confused-deputy.html"),
  "monitoring.rds": documented("/AmazonRDS/latest/UserGuide/cross-service-confused-deputy-prevention.html"),
  personalize: documented("/personalize/latest/dg/cross-service-confused-deputy-prevention.html"),
  pipes: documented("/eventbridge/latest/userguide/eb-pipes-permissions.html"),
  rds: documented("/AmazonRDS/latest/UserGuide/cross-service-confused-deputy-prevention.html"),
  scheduler: documented("/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html"),
  transfer: documented("/transfer/latest/userguide/confused-deputy.html"),
  "vpc-flow-logs": documented("/vpc/latest/userguide/flow-logs-iam-role.html"),
};

/** Services that use other people's buckets, topics, queues and repositories for a resource. */
const resourceServices: Readonly<Record<string, SourcePage>> = {
  budgets: documented("/cost-management/latest/userguide/budgets-sns-policy.html"),
  cloudfront: documented("/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"),
  cloudtrail: documented("/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html"),
  cloudwatch: documented("/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"),
  codebuild: documented("/codebuild/latest/userguide/sample-ecr.html"),
  "codestar-notifications": documented("/dtconsole/latest/userguide/notification-target-create.html"),
  config: documented("/config/latest/developerguide/s3-bucket-policy.html"),
  "delivery.logs": documented("/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html"),
  es: documented("/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html"),
  events: documented("/eventbridge/latest/userguide/eb-use-resource-based.html"),
  lambda: documented("/lambda/latest/dg/images-create.html"),
  "logging.s3": documented("/AmazonS3/latest/userguide/enable-server-access-logging.html"),
  route53: documented("/Route53/latest/DeveloperGuide/query-logs.html"),
  s3: documented("/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html"),
  ses: documented("/ses/latest/dg/receiving-email-permissions.html"),
  sns: documented("/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html"),
};

/** Returns where AWS documents that a service sends the source when it assumes a role, or nothing. */
export function roleSource(principal: string): SourcePage | undefined {
  return pageOf(roleServices, principal);
}

/** Returns where AWS documents that a service sends the source when it uses a resource, or nothing. */
export function resourceSource(principal: string): SourcePage | undefined {
  return pageOf(resourceServices, principal);
}

function pageOf(table: Readonly<Record<string, SourcePage>>, principal: string): SourcePage | undefined {
  const name = serviceName(principal);
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function setup(path: string): SourcePage {
  return { in: "setup", page: `${docs}${path}` };
}

function documented(path: string): SourcePage {
  return { in: "documented", page: `${docs}${path}` };
}
