import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { type RoleSettings, roleSettingsOf, roleSettingsProblems } from "../aws/role-settings";
import { type ScopeArgs, scopeOf } from "../aws/scope";
import { PullRequestChecks, type PullRequestChecksArgs } from "../codebuild/pull-request-checks";
import { withGateTag } from "../iam/gate-tags";
import { PipelineNotifications } from "../notifications/pipeline-notifications";
import type { NotifySettings } from "../notifications/settings";
import type { PlannedProject } from "../pipelines/plan/planned-builds";
import type { AccountProviders } from "../pipelines/roles";
import { ImageRepository, type ImageRepositoryArgs } from "../registries/image-repository";
import { refuse, requireValue } from "../schema/refuse";
import { withLines } from "../schema/yaml-text";
import type { ArtifactStoreSettings } from "../storage/artifact-store-settings";
import { createDelivery } from "./create-delivery";
import { foreignGrantAdvice } from "./foreign-grants";
import {
  checksNameOf,
  type DeliveryPipelineDefinition,
  partProblems,
  planDeliveryPipeline,
  withParts,
} from "./pipeline-plan";
import { shapeProblems } from "./pipeline-shape";
import { readDeliveryFile } from "./read-delivery-file";
import { stackScope } from "./stack-scope";
import { accountsOfPlan, unusedAccountProblems } from "./targets";

/** Arguments that the pipeline gives to its parts. */
type PartOfPipeline = keyof ScopeArgs | "encryptionKeyArn" | "encryptionKeyPolicy" | "tags";

/** The arguments of a {@link DeliveryPipeline}: plain, because they decide which resources exist. */
export interface DeliveryPipelineArgs extends DeliveryPipelineDefinition, Partial<ScopeArgs>, RoleSettings {
  /**
   * Other accounts that actions deploy to, by account. An AWS provider of the account creates the roles there. Give
   * `"TargetAccount"` instead if a {@link TargetAccount} in that account creates them.
   * @default - every action deploys to the account of the pipeline
   */
  accounts?: Readonly<Record<string, pulumi.ProviderResource | "TargetAccount">> | undefined;
  /**
   * Roles that the program creates itself and that the stages name, by ARN. Each gets the permissions that the pipeline
   * needs of it. The roles of actions need the trust policy that {@link trustPipeline} returns.
   * @default - none
   */
  roles?: Readonly<Record<string, iam.Role>> | undefined;
  /**
   * The artifact store: an existing bucket and key, or settings of a new one.
   * @default - a new bucket and a new key
   */
  artifacts?: ArtifactStoreSettings | undefined;
  /**
   * Recipients and events of notifications.
   * @default - no notifications
   */
  notify?: NotifySettings | undefined;
  /**
   * An ECR repository under the pipeline's key. Its name is the name of the pipeline unless `repositoryName` gives one.
   * `protect` retains it. The pipeline starts after it exists.
   * @default - no repository
   */
  imageRepository?: Omit<ImageRepositoryArgs, PartOfPipeline> | undefined;
  /**
   * Checks of pull requests, a {@link PullRequestChecks} whose logs are under the pipeline's key. They do not belong to
   * the gate: their builds run before anybody merges.
   * @default - no checks
   */
  pullRequestChecks?:
    | Omit<PullRequestChecksArgs, PartOfPipeline | keyof RoleSettings | "logRetentionInDays">
    | undefined;
  /**
   * Retention of build logs in days: one of the values that CloudWatch Logs allows.
   * @default 365
   */
  logRetentionInDays?: PlannedProject["logRetentionInDays"];
  /**
   * Whether Pulumi refuses to delete the store and the key, and retains them.
   * @default false
   */
  protect?: boolean | undefined;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The arguments beside the definition of the pipeline. */
const ownKeys: Readonly<Record<Exclude<keyof DeliveryPipelineArgs, keyof DeliveryPipelineDefinition>, true>> = {
  ...{ account: true, region: true, partition: true, accounts: true, roles: true, artifacts: true, notify: true },
  ...{ imageRepository: true, pullRequestChecks: true, logRetentionInDays: true, protect: true, tags: true },
  ...{ rolePath: true, permissionsBoundaryArn: true, managedPoliciesOnly: true },
};

/**
 * Creates a pipeline with everything that it needs: artifact store, key and key policy, build projects, topics and log
 * groups. It also creates one role for each action and each build. Builds and approvals stand inside the stages.
 *
 * Account and region come from the stack's `aws:allowedAccountIds` and `aws:region` unless the arguments give them.
 * Every name and permission is known on the first preview.
 *
 * A pipeline with an approval is a gate: all its resources have the tag `aws-pipelines:gate`. Builds of the account are
 * denied every change to them.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * const source = gitSource({ connectionArn, repository: "acme/lib" });
 * new DeliveryPipeline("lib", {
 *   stages: [
 *     { name: "Source", actions: [source] },
 *     { name: "Test", actions: [buildAction({ name: "Unit", input: source, commands: ["npm ci", "npm test"] })] },
 *   ],
 * });
 * ```
 */
export class DeliveryPipeline extends pulumi.ComponentResource {
  /** The name of the artifact bucket. */
  readonly bucketName: pulumi.Output<string>;
  /** The ARN of the key that encrypts artifacts, logs and topics. */
  readonly keyArn: pulumi.Output<string>;
  /** The names of the build projects. */
  readonly projectNames: pulumi.Output<string[]>;
  /** The name of the pipeline. */
  readonly pipelineName: pulumi.Output<string>;
  /** The ARN of the pipeline. */
  readonly pipelineArn: pulumi.Output<string>;

