import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as pulumi from "@pulumi/pulumi";
import { type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import { sizeProblems } from "../iam/limits";
import { readInput } from "../schema/lenient";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { createKey } from "../storage/key";
import { createLoggedBucket } from "../storage/logged-bucket";
import {
  type AuditTrailPlan,
  type AuditTrailSettings,
  auditTrailProblems,
  auditTrailSchema,
  planAuditTrail,
} from "./audit-trail-plan";
import { createEventRule, createEventTarget } from "./event-rule";

/** The arguments of {@link AuditTrail}. */
export interface AuditTrailArgs extends ScopeArgs {
  /** Names of the pipelines, at least one: the pipeline of a gate among them. */
  pipelineNames: string[];
  /**
   * Names of the build projects of the pipelines.
   * @default - none
   */
  projectNames?: string[] | undefined;
  /**
   * ARNs of the roles of the pipelines and builds: who passes and who changes them. IAM reports changes to one region of a
   * partition, `us-east-1` in `aws`: elsewhere nobody is told of changes.
   * @default - none
   */
  roleArns?: string[] | undefined;
  /**
   * ARNs of keys of this account and region: who changes them, and who but the given roles uses them.
   * @default - none
   */
  keyArns?: string[] | undefined;
  /**
   * Names of buckets whose objects the trail watches: artifact stores, S3 sources, the state of a gate. AWS bills each
   * call on their objects.
   * @default - none
   */
  bucketNames?: string[] | undefined;
  /**
   * ARNs of the roles and users that administer the trail, the role that runs Pulumi among them. They alone change the
   * protection of its bucket, and read its files. A role of the watched stack is none of them.
   */
  administratorArns: string[];
  /** ARNs of 1 to 5 topics of this account and region. The preview prints the statement that each topic policy needs. */
  topicArns: string[];
  /**
   * The name of the bucket of the trail.
   * @default - the name of the component, the account and the region
   */
  trailBucketName?: string | undefined;
  /**
   * Days for which S3 keeps and locks the files, 1 to 3650.
   * @default 365
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
   */
  retentionInDays?: number | undefined;
  /**
   * `COMPLIANCE` lets nobody delete a file before its time, the root user included. `GOVERNANCE` lets administrators.
   * @default "GOVERNANCE"
   */
  lockMode?: "COMPLIANCE" | "GOVERNANCE" | undefined;
  /**
   * Whether CloudTrail Insights looks for unusual rates of calls and errors, at a price for each event.
   * @default false
   */
  insights?: boolean | undefined;
  /**
   * The ARN of an SQS queue of this account and region that keeps undelivered events. The preview prints the statement that
   * its policy needs.
   * @default - EventBridge retries, then drops the event
   */
  deadLetterQueue?: string | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Records the calls of an account in a bucket that no role of the watched stack can change. Rules tell topics at once who
 * approves, starts, retries, overrides or changes a pipeline, passes its roles or uses its keys.
 *
 * The trail covers all regions, with validation of its files. The rules see the calls of this region.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new AuditTrail("shop-audit", {
 *   account: "111122223333",
 *   region: "eu-central-1",
 *   pipelineNames: ["shop-prod-pipeline", "shop-prod-destroy-pipeline"],
 *   bucketNames: ["shop-prod-artifacts-111122223333-eu-central-1"],
 *   administratorArns: ["arn:aws:iam::111122223333:role/security"],
 *   topicArns: ["arn:aws:sns:eu-central-1:111122223333:security"],
 * });
 * ```
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
 */
export class AuditTrail extends pulumi.ComponentResource {
  /** The name of the trail. */
  readonly trailName: pulumi.Output<string>;
  /** The ARN of the trail. */
  readonly trailArn: pulumi.Output<string>;
  /** The name of the bucket of the files. */
  readonly bucketName: pulumi.Output<string>;
  /** The ARN of the key of the files. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("AuditTrail", name, args);
    const { plan, settings } = readArgs(name, args);
    super("aws-pipelines:index:AuditTrail", name, args, opts);
    const { tags } = args;
    const { region } = plan.scope;
    const { retentionInDays = 365, lockMode = "GOVERNANCE", insights = false } = settings;

    const kept = { parent: this, retainOnDelete: true };
    const key = createKey(name, { region, policy: plan.keyPolicy, tags }, kept);
    const bucket = createLoggedBucket(
      name,
      plan.scope,
      {
        region,
        bucketName: plan.bucketName,
        policy: plan.bucketPolicy,
        encryptionKeyArn: key.arn,
        expireAfterDays: retentionInDays,
        noncurrentExpireAfterDays: 1,
        lock: { days: retentionInDays, mode: lockMode },
        retainOnDelete: true,
        tags,
      },
      this,
    );
    const trail = new cloudtrail.Trail(
      `${name}-trail`,
      {
        region,
        name: plan.trailName,
        s3BucketName: bucket.bucketName,
        kmsKeyId: key.arn,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        advancedEventSelectors: plan.selectors.map(({ name: selector, fields }) => ({
          name: selector,
          fieldSelectors: fields.map((field) => ({ ...field })),
        })),
        ...(insights && {
          insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
        }),
        tags,
      },
      // CloudTrail checks the bucket policy when it creates the trail.
      { parent: this, dependsOn: bucket.policy },
    );
    createRules(plan, settings, tags, trail, this);
    for (const { arn, statements } of plan.ownerStatements) {
      pulumi.log.info(`Add to the policy of ${arn}:\n${JSON.stringify(statements, undefined, 2)}`, this);
    }

    this.trailName = trail.name;
    this.trailArn = trail.arn;
    this.bucketName = bucket.bucketName;
    this.keyArn = key.arn;
    this.registerOutputs({
      trailName: this.trailName,
      trailArn: this.trailArn,
      bucketName: this.bucketName,
      keyArn: this.keyArn,
    });
  }
}

/** Creates the rules, each with the topics as targets. EventBridge sees no call before a trail records it. */
function createRules(
  { name, scope: { region }, rules, transformer }: AuditTrailPlan,
  { topicArns, deadLetterQueue }: AuditTrailSettings,
  tags: AuditTrailArgs["tags"],
  trail: pulumi.Resource,
  parent: pulumi.Resource,
): void {
  for (const { key, ruleName, description, pattern, seesReads } of rules) {
    const rule = createEventRule(
      `${name}-${key}`,
      { region, ruleName, description, pattern, seesReads, tags },
      { parent, dependsOn: trail },
    );
    for (const arn of topicArns) {
      const topic = arn.slice(arn.lastIndexOf(":") + 1);
      createEventTarget(
        `${name}-${key}-${topic}`,
        rule,
        region,
        { key: topic, arn, transformer, deadLetterQueueArn: deadLetterQueue },
        { parent },
      );
    }
  }
}

function readArgs(name: string, args: AuditTrailArgs): { plan: AuditTrailPlan; settings: AuditTrailSettings } {
  const { account: _, region: __, partition, tags, ...plain } = args;
  const subject = `AuditTrail ${name}`;
  const { value, problems } = readInput(auditTrailSchema, plain);
  const settings = requireValue(subject, {
    value,
    problems: [...problems, ...scopeProblems(args), ...tagProblems(tags, otherTags)],
  });
  const scope = scopeOf(args);
  const plan = planAuditTrail(scope, name, settings);
  refuse(subject, [
    ...auditTrailProblems(scope, settings),
    ...sizeProblems("administratorArns", "key policy", plan.keyPolicy),
    ...sizeProblems("administratorArns", "bucket policy", plan.bucketPolicy),
  ]);
  return { plan, settings };
}
