import * as pulumi from "@pulumi/pulumi";
import { type AwsScope, scopeOf } from "../aws/scope";
import { BuildProject } from "../codebuild/build-project";
import { DestroyPipeline } from "../destroy/destroy-pipeline";
import { repositoryUri } from "../iam/image-access";
import { environmentNameProblems } from "../infrastructure/environment-name";
import { ApprovalTopic } from "../notifications/approval-topic";
import { Pipeline } from "../pipelines/pipeline";
import { ImageRepository } from "../registries/image-repository";
import { refuse } from "../schema/refuse";
import { ArtifactBucket } from "../storage/artifact-bucket";
import { storeKey } from "../storage/store-encryption";
import { deliveryPlanProblems } from "./destroy-problems";
import { type DeliveryPlan, planDelivery } from "./plan";
import { deliveryProblems } from "./problems";
import type { DeliverySettings } from "./settings";

/** The arguments of a {@link DeliveryEnvironment}: all plain, since they decide what is made and what it may do. */
export interface DeliveryEnvironmentArgs extends DeliverySettings {}

/**
 * Everything that delivers one application to one environment: a bucket and a key for artifacts, a repository for
 * images, build projects for the image, the deployment and the tests, and the pipeline that runs them in that order;
 * where settings ask for it, a pipeline that takes away what was deployed, behind an approval.
 *
 * Every name and every permission is known on the first preview, so that policies can judge it. The policy of the key
 * is made last, when all roles that use the key exist; what uses the key as soon as it is made waits for it.
 *
 * @throws RunError naming every setting that is wrong.
 */
export class DeliveryEnvironment extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** The ARN of the key that artifacts, images and logs are encrypted under. */
  readonly keyArn: pulumi.Output<string>;
  readonly repositoryName: pulumi.Output<string>;
  /** Where images are pushed to and pulled from, without a tag. */
  readonly repositoryUri: pulumi.Output<string>;
  /** The names of the build projects: of the image, the deployment and, where there are tests, the tests. */
  readonly projectNames: pulumi.Output<string[]>;
  readonly pipelineName: pulumi.Output<string>;
  /** The name of the pipeline that destroys what this one deploys, if there is one. */
  readonly destroyPipelineName?: pulumi.Output<string>;
  readonly pipelineArn: pulumi.Output<string>;

  constructor(name: string, args: DeliveryEnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    const scope = scopeOf(args);
    const plan = readPlan(scope, name, args);
    super("aws-pipelines:index:DeliveryEnvironment", name, args, opts);
    const { approval, artifacts = {}, logRetentionInDays, protect = false } = args;
    const { existingBucketName, existingKeyArn, retainOnDelete = protect } = artifacts;
    const tags = { ...args.tags, application: args.application, environment: pulumi.getStack() };
    const child = { parent: this };
    const stateful = { parent: this, ...(protect && { protect }) };

    const store = new ArtifactBucket(
      `${name}-artifacts`,
      {
        ...scope,
        ...artifacts,
        ...(existingBucketName === undefined && {
          bucketName: plan.bucketName,
          retainOnDelete,
        }),
        tags,
      },
      stateful,
    );
    const key = storeKey(
      `DeliveryEnvironment ${name}`,
      name,
      scope,
      { store, existingKeyArn, keyUsers: plan.keyUsers, retainOnDelete },
      stateful,
    );
    const { encryption } = key;
    const { encryptionKeyArn, encryptionKeyPolicy } = encryption;

    const repository = plan.keyUsers.imageRepository
      ? new ImageRepository(
          `${name}-images`,
          {
            region: scope.region,
            repositoryName: plan.repositoryName,
            mutableTags: ["latest"],
            retainOnDelete: protect,
            ...encryption,
            tags,
          },
          stateful,
        )
      : undefined;
    const projects = plan.projects.map(
      ({ projectName, logGroupName: _, ...project }) =>
        new BuildProject(projectName, { ...scope, ...project, logRetentionInDays, ...encryption, tags }, child),
    );
    const topic = approval
      ? new ApprovalTopic(
          plan.topicName,
          { ...scope, topicName: plan.topicName, emails: approval.notify, encryptionKeyArn, tags },
          child,
        )
      : undefined;
    const pipeline = new Pipeline(
      plan.pipelineName,
      {
        ...scope,
        ...plan.definition,
        artifactBucketName: plan.bucketName,
        encryptionKeyArn,
        ...(existingKeyArn !== undefined && { existingTopicKeyArn: existingKeyArn }),
        startAfter: [store, repository, topic, encryptionKeyPolicy, ...projects].filter(isPresent),
        tags,
      },
      child,
    );
    const roles = [pipeline.role, ...Object.values(pipeline.actionRoles), ...projects.map(({ role }) => role)];
    key.attachKeyPolicy(roles);
    const destroy =
      plan.destroy && new DestroyPipeline(plan.destroy.name, { ...scope, ...plan.destroy.settings, tags }, child);

    this.bucketName = store.bucketName;
    this.bucketArn = store.bucketArn;
    this.keyArn = store.keyArn;
    this.repositoryName = pulumi.output(repository?.repositoryName ?? plan.repositoryName);
    this.repositoryUri = pulumi.output(repositoryUri(scope, plan.repositoryName));
    this.projectNames = pulumi.output(projects.map(({ projectName }) => projectName));
    this.pipelineName = pipeline.pipelineName;
    this.pipelineArn = pipeline.pipelineArn;
    if (destroy !== undefined) {
      this.destroyPipelineName = destroy.pipelineName;
    }
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      keyArn: this.keyArn,
      repositoryName: this.repositoryName,
      repositoryUri: this.repositoryUri,
      projectNames: this.projectNames,
      pipelineName: this.pipelineName,
      pipelineArn: this.pipelineArn,
      destroyPipelineName: this.destroyPipelineName,
    });
  }
}

function readPlan(scope: AwsScope, name: string, args: DeliveryEnvironmentArgs): DeliveryPlan {
  refuse(`DeliveryEnvironment ${name}`, [...environmentNameProblems(name), ...deliveryProblems(args)]);
  const plan = planDelivery(scope, name, args);
  refuse(`DeliveryEnvironment ${name}`, deliveryPlanProblems(scope, args, plan));
  return plan;
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}
