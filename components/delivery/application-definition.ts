import type { AwsScope } from "../aws/scope";
import type { Buildspec } from "../codebuild/buildspec";
import { grantStatements } from "../iam/grant";
import { findImages, repositoryUri } from "../iam/image-access";
import { defaultDirectory } from "../infrastructure/settings";
import type { StateOwner } from "../infrastructure/state-settings";
import { pulumiState, stateStatements, stateVariables, terraformState } from "../infrastructure/state-use";
import { outputVariable } from "../pipelines/definition/variable-reference";
import { imageDefinitions } from "../recipes/image-definitions";
import { npmPublish } from "../recipes/npm-publish";
import { pulumiUp } from "../recipes/pulumi-up";
import { samPackage } from "../recipes/sam-package";
import { terraformApply } from "../recipes/terraform-apply";
import type { ApplicationModel, DeploymentModel } from "./application-settings";
import { deployedImageActions } from "./deployed-image";
import {
  approvalAction,
  type BuildAction,
  type BuildSettings,
  buildAction,
  type DeliveryAction,
  gitSource,
  stackAction,
} from "./inline-actions";
import type { DeliveryPipelineDefinition, DeliveryStage } from "./pipeline-plan";
import { planImageProject, planTestProject } from "./projects";
import type { DeliverySettings } from "./settings";

const defaultApprovalTimeout = 24 * 60;

type Infrastructure = Extract<DeploymentModel, { tool: "pulumi" | "terraform" | "opentofu" }>;

/** The stages of an application: source, approval, builds, deployments and tests, as far as settings ask for them. */
export function applicationDefinition(
  scope: AwsScope,
  name: string,
  settings: ApplicationModel & { readonly source: NonNullable<ApplicationModel["source"]> },
): DeliveryPipelineDefinition {
  const { source, approval, builds = [], deployments = [], test, image } = settings;
  const { branch = "main", ...repository } = source;
  const from = gitSource({ ...repository, branch });
  const repositoryName = imageRepositoryOf(name, settings);
  const commit = outputVariable(from, "CommitId");
  const built: DeliveryAction[] = [
    ...(image ? imageActions(scope, name, settings, from.name) : []),
    ...builds.map(({ name: build, input = from.name, recipe, ...inline }) =>
      buildAction({ ...inlineBuild(inline, recipe), name: build, input }),
    ),
  ];
  const stages: readonly (DeliveryStage | undefined)[] = [
    { name: "Source", actions: [from] },
    approval && {
      name: "Approve",
      actions: [
        approvalAction({
          name: "Release",
          notify: approval.notify,
          message: [`Builds and deploys commit ${commit}.`, approval.message].filter(Boolean).join(" "),
          timeoutInMinutes: approval.timeoutInMinutes ?? defaultApprovalTimeout,
          ...(approval.reviewUrl !== undefined && { reviewLink: approval.reviewUrl }),
        }),
      ],
    },
    built.length > 0 ? { name: "Build", actions: built } : undefined,
    deployments.length > 0
      ? {
          name: "Deploy",
          actions: [
            ...deployments.map((deployment, index) => ({
              ...deploymentAction(scope, settings, deployment, { source: from.name, repositoryName }),
              runOrder: index + 1,
            })),
            ...(repositoryName === undefined
              ? []
              : deployedImageActions(scope, image, {
                  ...{ repositoryName, environment: name, input: from.name, commit },
                  runOrder: deployments.length + 1,
                })),
          ],
        }
      : undefined,
    test && {
      name: "Test",
      actions: [
        inlineAction(
          "Integration",
          from.name,
          withoutImage(planTestProject(scope, test, name, repositoryName ?? ""), image),
        ),
      ],
    },
  ];
  return { stages: stages.filter((stage) => stage !== undefined) };
}

/** The ECR repository of an application's image; none without an image. */
export function imageRepositoryOf(name: string, { image }: Pick<ApplicationModel, "image">): string | undefined {
  return image && (image.existingRepositoryName ?? image.repositoryName ?? name);
}

