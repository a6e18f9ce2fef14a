import { z } from "zod";
import { sourceSchema } from "../infrastructure/source-settings";
import { imageDefinitionsArgs } from "../recipes/image-definitions";
import { npmPublishArgs } from "../recipes/npm-publish";
import { samPackageArgs } from "../recipes/sam-package";
import { allowedKeys, matching, nonEmptyText, refusedKey } from "../schema/vocabulary";
import { applicationDriftSchema, deploymentDriftSchema } from "./drift-settings";
import { inlineBuildSchema } from "./inline-schema";
import { deliverySettingsSchema, imageSchema } from "./settings";
import { stackDeployment } from "./stack-settings";
import { targetSchema } from "./targets";
import { opentofuUpdate, pulumiUpdate, terraformUpdate } from "./update-settings";

const { deploy, destroy, drift, image, source, builds, plan, promote, ...common } = deliverySettingsSchema.shape;

/** The name of a build or a deployment, and of its artifact. */
const name = matching(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, "give 1 to 40 letters, digits, - or _, starting with a letter");

const position = {
  /** The name, unique among builds and deployments. The artifact of a build has this name. */
  name,
  /**
   * The name of the build whose artifact is the input.
   * @default - the source
   */
  input: name.optional(),
};

/** A build of any application: commands, or a recipe. */
const buildSchema = allowedKeys({
  ...position,
  /**
   * A ready buildspec: `samPackage` or `npmPublish`, with its arguments.
   * @default - `commands` or `buildspec`
   */
  recipe: z
    .union(
      [
        allowedKeys({
          /** Packages an application of the Serverless Application Model for CloudFormation. */
          samPackage: samPackageArgs,
        }),
        allowedKeys({
          /** Publishes npm packages to CodeArtifact. */
          npmPublish: npmPublishArgs,
        }),
      ],
      { error: "is no recipe: give samPackage or npmPublish with its arguments" },
    )
    .optional(),
  ...inlineBuildSchema.shape,
});

const place = {
  /**
   * The account and region of this deployment.
   * @default - `target` of the environment
   */
  target: targetSchema.optional(),
};

const checked = {
  /**
   * The check of drift of this deployment; `false` leaves it out.
   * @default - as `drift` of the environment says
   */
  drift: deploymentDriftSchema.optional(),
};

/** A deployment of any kind. */
const deploymentSchema = z.discriminatedUnion("tool", [
  allowedKeys({ ...position, ...place, ...pulumiUpdate, ...checked }),
  allowedKeys({ ...position, ...place, ...terraformUpdate, ...checked }),
  allowedKeys({ ...position, ...place, ...opentofuUpdate, ...checked }),
  allowedKeys({
    ...position,
    ...place,
    ...stackDeployment,
    /**
     * The plan of this deployment: a change set, which people approve and the deployment executes. An empty one skips
     * both. `false` deploys without a plan.
     * @default - true with an approval, nothing without
     */
    plan: z.boolean().optional(),
    ...checked,
  }),
  // The schema of the provider checks all other keys of the action.
  z.looseObject({
    ...position,
    ...place,
    /** An action of the catalogue, such as a deployment to ECS, Lambda, S3, EKS, AppConfig or Elastic Beanstalk. */
    tool: z.literal("action"),
    /** The provider of the action: `ECS`, `Lambda`, `S3`, `EKS`, `AppConfig`, `ElasticBeanstalk` or another one. */
    provider: nonEmptyText,
    /**
     * The category of the action.
     * @default "Deploy"
     */
    category: z.enum(["Deploy", "Invoke"]).optional(),
    /** The configuration of the action, with the keys of AWS. */
    configuration: z.record(z.string(), z.unknown()),
  }),
]);

/** The settings of an environment of any application: builds and deployments, or a definition file. */
export const applicationSettingsSchema = allowedKeys({
  ...common,
  /** Not supported: releases move between environments with `deploy`. */
  promote: refusedKey("promote belongs to deploy; deployments of other kinds take no image by its digest yet"),
  /** Not supported: one gate guards one state and its approvers, and an application has several deployments. */
  destroy: refusedKey(
    "one approval binds the plan of one state, and CloudFormation plans no deletion. Create a DestroyPipeline for each deployment by Pulumi or Terraform (@platform/aws-pipelines-docs/docs/destroy.md), or describe the only deployment by deploy",
  ),
  /**
   * Checks, on a schedule, whether somebody changed resources by other ways than a deployment: one check for each
   * deployment by Pulumi, Terraform, OpenTofu or CloudFormation. A check reads with the permissions of the plan, and
   * `notify` tells which resources drifted. It changes nothing.
   * @default - none
   */
  drift: applicationDriftSchema.optional(),
  /** Not supported here: each deployment has its own plan. */
  plan: refusedKey("each deployment has a plan of its own: give plan in deployments"),
  /**
   * The repository, and the branch whose pushes are delivered.
   * @default - required, unless `definition` has the source
   */
  source: sourceSchema.optional(),
  /**
   * The Docker image that is built.
   * @default - no image is built
   */
  image: allowedKeys({
    ...imageSchema.shape,
    /**
     * The containers of the ECS task definition that run the image. The artifact `ImageDefinitions` names the image for
     * them.
     * @default - no such artifact
     */
    containers: imageDefinitionsArgs.shape.containers,
  }).optional(),
  /**
   * The builds, which run at the same time.
   * @default - none
   */
  builds: z.array(buildSchema).min(1).optional(),
  /**
   * The deployments, one after the other.
   * @default - none
   */
  deployments: z.array(deploymentSchema).min(1).optional(),
  /**
   * The file of a delivery pipeline beside `Pulumi.yaml`, instead of source, builds, deployments, test and approval.
   * @default - the settings describe the pipeline
   */
  definition: matching(/^[\w.-][\w./-]*\.(ya?ml|json)$/, "give a YAML or JSON file, such as pipeline.yaml").optional(),
});

/** The settings of an environment of any application. */
export interface ApplicationSettings extends z.input<typeof applicationSettingsSchema> {}
export type ApplicationModel = z.output<typeof applicationSettingsSchema>;
export type DeploymentModel = NonNullable<ApplicationModel["deployments"]>[number];

/** Whether settings describe an application by builds, deployments or a definition, and not by `deploy`. */
export function isApplication(settings: unknown): boolean {
  const { builds, deployments, definition }: Readonly<Record<string, unknown>> = Object(settings);
  // With deploy, builds describes the machines of builds.
  return Array.isArray(builds) || deployments !== undefined || definition !== undefined;
}
