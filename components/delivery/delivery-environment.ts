import { existsSync, readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { type AwsScope, scopeOf, withoutRoles } from "../aws/scope";
import { DestroyPipeline } from "../destroy/destroy-pipeline";
import type { DestroyPlan } from "../destroy/plan";
import { gateTag } from "../iam/gate-tag";
import { withGateTag } from "../iam/gate-tags";
import { repositoryUri } from "../iam/image-access";
import { environmentNameProblems } from "../infrastructure/environment-name";
import { PipelineNotifications } from "../notifications/pipeline-notifications";
import { deployedTags, keptWithSignatures } from "../registries/image-lifecycle";
import { ImageRepository } from "../registries/image-repository";
import { type Reading, readLeniently } from "../schema/lenient";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { inYamlWords } from "../schema/yaml-text";
import { createAccessLogs } from "../storage/logged-bucket";
import type { PrivateBucket } from "../storage/private-bucket";
import { type ApplicationPlan, planApplication, readApplication } from "./application-plan";
import { type ApplicationModel, type ApplicationSettings, isApplication } from "./application-settings";
import { createDelivery } from "./create-delivery";
import { createPromotion, shareImages } from "./create-promotion";
import { type DeliveryPipelineArgs, providersOf } from "./delivery-pipeline";
import { tagsDeployments } from "./deployed-image";
import { foreignGrantAdvice } from "./foreign-grants";
import { type DeliveryPlan, planDelivery } from "./plan";
import { deliveryPlanProblems, readDelivery } from "./problems";
import { resolvePromotion, stackFile } from "./promotion-stacks";
import { planSelfUpdate, type SelfUpdatePlan } from "./self-update";
import { SelfUpdatePipeline } from "./self-update-pipeline";
import {
  resolveSelfUpdate,
  type SelfUpdateParts,
  selfUpdateAccountProblems,
  unattendedProblems,
} from "./self-update-settings";
import { type DeliverySettings, deliverySettingsSchema } from "./settings";
import { accountsOfPlan, buildTargetProblems, unusedAccountProblems } from "./targets";

/**
 * The arguments of a {@link DeliveryEnvironment}: all plain, because they decide which resources exist. With `deploy`, they
 * describe an image and infrastructure; with `builds`, `deployments` or `definition`, any application.
 */
export type DeliveryEnvironmentArgs = DeployArgs | ApplicationArgs;

/** Keys that differ between the two kinds. */
type OwnKeys = "builds" | "deploy" | "destroy" | "drift" | "image" | "plan" | "promote" | "source";

// One type for the keys of both kinds: editors show no documentation of a key that two types of a union declare.
type CommonArgs = Omit<DeliverySettings, OwnKeys | "accounts"> & Pick<DeliveryPipelineArgs, "accounts">;

/** The settings of an image and its infrastructure. A program may also give providers of other accounts. */
export type DeployArgs = Pick<DeliverySettings, OwnKeys> &
  CommonArgs & { deployments?: undefined; definition?: undefined };

/** The settings of an application. A program may also give providers of other accounts. */
export type ApplicationArgs = Omit<ApplicationSettings, Exclude<keyof DeliverySettings, OwnKeys>> &
  CommonArgs & { deploy?: undefined };

/** The plan of an environment of either kind. @internal */
export interface EnvironmentPlan {
  readonly isGate: boolean;
  readonly bucketName: string;
  readonly repositoryName: string | undefined;
  /** The policy of the image repository. */
  readonly repositoryPolicy: string | undefined;
  readonly pipeline: DeliveryPlan["pipeline"];
  readonly projects: DeliveryPlan["projects"];
  readonly topics: DeliveryPlan["topics"];
  readonly stackRoles?: ApplicationPlan["stackRoles"];
  readonly targetRoles?: ApplicationPlan["targetRoles"];
  readonly keyUsers: DeliveryPlan["keyUsers"];
  readonly destroy?: DeliveryPlan["destroy"];
  /** The registry that deployments take the image from. @default - the own one */
  readonly image?: DeliveryPlan["image"];
  readonly promotion?: DeliveryPlan["promotion"];
  readonly notifications: DeliveryPlan["notifications"];
}

/** Plans the pipeline that updates the stack, if settings ask for one. */
function planUpdates(
  scope: AwsScope,
  name: string,
  args: DeliveryEnvironmentArgs,
  plan: EnvironmentPlan,
): SelfUpdatePlan | undefined {
  const program = { project: pulumi.getProject(), stack: pulumi.getStack() };
  // A definition file may have an approval that the settings do not show.
  refuse(subjectOf(name, args), unattendedProblems(args as SelfUpdateParts, plan.isGate ? "an approval" : undefined));
  const selfUpdate = resolveSelfUpdate(args as SelfUpdateParts, program, plan.isGate);
  return (
    selfUpdate &&
    planSelfUpdate(
      scope,
      {
        name,
        application: args.application,
        bucketName: plan.bucketName,
        pipeline: plan.pipeline,
        projects: plan.projects,
        repositoryName: plan.keyUsers.imageRepository ? plan.repositoryName : undefined,
        keyUsers: plan.keyUsers,
        topicNames: [...plan.topics, ...(plan.notifications?.topics ?? [])].map(({ topicName }) => topicName),
        machine: isApplicationArgs(args) ? undefined : args.builds,
      },
      program,
      selfUpdate,
    )
  );
}

/**
 * Delivers one application to one environment. It creates a bucket and a key for artifacts, a repository for images, and
 * build projects for the image, the deployment and the tests. Its pipeline runs them in that order. If settings ask for
 * it, a second pipeline destroys the deployment behind an approval.
 *
 * Every name and every permission is known on the first preview, so that policies can judge it. The key follows the
 * roles that its policy names, because KMS refuses a policy about a role that does not exist.
 *
 * @throws RunError naming every setting that is wrong.
 */
export class DeliveryEnvironment extends pulumi.ComponentResource {
  /** The name of the artifact bucket. */
  readonly bucketName: pulumi.Output<string>;
  /** The ARN of the artifact bucket. */
  readonly bucketArn: pulumi.Output<string>;
  /** The ARN of the key that artifacts, images and logs are encrypted under. */
  readonly keyArn: pulumi.Output<string>;
  /** The name of the image repository, if there is an image. */
  readonly repositoryName?: pulumi.Output<string>;
  /** Where images are pushed to and pulled from, without a tag. */
  readonly repositoryUri?: pulumi.Output<string>;
  /** The names of the build projects: of the image, the deployment and, where there are tests, the tests. */
  readonly projectNames: pulumi.Output<string[]>;
  /** The name of the pipeline. */
  readonly pipelineName: pulumi.Output<string>;
  /** The name of the pipeline that destroys what this one deploys, if there is one. */
  readonly destroyPipelineName?: pulumi.Output<string>;
  /** The ARN of the pipeline. */
  readonly pipelineArn: pulumi.Output<string>;
  /** The ARN of the topic of notifications, if people or programs subscribe to one. */
  readonly notificationTopicArn?: pulumi.Output<string>;
  /** The name of the pipeline that updates this stack, if there is one. */
  readonly selfUpdatePipelineName?: pulumi.Output<string>;

  constructor(name: string, args: DeliveryEnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("DeliveryEnvironment", name, args);
    const plan = planEnvironment(name, args);
    const scope = scopeOf(args);
    const updates = planUpdates(scope, name, args, plan);
    const { accounts } = args;
    refuse(subjectOf(name, args), unusedAccountProblems(accounts, accountsOfPlan(plan)));
    const inputs = { ...args, ...(accounts && { accounts: Object.keys(accounts) }) };
    super("aws-pipelines:index:DeliveryEnvironment", name, inputs, opts);
    for (const advice of foreignGrantAdvice(args, scope.account)) {
      pulumi.log.info(advice, this);
    }
    const { artifacts = {}, logRetentionInDays, protect = false } = args;
    const { latest = true, keepImages, expireImagesAfterDays, protectedTags } = args.image ?? {};
    // A receiver copies images by digest, and moves no tag but those of deployed images.
    const hasLatest = latest && plan.promotion?.sides.from === undefined;
    const own = { ...args.tags, application: args.application, environment: pulumi.getStack() };
    // An approval or a promotion makes the environment a gate: builds of others must not start or change its parts.
    const tags = plan.isGate ? { ...own, [gateTag]: name } : own;
    const child = { parent: this };

    const logged = [plan.bucketName, ...(plan.promotion?.store ? [plan.promotion.store.bucketName] : [])];
    const accessLogs = plan.destroy && createGateLogs(plan.destroy, logged, artifacts, protect, own, this);
    const forPromotion =
      plan.promotion && createPromotion(name, { scope, plan: plan.promotion, accessLogs, protect, tags }, this);
    let repository: ImageRepository | undefined;
    const { store, projects, pipeline, encryptionKeyArn } = createDelivery(
      name,
      {
        subject: `DeliveryEnvironment ${name}`,
        scope,
        plan,
        accounts: providersOf(accounts ?? {}),
        artifacts,
        accessLogs,
        logRetentionInDays,
        protect,
        tags,
        startAfter: forPromotion,
        createFirst: (keyArn, stateful) => {
          if (plan.keyUsers.imageRepository && plan.repositoryName !== undefined) {
            repository = new ImageRepository(
              `${name}-images`,
              {
                region: scope.region,
                repositoryName: plan.repositoryName,
                mutableTags: [...(hasLatest ? ["latest"] : []), ...(tagsDeployments(args.image) ? [deployedTags] : [])],
                keepImages: plan.promotion?.sides.signature ? keptWithSignatures(keepImages) : keepImages,
                expireImagesAfterDays,
                protectedTags,
                retainOnDelete: protect,
                encryptionKeyArn: keyArn,
                tags,
              },
              stateful,
            );
          }
          return repository;
        },
      },
      this,
    );
    if (plan.repositoryName !== undefined) {
      shareImages(name, scope, plan.repositoryPolicy, repository, plan.repositoryName, this);
    }
    const destroy =
      plan.destroy &&
      accessLogs &&
      new DestroyPipeline(plan.destroy.name, { plan: plan.destroy, accessLogs, tags: own }, child);
    const selfUpdate =
      updates &&
      new SelfUpdatePipeline(updates.name, { scope, plan: updates, logRetentionInDays, protect, tags: own }, child);
    const notifications =
      plan.notifications &&
      new PipelineNotifications(
        plan.notifications.name,
        {
          plan: plan.notifications,
          encryptionKeyArn,
          startAfter: [pipeline, ...projects, ...(destroy ? [destroy] : []), ...(selfUpdate ? [selfUpdate] : [])],
          tags,
        },
        child,
      );

    this.bucketName = store.bucketName;
    this.bucketArn = store.bucketArn;
    this.keyArn = store.keyArn;
    if (plan.repositoryName !== undefined) {
      this.repositoryName = pulumi.output(
        repository?.repositoryName ?? plan.image?.repositoryName ?? plan.repositoryName,
      );
      const image = plan.image ?? { scope, repositoryName: plan.repositoryName };
      this.repositoryUri = pulumi.output(repositoryUri(image.scope, image.repositoryName));
    }
    this.projectNames = pulumi.output(projects.map(({ projectName }) => projectName));
    this.pipelineName = pipeline.pipelineName;
    this.pipelineArn = pipeline.pipelineArn;
    if (destroy !== undefined) {
      this.destroyPipelineName = destroy.pipelineName;
    }
    if (notifications?.topicArn !== undefined) {
      this.notificationTopicArn = notifications.topicArn;
    }
    if (selfUpdate !== undefined) {
      this.selfUpdatePipelineName = selfUpdate.pipelineName;
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
      notificationTopicArn: this.notificationTopicArn,
      selfUpdatePipelineName: this.selfUpdatePipelineName,
    });
  }
}

