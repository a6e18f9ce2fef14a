import * as pulumi from "@pulumi/pulumi";
import { topicArn } from "../aws/arn";
import { type ScopeArgs, scopeOf, scopeProblems, withoutRoles } from "../aws/scope";
import { BuildProject } from "../codebuild/build-project";
import { createApproverGrants } from "../iam/approver-grants";
import { gateNameEnd } from "../iam/gate-tag";
import { withGateTag } from "../iam/gate-tags";
import { environmentNameProblems } from "../infrastructure/environment-name";
import { ApprovalTopic } from "../notifications/approval-topic";
import { PipelineNotifications } from "../notifications/pipeline-notifications";
import type { NotifySettings } from "../notifications/settings";
import { Pipeline } from "../pipelines/pipeline";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { ArtifactBucket } from "../storage/artifact-bucket";
import type { PrivateBucket } from "../storage/private-bucket";
import { later, storeKey } from "../storage/store-key";
import { type DestroyPlan, planDestroy } from "./plan";
import { destroyPlanProblems, readDestroy, readNotify } from "./problems";
import type { DestroySettings } from "./settings";

/** The arguments of a {@link DestroyPipeline}: all plain but the tags, since they decide what is made and what it may do. */
export interface DestroyPipelineArgs extends ScopeArgs, DestroySettings {
  /**
   * Recipients and events of notifications about this pipeline and its builds.
   * @default - approvers alone hear of their approvals
   */
  notify?: NotifySettings | undefined;
  /**
   * Tags of everything that takes tags.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The arguments of a {@link DestroyPipeline} whose parent planned it. @internal */
export interface PlannedDestroyArgs extends Pick<DestroyPipelineArgs, "tags"> {
  readonly plan: DestroyPlan;
  /** The bucket of the access logs, called as the plan calls it. */
  readonly accessLogs: PrivateBucket;
}

/** The limit of an environment's name, and `-destroy`. */
const longestName = 48;

/** A plan holds the secrets of what it is about, and nobody looks at it once it was approved or timed out. */
const expireAfterDays = 7;

/**
 * A pipeline that destroys what a Pulumi program or a Terraform module deployed, as far as people approved of it. It
 * starts by a commit on a branch of its own whose message is `destroy <target>`. It shows what would go, waits for an
 * approval or two, and destroys exactly that at that commit. No other role of the program can start what destroys, and
 * the builds are forbidden to touch the pipeline, whatever they are granted.
 *
 * Its bucket and key are its own, because the preview writes an artifact. In a shared bucket, the preview could replace
 * the source that another pipeline deploys.
 *
 * @throws RunError naming every argument that is wrong.
 */
export class DestroyPipeline extends pulumi.ComponentResource {
  /** The name of the pipeline, known on the first preview. */
  readonly pipelineName: pulumi.Output<string>;
  /** The ARN of the pipeline. */
  readonly pipelineArn: pulumi.Output<string>;
  /** The names of the build projects: of the preview, and of what destroys. */
  readonly projectNames: pulumi.Output<string[]>;
  /** The ARNs of the topics that tell each group of approvers. */
  readonly topicArns: pulumi.Output<string[]>;
  /** The name of the bucket of artifacts, plans and logs. */
  readonly bucketName: pulumi.Output<string>;
  /** The ARN of the key that plans and logs are encrypted under. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: DestroyPipelineArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal */
  constructor(name: string, args: PlannedDestroyArgs, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: DestroyPipelineArgs | PlannedDestroyArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("DestroyPipeline", name, args);
    const plan = "plan" in args ? args.plan : planArgs(name, args);
    const { scope, settings } = plan;
    const tags = withGateTag(args.tags, name);
    super(
      "aws-pipelines:index:DestroyPipeline",
      name,
      "plan" in args ? { ...scope, ...settings, tags: args.tags } : args,
      opts,
    );
    const { protect = false, retainOnDelete = protect, logRetentionInDays } = settings;
    const child = { parent: this };
    const stateful = { parent: this, ...(protect && { protect }) };

    const keyRoles = later<pulumi.Resource[]>();
    const store = new ArtifactBucket(
      plan.artifactsName,
      {
        ...withoutRoles(scope),
        bucketName: plan.bucketName,
        key: storeKey(`DestroyPipeline ${name}`, scope, plan.keyUsers, keyRoles.promise),
        writers: plan.keyUsers.roles.encrypt,
        expireAfterDays,
        noncurrentExpireAfterDays: expireAfterDays,
        retainOnDelete,
        ...("plan" in args && { accessLogs: args.accessLogs }),
        tags,
      },
      stateful,
    );
    const { keyArn: encryptionKeyArn } = store;
    const projects = plan.projects.map(
      ({ projectName, logGroupName: _, ...project }) =>
        new BuildProject(projectName, { ...scope, ...project, logRetentionInDays, encryptionKeyArn, tags }, child),
    );
    const topics = plan.topics.map(
      ({ topicName, emails }) =>
        new ApprovalTopic(
          topicName,
          { ...withoutRoles(scope), topicName, emails: [...emails], encryptionKeyArn, tags },
          child,
        ),
    );
    const pipeline = new Pipeline(
      plan.pipelineName,
      {
        plan: plan.pipeline,
        encryptionKeyArn,
        startAfter: [store, ...topics, ...projects],
        tags,
      },
      child,
    );
    keyRoles.resolve([pipeline.role, ...Object.values(pipeline.actionRoles), ...projects.map(({ role }) => role)]);
    if (plan.notifications !== undefined) {
      new PipelineNotifications(
        plan.notifications.name,
        { plan: plan.notifications, encryptionKeyArn, startAfter: [pipeline, ...projects], tags },
        child,
      );
    }
    for (const { group, ...approver } of plan.approvers) {
      createApproverGrants(`${name}-${group}-approver`, scope, [approver], tags, child);
    }

    this.pipelineName = pipeline.pipelineName;
    this.pipelineArn = pipeline.pipelineArn;
    this.projectNames = pulumi.output(projects.map(({ projectName }) => projectName));
    this.topicArns = pulumi.output(plan.topics.map(({ topicName }) => topicArn(scope, topicName)));
    this.bucketName = store.bucketName;
    this.keyArn = store.keyArn;
    this.registerOutputs({
      pipelineName: this.pipelineName,
      pipelineArn: this.pipelineArn,
      projectNames: this.projectNames,
      topicArns: this.topicArns,
      bucketName: this.bucketName,
      keyArn: this.keyArn,
    });
  }
}

function planArgs(name: string, args: DestroyPipelineArgs): DestroyPlan {
  const { account, region: _, partition, tags, notify, ...settings } = args;
  const subject = `DestroyPipeline ${name}`;
  const scope = scopeOf(args);
  const { value, problems } = readDestroy(settings, account);
  const told = notify && readNotify(notify, scope);
  const read = requireValue(subject, {
    value,
    problems: [
      ...scopeProblems(args),
      ...environmentNameProblems(name, longestName, gateNameEnd),
      ...problems,
      ...(told?.problems ?? []),
    ],
  });
  const plan = planDestroy(scope, name, read, [], told?.value);
  refuse(subject, destroyPlanProblems(read, plan));
  return plan;
}
