import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { type AwsScope, withoutRoles } from "../aws/scope";
import { BuildProject } from "../codebuild/build-project";
import { type KeyUsers, keyPolicyAddition } from "../iam/key-policy";
import { ApprovalTopic } from "../notifications/approval-topic";
import { Pipeline } from "../pipelines/pipeline";
import { listArtifactUsers } from "../pipelines/plan/artifact-users";
import { otherAccountRoles } from "../pipelines/plan/other-accounts";
import type { PipelinePlan } from "../pipelines/plan/plan";
import type { PlannedProject } from "../pipelines/plan/planned-builds";
import type { AccountProviders } from "../pipelines/roles";
import { ArtifactBucket } from "../storage/artifact-bucket";
import type { ArtifactStoreSettings } from "../storage/artifact-store-settings";
import type { PrivateBucket } from "../storage/private-bucket";
import { later, storeKey } from "../storage/store-key";
import { createStackRole, createTargetRole } from "./stack-roles";
import type { PlannedTargetRole } from "./target-roles";
import type { PlannedStackRole } from "./targets";

/** Arguments of {@link createDelivery}. */
interface DeliveryParts {
  /** The component in messages. */
  readonly subject: string;
  readonly scope: AwsScope;
  readonly plan: {
    readonly bucketName: string;
    readonly pipeline: PipelinePlan;
    readonly projects: readonly PlannedProject[];
    readonly topics: readonly { readonly topicName: string; readonly emails: readonly string[] }[];
    readonly stackRoles?: readonly PlannedStackRole[];
    readonly targetRoles?: readonly PlannedTargetRole[];
    readonly keyUsers: KeyUsers;
  };
  /**
   * Providers of other accounts, by account.
   * @default - roles of other accounts are not created
   */
  readonly accounts?: AccountProviders;
  /**
   * Roles of the program that the definition names, by ARN.
   * @default - none
   */
  readonly roles?: Readonly<Record<string, iam.Role>>;
  readonly artifacts: ArtifactStoreSettings;
  /**
   * The bucket of the access logs of the artifacts.
   * @default - the artifact store creates one
   */
  readonly accessLogs?: PrivateBucket | undefined;
  readonly logRetentionInDays?: PlannedProject["logRetentionInDays"];
  readonly protect: boolean;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Further resources to create before the pipeline.
   * @default - none
   */
  readonly startAfter?: readonly pulumi.Resource[] | undefined;
  /** Creates a resource that uses the key and that the pipeline needs, such as an image repository. */
  readonly createFirst?: (
    encryptionKeyArn: pulumi.Input<string>,
    opts: pulumi.ComponentResourceOptions,
  ) => pulumi.Resource | undefined;
}

/** Resources of {@link createDelivery}. */
interface DeliveryResources {
  readonly store: ArtifactBucket;
  readonly projects: readonly BuildProject[];
  readonly pipeline: Pipeline;
  readonly encryptionKeyArn: pulumi.Input<string>;
}

/**
 * Creates the store, the projects, the topics and the pipeline of a plan in the order that AWS needs. The key follows all
 * roles, because its policy names them.
 */
export function createDelivery(
  name: string,
  {
    subject,
    scope,
    plan,
    accounts = {},
    roles = {},
    artifacts,
    accessLogs,
    logRetentionInDays,
    protect,
    tags,
    startAfter = [],
    createFirst,
  }: DeliveryParts,
  parent: pulumi.Resource,
): DeliveryResources {
  const { existingBucketName, existingKeyArn, retainOnDelete = protect } = artifacts;
  const child = { parent };
  const stateful = { parent, ...(protect && { protect }) };
  const keyRoles = later<pulumi.Resource[]>();
  const store = new ArtifactBucket(
    `${name}-artifacts`,
    {
      ...withoutRoles(scope),
      ...artifacts,
      ...(existingKeyArn === undefined && { key: storeKey(subject, scope, plan.keyUsers, keyRoles.promise) }),
      writers: plan.keyUsers.roles.encrypt,
      accessLogs,
      ...(existingBucketName === undefined && {
        bucketName: plan.bucketName,
        retainOnDelete,
        otherAccountRoles: otherAccountRoles(listArtifactUsers(plan.pipeline, scope.region), scope),
      }),
      tags,
    },
    stateful,
  );
  // The roles' own documents name a key that exists already.
  const encryptionKeyArn = existingKeyArn ?? store.keyArn;
  const first = createFirst?.(encryptionKeyArn, stateful);
  const projects = plan.projects.map(
    ({ projectName, logGroupName: _, ...project }) =>
      new BuildProject(projectName, { ...scope, logRetentionInDays, ...project, encryptionKeyArn, tags }, child),
  );
  const topics = plan.topics.map(
    ({ topicName, emails }) =>
      new ApprovalTopic(
        topicName,
        { ...withoutRoles(scope), topicName, emails: [...emails], encryptionKeyArn, tags },
        child,
      ),
  );
  const owner = { scope, accounts, tags };
  const stackRoles = (plan.stackRoles ?? []).flatMap((role) => createStackRole(name, role, owner, child));
  const targetRoles = (plan.targetRoles ?? []).flatMap((role) => createTargetRole(name, role, owner, child));
  const pipeline = new Pipeline(
    `${name}-pipeline`,
    {
      plan: plan.pipeline,
      encryptionKeyArn,
      logRetentionInDays,
      startAfter: [store, first, ...startAfter, ...topics, ...projects, ...stackRoles, ...targetRoles].filter(
        isPresent,
      ),
      accounts,
      roles,
      hasOwnStore: existingBucketName === undefined,
      tags,
    },
    child,
  );
  keyRoles.resolve([
    pipeline.role,
    ...Object.values(pipeline.actionRoles),
    ...Object.values(roles),
    ...projects.map(({ role }) => role),
  ]);
  if (existingKeyArn !== undefined) {
    const addition = JSON.stringify(keyPolicyAddition(scope, plan.keyUsers), undefined, 2);
    pulumi.log.info(`Add these statements to the policy of ${existingKeyArn}:\n${addition}`, parent);
  }
  return { store, projects, pipeline, encryptionKeyArn };
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}