/**
 * Creates the bucket of the access logs of both pipelines. It belongs to the gate and has a name of the gate: builds of
 * every environment are denied all changes and writes to it.
 */
function createGateLogs(
  { name, scope, artifactsName, bucketName, gate }: DestroyPlan,
  [artifactBucketName = "", ...others]: readonly string[],
  artifacts: NonNullable<DeliverySettings["artifacts"]>,
  protect: boolean,
  tags: Readonly<Record<string, pulumi.Input<string>>>,
  parent: pulumi.Resource,
): PrivateBucket {
  const { existingBucketName, noncurrentExpireAfterDays = 7, retainOnDelete = protect } = artifacts;
  return createAccessLogs(
    `${artifactsName}-logs`,
    withoutRoles(scope),
    {
      region: scope.region,
      bucketName: gate.logBucketName,
      sourceBuckets: [...(existingBucketName === undefined ? [artifactBucketName] : []), bucketName, ...others],
      noncurrentExpireAfterDays,
      retainOnDelete,
      tags: withGateTag(tags, name),
    },
    { parent, ...(protect && { protect }) },
  );
}

/** Settings that {@link readDeliverySettings} returned, with their subject. They are frozen, so one check is enough. */
const checkedSettings = new WeakMap<object, string>();

/** The subject of problems of an environment: the configuration that its settings come from, or the component. */
function subjectOf(name: string, args: DeliveryEnvironmentArgs): string {
  return checkedSettings.get(args) ?? `DeliveryEnvironment ${name}`;
}

