import { z } from "zod";
import { reviewLink } from "../actions/manual-approval";
import { accountId, imageRepositoryName, keyArnSchema, regionName, roleArnSchema } from "../aws/names";
import { roleSettingsShape } from "../aws/role-settings";
import { partitions } from "../aws/scope";
import { parameterReference } from "../codebuild/environment-variable";
import { machineSchema } from "../codebuild/machine-settings";
import { logRetentionInDays } from "../codebuild/project-schema";
import { destroySchema } from "../destroy/settings";
import { deploySchema, testSchema } from "../infrastructure/deploy-settings";
import { sourceSchema } from "../infrastructure/source-settings";
import { stateSchema } from "../infrastructure/state-settings";
import { notifySchema } from "../notifications/settings";
import { repositoryPath } from "../recipes/args";
import { imageExpiryShape } from "../registries/image-repository-args";
import { tagsSchema } from "../schema/tags";
import { allowedKeys, distinct, matching, nonEmptyText, shown } from "../schema/vocabulary";
import { artifactStoreSchema } from "../storage/artifact-store-settings";
import { driftSchema } from "./drift-settings";
import { planSchema } from "./plan-settings";
import { promoteSchema } from "./promotion-settings";
import { selfUpdateSchema } from "./self-update-settings";
import { targetSchema } from "./targets";

/** The Docker image of an environment. */
export const imageSchema = allowedKeys({
  /**
   * The name of the ECR repository that is made for the images.
   * @default - the name of the environment
   */
  repositoryName: imageRepositoryName.optional(),
  /**
   * The name of an ECR repository of this account and region that exists already; none is made then.
   * @default - a repository is made
   */
  existingRepositoryName: imageRepositoryName.optional(),
  /**
   * The directory that is sent to Docker, in the repository.
   * @default "."
   */
  context: repositoryPath.optional(),
  /**
   * The Dockerfile, in the repository.
   * @default - `Dockerfile` in the context
   */
  dockerfile: repositoryPath.optional(),
  /**
   * The platform of the image. The build runs on a machine of that platform.
   * @default "linux/amd64"
   */
  platform: z.enum(["linux/amd64", "linux/arm64"]).optional(),
  /**
   * Whether the tag `latest` moves to each new image.
   * @default true
   */
  latest: z.boolean().optional(),
  ...imageExpiryShape,
  /**
   * Whether each deployment gives its image the tag `deployed-<environment>`, and the image before it the tag
   * `deployed-<environment>-previous`. Both never expire. In an existing repository, the tags `deployed-*` must be mutable.
   * @default - true if the images of a new repository expire
   */
  tagDeployments: z.boolean().optional(),
  /**
   * The ARNs of roles of other accounts that pull the image, such as the execution roles of ECS tasks there. The policy
   * of the repository allows them; they need not exist yet.
   * @default - none
   */
  pulledBy: distinct(z.array(roleArnSchema).min(1).max(20)).optional(),
  /** Private base images in the registry of the account and region. The build may pull them. */
  baseImages: allowedKeys({
    /**
     * Names of ECR repositories.
     * @default - none
     */
    repositories: distinct(z.array(imageRepositoryName)).optional(),
    /**
     * Prefixes of pull-through cache rules, such as `docker-hub`. The build may also create cached repositories.
     * @default - none
     */
    pullThroughCaches: distinct(z.array(imageRepositoryName)).optional(),
  }).optional(),
  /**
   * The parameters of SSM Parameter Store that hold the name and the token that log in to Docker Hub.
   * @default - Docker Hub is used without a login, which it allows seldom
   */
  dockerHub: allowedKeys({
    /** The name of the parameter that holds the user's name. */
    usernameParameter: parameterReference,
    /** The name of the parameter, a SecureString, that holds an access token. Give a token that only reads. */
    tokenParameter: parameterReference,
    /**
     * The ARN of the customer key that encrypts the parameters.
     * @default - the account's aws/ssm key
     */
    keyArn: keyArnSchema.optional(),
  }).optional(),
});

const approvalSchema = allowedKeys({
  /** The e-mail addresses of those who are told that an approval waits; AWS asks each to confirm once. */
  notify: distinct(z.array(z.email({ error: "is no e-mail address: give one such as release@example.com" })).min(1)),
  /**
   * A message to the approvers, at most 900 characters. The approval shows it after the commit. It may hold references
   * such as `#{Repository.CommitMessage}`.
   * @default - the commit alone
   */
  message: z.string().min(1).max(900).optional(),
  /**
   * The address that approvers review. It may hold references: `https://github.com/acme/shop/commit/#{Repository.CommitId}`.
   * @default - none
   */
  reviewUrl: reviewLink.optional(),
  /**
   * How long the pipeline waits for the approval, in minutes: 5 to 86400.
   * @default 1440
   */
  timeoutInMinutes: z.int().min(5).max(86_400).optional(),
});

