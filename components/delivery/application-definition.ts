import { topicArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import type { Buildspec } from "../codebuild/buildspec";
import { grantStatements } from "../iam/grant";
import { findImages, repositoryUri } from "../iam/image-access";
import { outputVariable } from "../pipelines/definition/variable-reference";
import { imageDefinitions } from "../recipes/image-definitions";
import { npmPublish } from "../recipes/npm-publish";
import { samPackage } from "../recipes/sam-package";
import type { ApplicationModel, DeploymentModel } from "./application-settings";
import { deployedImageActions } from "./deployed-image";
import {
  approvalAction,
  type BuildAction,
  type BuildSettings,
  buildAction,
  type DeliveryAction,
  type GitSource,
  gitSource,
  stackAction,
} from "./inline-actions";
import { leadTimeActions } from "./lead-time";
import { type DeliveryPipelineDefinition, type DeliveryStage, physicalPart } from "./pipeline-plan";
import { defaultApprovalTimeout, planApproval } from "./plan-bond";
import { hasPlan } from "./plan-settings";
import { type PlannedDeployment, planStack, planUpdate, stagesOfPlan, updateAction } from "./planned-deployment";
import { planImageProject, planTestProject } from "./projects";
import type { DeliverySettings } from "./settings";
import type { UpdateSettings } from "./update-settings";

/** The artifact of the repository. */
const sourceArtifact = "source";

/** A stage, and the settings that its actions come from. */
interface SettingsStage {
  readonly stage: DeliveryStage;
  /** The path of the setting of each action; undefined where no single setting decides. */
  readonly paths: readonly (string | undefined)[];
}

/** The pipeline of an application, and the settings that its actions come from. */
export interface ApplicationDefinition {
  readonly definition: DeliveryPipelineDefinition;
  /** Paths of settings, by stage and action. */
  readonly paths: readonly SettingsStage["paths"][];
}

/**
 * The stages of an application: source, approval, builds, deployments and tests, as far as settings ask for them. With an
 * approval, each deployment that can plan has stages of its own, because an empty plan skips a whole stage.
 */
export function applicationDefinition(
  scope: AwsScope,
  name: string,
  settings: ApplicationModel & { readonly source: NonNullable<ApplicationModel["source"]> },
): ApplicationDefinition {
  const { source, approval, builds = [], deployments = [], test, image } = settings;
  const { branch = "main", ...repository } = source;
  // The artifact has another name than the action, so that texts may refer to `#{Repository.CommitId}`.
  const from = { ...gitSource({ ...repository, branch }), outputArtifacts: [sourceArtifact] };
  const repositoryName = imageRepositoryOf(name, settings);
  const commit = outputVariable(from, "CommitId");
  const images = image ? imageActions(scope, name, settings, sourceArtifact) : [];
  const built = builds.map(({ name: build, input = sourceArtifact, recipe, ...inline }) =>
    buildAction({ ...inlineBuild(inline, recipe), name: build, input }),
  );
  const verb = deployments.some((deployment) => isPlanned(deployment, approval)) ? "plans" : "deploys";
  const stages: readonly (SettingsStage | undefined)[] = [
    { stage: { name: "Source", actions: [from] }, paths: [] },
    approval && {
      stage: {
        name: "Approve",
        actions: [
          approvalAction({
            name: "Release",
            notify: approval.notify,
            message: [`Builds and ${verb} commit ${commit}.`, approval.message].filter(Boolean).join(" "),
            timeoutInMinutes: approval.timeoutInMinutes ?? defaultApprovalTimeout,
            ...(approval.reviewUrl !== undefined && { reviewLink: approval.reviewUrl }),
          }),
        ],
      },
      paths: [],
    },
    images.length + built.length > 0
      ? {
          stage: { name: "Build", actions: [...images, ...built] },
          paths: [...images.map(() => undefined), ...built.map((_, index) => `builds[${index}]`)],
        }
      : undefined,
    ...deploymentStages(scope, name, settings, from),
    test && {
      stage: {
        name: "Test",
        actions: [inlineAction("Integration", sourceArtifact, planTestProject(scope, test, name, repositoryName))],
      },
      paths: [],
    },
  ];
  const present = stages.filter((stage) => stage !== undefined);
  return { definition: { stages: present.map(({ stage }) => stage) }, paths: present.map(({ paths }) => paths) };
}

/** Whether approvers see a plan of a deployment. */
export function isPlanned(deployment: DeploymentModel, approval: ApplicationModel["approval"]): boolean {
  return deployment.tool !== "action" && hasPlan({ approval, plan: deployment.plan });
}

/** Whether a deployment applies infrastructure of the repository. */
export function isUpdate(deployment: DeploymentModel): deployment is Extract<DeploymentModel, UpdateSettings> {
  return deployment.tool === "pulumi" || deployment.tool === "terraform" || deployment.tool === "opentofu";
}

/** The stages of the deployments, in their order. */
function deploymentStages(
  scope: AwsScope,
  name: string,
  settings: ApplicationModel,
  source: GitSource,
): SettingsStage[] {
  const { approval, deployments = [], image, notify } = settings;
  const groups: { deployment: DeploymentModel; index: number }[][] = [];
  for (const [index, deployment] of deployments.entries()) {
    const last = groups.at(-1);
    const sharers = [...(last ?? []), { deployment }];
    if (last === undefined || sharers.some((one) => isPlanned(one.deployment, approval))) {
      groups.push([{ deployment, index }]);
    } else {
      last.push({ deployment, index });
    }
  }
  const repositoryName = imageRepositoryOf(name, settings);
  const runOrder = groups.length === 1 ? deployments.length + 1 : 1;
  const after = [
    ...(repositoryName === undefined
      ? []
      : deployedImageActions(scope, image, {
          ...{ repositoryName, environment: name, input: sourceArtifact },
          commit: outputVariable(source, "CommitId"),
          runOrder,
        })),
    ...leadTimeActions(scope, notify, { pipelineName: name, input: sourceArtifact, runOrder }),
  ];
  const stages = groups.flatMap((group): SettingsStage[] => {
    const [first] = group;
    const end = groups.length === 1 ? undefined : first?.deployment.name;
    const paths = group.map(({ index }) => `deployments[${index}]`);
    const planned = first && plannedDeployment(settings, first.deployment, source, repositoryName);
    if (planned !== undefined && approval !== undefined) {
      // People confirm the topic of the first approval once.
      const topic = topicArn(scope, physicalPart(name, "Approve", "Release"));
      const approve = planApproval(planned, topic, approval.timeoutInMinutes);
      return stagesOfPlan(planned, approve, end).map((stage) => ({
        stage,
        paths: stage.actions.map((action) => (action === approve ? undefined : paths[0])),
      }));
    }
    const actions = group.map(({ deployment }, index) => ({
      ...deploymentAction(settings, deployment, { source: sourceArtifact, repositoryName }),
      runOrder: index + 1,
    }));
    return [{ stage: { name: end === undefined ? "Deploy" : `Deploy-${end}`, actions }, paths }];
  });
  if (after.length === 0 || groups.length === 0) {
    return stages;
  }
  // Tag and lead time follow the deployment. After several, no empty plan may skip the tag.
  const last = groups.length === 1 ? stages.pop() : undefined;
  const stage = last?.stage ?? { name: "Deployed", actions: [] };
  return [...stages, { stage: { ...stage, actions: [...stage.actions, ...after] }, paths: last?.paths ?? [] }];
}

function plannedDeployment(
  { approval, state, target: shared }: ApplicationModel,
  deployment: DeploymentModel,
  source: GitSource,
  imageRepositoryName: string | undefined,
): PlannedDeployment | undefined {
  if (deployment.tool === "action" || !isPlanned(deployment, approval)) {
    return undefined;
  }
  if (!isUpdate(deployment)) {
    const { tool: _, plan: __, drift: ___, target = shared, input = sourceArtifact, ...stack } = deployment;
    return planStack({ ...stack, input, ...(target && { target }), commit: outputVariable(source, "CommitId") });
  }
  const { input: _, drift: __, target = shared, ...update } = deployment;
  return planUpdate({ ...update, state: update.state ?? state, input: source, imageRepositoryName, target });
}

/** The ECR repository of an application's image; none without an image. */
export function imageRepositoryOf(name: string, { image }: Pick<ApplicationModel, "image">): string | undefined {
  return image && (image.existingRepositoryName ?? image.repositoryName ?? name);
}

/** The image is built by a role that writes no artifact; a second build names it for the deployment. */
function imageActions(scope: AwsScope, name: string, settings: ApplicationModel, source: string): BuildAction[] {
  const repositoryName = imageRepositoryOf(name, settings) ?? name;
  const { containers, pulledBy: _, ...image } = settings.image ?? {};
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
  settings: ApplicationModel,
  deployment: DeploymentModel,
  { source, repositoryName }: { readonly source: string; readonly repositoryName: string | undefined },
): DeliveryAction {
  const { name, input = source } = deployment;
  switch (deployment.tool) {
    case "cloudformation": {
      const { tool: _, plan: __, drift: ___, target = settings.target, ...stack } = deployment;
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
    default: {
      const { name: _, input: __, drift: ___, target = settings.target, ...update } = deployment;
      return updateAction({
        name,
        input,
        settings: { ...update, state: update.state ?? settings.state },
        repositoryName,
        target,
      });
    }
  }
}