/**
 * Reads the settings of an environment from a stack's configuration, where they are one object: so every unknown key is
 * refused. The files of other stacks complete `promote`.
 *
 * @param key - key of the configuration, for messages: `aws-pipelines:environment`
 * @param value - value of that key
 * @throws RunError naming every wrong setting.
 */
export function readDeliverySettings(key: string, value: unknown): DeliveryEnvironmentArgs {
  const subject = `The configuration ${key}`;
  const settings: DeliveryEnvironmentArgs = deepFreeze(
    isApplication(value)
      ? requireValue(subject, inYaml(readApplication(value)))
      : resolveStacks(subject, key, requireValue(subject, inYaml(readDelivery(value)))),
  );
  checkedSettings.set(settings, subject);
  return settings;
}

/** The configuration of a stack is YAML. */
function inYaml<T>(reading: Reading<T>): Reading<T> {
  return { ...reading, problems: reading.problems.map(({ path, reason }) => ({ path, reason: inYamlWords(reason) })) };
}

/** Completes a promotion from the files of the other stacks, which lie beside `Pulumi.yaml`. */
function resolveStacks(subject: string, key: string, given: DeliverySettings): DeliverySettings {
  const { settings, problems } = resolvePromotion(given, pulumi.getStack(), (environment) => {
    const file = stackFile(environment);
    const config: unknown = existsSync(file) ? Object(parse(readText(file))).config : undefined;
    return readLeniently(deliverySettingsSchema, Object(config)[key]);
  });
  refuse(subject, problems);
  return settings;
}