/** Everything that is decided about one environment: the one object in a stack's settings. */
export const deliverySettingsSchema = allowedKeys({
  /** The name of the application: a lower-case letter, then up to 23 lower-case letters, digits or hyphens. */
  application: matching(
    /^[a-z][a-z0-9-]{0,22}[a-z0-9]$/,
    "give 2 to 24 lower-case letters, digits or hyphens, starting with a letter",
  ),
  /** The account of the environment, 12 digits in quotation marks. */
  account: accountId,
  /** The region of the environment. */
  region: regionName,
  /**
   * The partition of the region.
   * @default - the partition that the region's name says
   */
  partition: z.enum(partitions).optional(),
  /** The repository, and the branch whose pushes are delivered. */
  source: sourceSchema,
  /**
   * The Docker image that is built.
   * @default - a repository is made, and Docker Hub is used without a login
   */
  image: imageSchema.optional(),
  /** How the infrastructure in the repository is applied, and what that may do. */
  deploy: deploySchema,
  /**
   * The account and region that deployments are for, with their states.
   * @default - those of the pipeline
   */
  target: targetSchema.optional(),
  /**
   * Other accounts whose roles a TargetAccount creates there, each with the value `TargetAccount`.
   * @default - none
   */
  accounts: z.record(accountId, z.literal("TargetAccount")).optional(),
  /**
   * The machine of all builds. The build of the image runs on the platform of the image, with an image of AWS.
   * @default - x86_64, the standard image, BUILD_GENERAL1_SMALL
   */
  builds: machineSchema.optional(),
  /**
   * Integration tests against what was deployed.
   * @default - none
   */
  test: testSchema.optional(),
  /**
   * An approval of each commit. Build and plan wait for it.
   * @default - every push is deployed
   */
  approval: approvalSchema.optional(),
  /**
   * The plan of the deployment, which a second approval shows after the build. The deployment applies that plan or nothing;
   * an empty plan skips both. `false` deploys without a plan.
   * @default - true with `approval`, nothing without
   */
  plan: planSchema.optional(),
  /**
   * A check, on a schedule, whether somebody changed the deployed resources by other ways than a deployment. It reads with
   * the permissions of the plan, and `notify` tells which resources drifted. It changes nothing.
   * @default - none
   */
  drift: driftSchema.optional(),
  /**
   * The environments before and after this one: a release is built and tested once, and moves on by its digest.
   * @default - every environment builds its own image
   */
  promote: promoteSchema.optional(),
  /**
   * Where the state of the infrastructure is kept, by the deployment and by what destroys.
   * @default - where the module or the variables of the deployment say
   */
  state: stateSchema.optional(),
  /**
   * A pipeline that destroys what was deployed, after an approval.
   * @default - none is made
   */
  destroy: destroySchema.optional(),
  /**
   * Whether a pipeline updates this stack from the repository of its program, and how. Every update waits for an approval,
   * unless `selfUpdate.approval` says otherwise. Needs `permissionsBoundaryArn`.
   * @default false
   */
  selfUpdate: selfUpdateSchema.optional(),
  /**
   * Recipients of notifications about runs, approvals and builds, or `false`. Production and protected environments give
   * one of the two.
   * @default - no notifications
   */
  notify: z
    .union([z.literal(false), notifySchema], {
      error: ({ input }) => `is ${shown(input)}: give recipients, such as emails, or false with notifyReason`,
    })
    .optional(),
  /**
   * The reason why `notify` is `false`.
   * @default - none
   */
  notifyReason: nonEmptyText.optional(),
  /**
   * Where artifacts are kept.
   * @default - a bucket and a key are made
   */
  artifacts: artifactStoreSchema.optional(),
  /**
   * How long the logs of builds are kept, in days: one of the retentions that CloudWatch Logs knows.
   * @default 365
   */
  logRetentionInDays: logRetentionInDays.optional(),
  /**
   * Whether Pulumi refuses to delete what cannot be made again: artifacts, key and images. They are kept on destroy then;
   * the logs of builds are not.
   * @default false
   */
  protect: z.boolean().optional(),
  ...roleSettingsShape,
  /**
   * Tags of everything that takes tags, beside `application` and `environment`.
   * @default - none
   */
  tags: tagsSchema.optional(),
});

/** Settings of one application in one environment. */
export type DeliverySettings = z.input<typeof deliverySettingsSchema>;