/** The image is built by a role that writes no artifact; a second build names it for the deployment. */
function imageActions(scope: AwsScope, name: string, settings: ApplicationModel, source: string): BuildAction[] {
  const repositoryName = imageRepositoryOf(name, settings) ?? name;
  const { containers, ...image } = settings.image ?? {};
  const pushed = planImageProject(scope, { image } as DeliverySettings, name, repositoryName);
  return [
    // No artifact: a role that writes artifacts could replace the source that is deployed.
    { ...inlineAction("Image", source, pushed), outputArtifacts: [] },
    ...(containers === undefined
      ? []
      : [
          {
            ...buildAction({
              name: "ImageDefinitions",
              input: source,
              buildspec: imageDefinitions({
                repositoryUri: repositoryUri(scope, repositoryName),
                region: scope.region,
                containers,
              }),
              permissions: [findImages(scope, repositoryName)],
            }),
            runOrder: 2,
          },
        ]),
  ];
}

function inlineAction(name: string, input: string, { description: _, ...build }: BuildSettings): BuildAction {
  return buildAction({ ...build, name, input });
}

function inlineBuild(
  {
    buildspec,
    permissions,
    ...build
  }: Omit<NonNullable<ApplicationModel["builds"]>[number], "name" | "input" | "recipe">,
  recipe: NonNullable<ApplicationModel["builds"]>[number]["recipe"],
): BuildSettings {
  const ready =
    recipe &&
    ("samPackage" in recipe ? samPackage(recipe.samPackage as never) : npmPublish(recipe.npmPublish as never));
  const spec = ready ?? (buildspec as unknown as Buildspec | undefined);
  return {
    ...build,
    ...(spec && { buildspec: spec }),
    ...(permissions && { permissions: grantStatements(permissions) }),
  };
}

function deploymentAction(
  scope: AwsScope,
  settings: ApplicationModel,
  deployment: DeploymentModel,
  { source, repositoryName }: { readonly source: string; readonly repositoryName: string | undefined },
): DeliveryAction {
  const { name, input = source } = deployment;
  switch (deployment.tool) {
    case "cloudformation": {
      const { tool: _, target = settings.target, ...stack } = deployment;
      return stackAction({ ...stack, input, ...(target && { target }) });
    }
    case "action": {
      const { tool: _, input: given, category = "Deploy", target = settings.target, ...action } = deployment;
      return {
        ...action,
        category,
        inputArtifacts: given === undefined ? [] : [input],
        ...(target && { target }),
        // The schema of the provider reads the action.
      } as unknown as DeliveryAction;
    }
    default:
      return inlineAction(name, input, infrastructureBuild(scope, settings, deployment, repositoryName));
  }
}

/** The part of a deployment that decides about its state. */
export function stateOwnerOf(deployment: Infrastructure): StateOwner {
  return deployment.tool === "pulumi"
    ? { tool: "pulumi", stack: deployment.stack }
    : { tool: "terraform", version: deployment.version };
}

function infrastructureBuild(
  scope: AwsScope,
  { state: shared }: ApplicationModel,
  deployment: Infrastructure,
  repositoryName: string | undefined,
): BuildSettings {
  const { version, sha256, directory = defaultDirectory, timeoutInMinutes, permissions = [] } = deployment;
  const state = deployment.state ?? shared;
  const tool = { version, sha256, directory, image: repositoryName !== undefined };
  return {
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    environmentVariables: {
      ...deployment.environmentVariables,
      ...(repositoryName !== undefined && { IMAGE_REPOSITORY_URI: { value: repositoryUri(scope, repositoryName) } }),
      ...stateVariables(state),
    },
    buildspec:
      deployment.tool === "pulumi"
        ? pulumiUp({
            ...tool,
            stack: deployment.stack,
            ...(deployment.nodejs !== undefined && { nodejs: deployment.nodejs }),
            ...pulumiState(scope, state),
          })
        : terraformApply({ ...tool, distribution: deployment.tool, ...terraformState(scope, state) }),
    permissions: [...stateStatements(scope, state, stateOwnerOf(deployment), "write"), ...grantStatements(permissions)],
  };
}

function withoutImage(build: BuildSettings, image: ApplicationModel["image"]): BuildSettings {
  const { IMAGE_REPOSITORY_URI: _, ...variables } = build.environmentVariables ?? {};
  return image ? build : { ...build, environmentVariables: variables };
}