function readText(file: string): string {
  return readFileSync(file, "utf8");
}

/**
 * Plans an environment of either kind.
 *
 * @throws RunError listing every invalid setting.
 * @internal
 */
export function planEnvironment(name: string, args: DeliveryEnvironmentArgs): EnvironmentPlan {
  return isApplicationArgs(args) ? planApplicationArgs(name, args) : planReference(name, args);
}

function isApplicationArgs(args: DeliveryEnvironmentArgs): args is ApplicationArgs {
  return isApplication(args);
}

function planApplicationArgs(name: string, args: ApplicationArgs): EnvironmentPlan {
  const subject = `DeliveryEnvironment ${name}`;
  const { accounts = {}, ...others } = args;
  const { value, problems } = checkedSettings.has(args)
    ? { value: args as ApplicationModel, problems: [] }
    : readApplication(others);
  const settings = requireValue(subject, {
    value,
    problems: [...environmentNameProblems(name), ...problems, ...selfUpdateAccountProblems(others, accounts)],
  });
  const reading = planApplication(scopeOf(settings), name, settings, {
    readFile: readText,
    accounts: Object.keys(accounts),
  });
  return requireValue(subjectOf(name, args), { value: reading.plan, problems: [...reading.problems] });
}

function planReference(name: string, args: DeployArgs): EnvironmentPlan {
  const subject = `DeliveryEnvironment ${name}`;
  const { accounts = {}, ...others } = args;
  const { value, problems } = checkedSettings.has(args)
    ? { value: args as DeliverySettings, problems: [] }
    : readDelivery(others);
  const settings = requireValue(subject, {
    value,
    problems: [...environmentNameProblems(name), ...problems, ...selfUpdateAccountProblems(others, accounts)],
  });
  const scope = scopeOf(settings);
  const place = subjectOf(name, args);
  refuse(place, buildTargetProblems(settings.target, scope, Object.keys(accounts)));
  const plan = planDelivery(scope, name, settings);
  refuse(place, deliveryPlanProblems(name, settings, plan));
  return { ...plan, isGate: settings.approval !== undefined || settings.promote !== undefined };
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === "object" && part !== null) {
      deepFreeze(part);
    }
  }
  return Object.freeze(value);
}
