import { objectArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { downloadArchitecture, projectMachine } from "../codebuild/machine-settings";
import type { BuildProjectSettings } from "../codebuild/project-schema";
import { grantStatements } from "../iam/grant";
import { pullBaseImages, pushImages, repositoryUri } from "../iam/image-access";
import { allowStatement } from "../iam/statement";
import { defaultDirectory } from "../infrastructure/settings";
import { pulumiState, stateStatements, stateVariables, terraformState } from "../infrastructure/state-use";
import type { Build } from "../pipelines/plan/planned-builds";
import { dockerImage } from "../recipes/docker-image";
import { integrationTests } from "../recipes/integration-tests";
import { planFolder } from "../recipes/plan-store";
import { pulumiUp } from "../recipes/pulumi-up";
import { pulumiUpPreview } from "../recipes/pulumi-up-preview";
import { terraformApply } from "../recipes/terraform-apply";
import { terraformApplyPreview } from "../recipes/terraform-apply-preview";
import { planGrants } from "./plan-settings";
import type { DeliverySettings } from "./settings";

/** Builds the image in privileged mode and pushes it. */
export function planImageProject(
  scope: AwsScope,
  settings: DeliverySettings,
  name: string,
  repositoryName: string,
): Build {
  const { context, dockerfile, dockerHub, platform = "linux/amd64", latest, baseImages = {} } = settings.image ?? {};
  const { computeType } = settings.builds ?? {};
  const key = dockerHub?.keyArn === undefined ? {} : { keyArn: dockerHub.keyArn };
  return {
    description: `Builds the image of ${name}`,
    privileged: true,
    // Docker builds an image natively on a machine of its platform alone.
    ...projectMachine({ architecture: platform === "linux/arm64" ? "arm64" : "x86_64", computeType }),
    cacheDockerLayers: true,
    timeoutInMinutes: 30,
    environmentVariables: dockerHub
      ? {
          DOCKERHUB_USERNAME: { parameter: dockerHub.usernameParameter, ...key },
          DOCKERHUB_TOKEN: { parameter: dockerHub.tokenParameter, ...key },
        }
      : {},
    buildspec: dockerImage({
      repositoryUri: repositoryUri(scope, repositoryName),
      region: scope.region,
      dockerHub: dockerHub !== undefined,
      ...(context !== undefined && { context }),
      ...(dockerfile !== undefined && { dockerfile }),
      ...(settings.image?.platform !== undefined && { platform }),
      ...(latest !== undefined && { latest }),
    }),
    permissions: [...pushImages(scope, repositoryName), ...pullBaseImages(scope, baseImages)],
  };
}

/**
 * Applies the infrastructure in the repository, with what the settings grant.
 *
 * @param planBucketName - the bucket of the approved plan, if approvers see one
 */
export function planDeployProject(
  scope: AwsScope,
  settings: DeliverySettings,
  name: string,
  repositoryName: string,
  planBucketName?: string,
): Build {
  const { deploy, builds, state } = settings;
  const { timeoutInMinutes, permissions = [] } = deploy;
  const plan = planBucketName === undefined ? {} : { planBucketName };
  return {
    description: `Deploys ${name}`,
    ...projectMachine(builds),
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    environmentVariables: {
      ...withImage(scope, repositoryName, deploy.environmentVariables),
      ...stateVariables(state),
    },
    buildspec:
      deploy.tool === "pulumi"
        ? pulumiUp({ ...pulumiArgs(scope, settings, deploy), ...plan })
        : terraformApply({ ...terraformArgs(scope, settings, deploy), ...plan }),
    permissions: [...stateStatements(scope, state, deploy, "write"), ...grantStatements(permissions)],
  };
}

/**
 * Plans the deployment with a role that reads. It keeps the plan beside the artifacts, which it cannot write: it runs the
 * code of a commit that waits for an approval.
 */
export function planPlanProject(
  scope: AwsScope,
  settings: DeliverySettings,
  name: string,
  repositoryName: string,
  planBucketName: string,
): Build {
  const { deploy, builds, state, plan } = settings;
  const { environmentVariables = {}, timeoutInMinutes } = typeof plan === "object" ? plan : {};
  const plain = Object.entries(deploy.environmentVariables ?? {}).filter(([, variable]) => "value" in variable);
  return {
    description: `Plans the deployment of ${name}`,
    ...projectMachine(builds),
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    keyUse: "encrypt",
    environmentVariables: {
      ...withImage(scope, repositoryName, { ...Object.fromEntries(plain), ...environmentVariables }),
      ...stateVariables(state, "plan"),
    },
    buildspec:
      deploy.tool === "pulumi"
        ? pulumiUpPreview({ ...pulumiArgs(scope, settings, deploy), planBucketName })
        : terraformApplyPreview({ ...terraformArgs(scope, settings, deploy), planBucketName }),
    permissions: [
      ...stateStatements(scope, state, deploy, "plan"),
      ...grantStatements(planGrants(settings)),
      allowStatement({
        sid: "StorePlan",
        actions: ["s3:PutObject"],
        resources: [planObjects(scope, planBucketName)],
        conditions: { StringEquals: { "aws:ResourceAccount": scope.account } },
      }),
    ],
  };
}

/** The ARN of the plans in a bucket. */
export function planObjects(scope: AwsScope, bucketName: string): string {
  return objectArn(scope, bucketName, `${planFolder}/*`);
}

type Deploy<Tool> = Extract<DeliverySettings["deploy"], { tool: Tool }>;
type Surroundings = Pick<DeliverySettings, "builds" | "state">;

function pulumiArgs(scope: AwsScope, { builds, state }: Surroundings, deploy: Deploy<"pulumi">) {
  const { version, sha256, directory = defaultDirectory, stack, nodejs } = deploy;
  return {
    ...{ version, sha256, directory, stack, ...downloadArchitecture(builds) },
    ...(nodejs !== undefined && { nodejs }),
    ...pulumiState(scope, state),
  };
}

function terraformArgs(scope: AwsScope, { builds, state }: Surroundings, deploy: Deploy<"terraform">) {
  const { version, sha256, directory = defaultDirectory } = deploy;
  return { version, sha256, directory, ...downloadArchitecture(builds), ...terraformState(scope, state) };
}

/** Tests what was deployed, with what the settings grant. */
export function planTestProject(
  scope: AwsScope,
  test: NonNullable<DeliverySettings["test"]>,
  name: string,
  repositoryName: string,
  builds?: DeliverySettings["builds"],
): Build {
  const { commands, directory, runtimes, reports, permissions = [] } = test;
  return {
    description: `Tests ${name}`,
    ...projectMachine(builds),
    environmentVariables: withImage(scope, repositoryName, test.environmentVariables),
    buildspec: integrationTests({
      commands,
      ...(directory !== undefined && { directory }),
      ...(runtimes !== undefined && { runtimes }),
      ...(reports !== undefined && {
        reports: Object.fromEntries(Object.entries(reports).map(([report, files]) => [report, { files }])),
      }),
    }),
    permissions: grantStatements(permissions),
  };
}

/** The variables of a project that works with the image. */
export function withImage(
  scope: AwsScope,
  repositoryName: string,
  variables: BuildProjectSettings["environmentVariables"],
): BuildProjectSettings["environmentVariables"] {
  return { ...variables, IMAGE_REPOSITORY_URI: { value: repositoryUri(scope, repositoryName) } };
}