  constructor(name: string, args: DeliveryPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    const subject = `DeliveryPipeline ${name}`;
    refuse(subject, shapeProblems("DeliveryPipeline", args, Object.keys(ownKeys)));
    const {
      account,
      region,
      partition,
      accounts = {},
      roles: ofProgram = {},
      artifacts = {},
      notify,
      imageRepository,
      pullRequestChecks,
      logRetentionInDays,
      protect = false,
      tags,
      rolePath,
      permissionsBoundaryArn,
      managedPoliciesOnly,
      ...definition
    } = args;
    const roles = roleSettingsOf(args);
    const { value: place, problems } = stackScope({ account, region, partition });
    refuse(subject, [...problems, ...roleSettingsProblems(roles, place.account)]);
    const scope = scopeOf({ ...place, ...roles });
    const reading = planDeliveryPipeline(
      scope,
      name,
      definition,
      artifacts,
      notify,
      Object.keys(accounts),
      Object.keys(ofProgram),
    );
    const parts = { imageRepository, pullRequestChecks };
    const planned = requireValue(subject, {
      value: reading.plan,
      problems: [
        ...reading.problems,
        ...partProblems(name, parts),
        ...(reading.plan ? unusedAccountProblems(accounts, accountsOfPlan(reading.plan)) : []),
      ],
    });
    const plan = { ...planned, keyUsers: withParts(planned.keyUsers, scope, name, parts) };
    const inputs = { ...args, accounts: Object.keys(accounts), roles: Object.keys(ofProgram) };
    super("aws-pipelines:index:DeliveryPipeline", name, inputs, opts);
    for (const advice of foreignGrantAdvice({ stages: definition.stages }, scope.account)) {
      pulumi.log.info(advice, this);
    }

    // An approval makes the whole pipeline a gate, and its notifications with it.
    const ownTags = plan.isGate ? withGateTag(tags, name) : tags;
    const { store, projects, pipeline, encryptionKeyArn } = createDelivery(
      name,
      {
        subject,
        scope,
        plan,
        accounts: providersOf(accounts),
        roles: ofProgram,
        artifacts,
        logRetentionInDays,
        protect,
        tags: ownTags,
        createFirst: (keyArn, stateful) =>
          imageRepository &&
          new ImageRepository(
            `${name}-images`,
            {
              repositoryName: name,
              retainOnDelete: protect,
              ...imageRepository,
              encryptionKeyArn: keyArn,
              region: scope.region,
              tags: ownTags,
            },
            stateful,
          ),
      },
      this,
    );
    if (pullRequestChecks !== undefined) {
      new PullRequestChecks(
        checksNameOf(name),
        { ...pullRequestChecks, ...scope, encryptionKeyArn, logRetentionInDays, tags },
        { parent: this },
      );
    }

    if (plan.notifications !== undefined) {
      new PipelineNotifications(
        plan.notifications.name,
        {
          plan: plan.notifications,
          encryptionKeyArn,
          startAfter: [pipeline, ...projects],
          tags: ownTags,
        },
        { parent: this },
      );
    }

    this.bucketName = store.bucketName;
    this.keyArn = store.keyArn;
    this.projectNames = pulumi.output(projects.map(({ projectName }) => projectName));
    this.pipelineName = pipeline.pipelineName;
    this.pipelineArn = pipeline.pipelineArn;
    this.registerOutputs({
      bucketName: this.bucketName,
      keyArn: this.keyArn,
      projectNames: this.projectNames,
      pipelineName: this.pipelineName,
      pipelineArn: this.pipelineArn,
    });
  }
}

/** The providers among the other accounts of a pipeline. @internal */
export function providersOf(accounts: NonNullable<DeliveryPipelineArgs["accounts"]>): AccountProviders {
  return Object.fromEntries(
    Object.entries(accounts).flatMap(([account, provider]) =>
      provider === "TargetAccount" ? [] : [[account, provider]],
    ),
  );
}

/**
 * Reads the definition of a {@link DeliveryPipeline} from YAML or JSON. An action of CodeBuild may hold its project under
 * `build`, and an approval the addresses that it notifies under `notify`.
 *
 * @param file - name of the file, for messages
 * @param text - content of the file
 * @throws RunError listing every problem with its path and line.
 * @example
 * ```ts
 * new DeliveryPipeline("lib", readDeliveryDefinition("delivery.yaml", readFileSync("delivery.yaml", "utf8")));
 * ```
 */
export function readDeliveryDefinition(file: string, text: string): DeliveryPipelineDefinition {
  const { definition, problems, lineOf } = readDeliveryFile(text);
  return requireValue(file, { value: definition, problems: withLines(problems, lineOf) });
}
