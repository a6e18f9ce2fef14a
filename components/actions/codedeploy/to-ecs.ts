import { z } from "zod";
import { codeDeployName } from "../../aws/names";
import { deployRevisions } from "../../codedeploy/deploy-access";
import type { DeploymentTarget } from "../../codedeploy/group-plan";
import type { Problem } from "../../schema/problem";
import { allowedKeys, matching, nonEmptyText, shown } from "../../schema/vocabulary";
import { actionShape, artifactName } from "../base/action-shape";
import { defineAction } from "../base/action-type";
import {
  taskDefinitionProblems,
  taskDefinitionShape,
  taskDefinitionStatements,
  taskDefinitionSteps,
} from "../ecs/task-definition";
import { type KeysOfGroup, keysOfGroup, platformSchema } from "./group";

const containerName = matching(
  /^[A-Za-z0-9_-]{1,255}$/,
  "give the placeholder without its < and >, 1 to 255 letters, digits, - or _",
).optional();

export const codeDeployToEcsSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CodeDeployToECS"),
  category: z.literal("Deploy").default("Deploy"),
  ...taskDefinitionShape,
  /**
   * The deployment configuration of the deployment group, which the action's role may read. AWS does not receive this
   * key.
   * @default "CodeDeployDefault.ECSAllAtOnce", CodeDeploy's own default
   */
  deploymentConfigName: codeDeployName("a deployment configuration").default("CodeDeployDefault.ECSAllAtOnce"),
  /**
   * The platform of the deployment group, if the program knows it: `ECS`. AWS does not receive this key.
   * @default - unknown
   */
  groupPlatform: platformSchema(
    "ECS",
    "this action deploys to ECS. Deploy to servers with the provider CodeDeploy, and to functions with Lambda, CloudFormation or a build",
  ),
  configuration: allowedKeys({
    /** The name of the application in CodeDeploy. */
    ApplicationName: codeDeployName("an application"),
    /** The name of the deployment group of the ECS service. */
    DeploymentGroupName: codeDeployName("a deployment group"),
    /** The input artifact that holds the task definition. */
    TaskDefinitionTemplateArtifact: artifactName,
    /** The input artifact that holds the AppSpec file. */
    AppSpecTemplateArtifact: artifactName,
    /**
     * The path of the task definition in its artifact.
     * @default "taskdef.json", by AWS
     */
    TaskDefinitionTemplatePath: nonEmptyText.optional(),
    /**
     * The path of the AppSpec file in its artifact.
     * @default "appspec.yaml", by AWS
     */
    AppSpecTemplatePath: nonEmptyText.optional(),
    /** The input artifact whose `imageDetail.json` names an image. */
    Image1ArtifactName: artifactName.optional(),
    /** The placeholder of that image in the task definition, without its `<` and `>`. */
    Image1ContainerName: containerName,
    /** A second image. */
    Image2ArtifactName: artifactName.optional(),
    /** The placeholder of the second image. */
    Image2ContainerName: containerName,
    /** A third image. */
    Image3ArtifactName: artifactName.optional(),
    /** The placeholder of the third image. */
    Image3ContainerName: containerName,
    /** A fourth image. */
    Image4ArtifactName: artifactName.optional(),
    /** The placeholder of the fourth image. */
    Image4ContainerName: containerName,
  }),
});

type Action = z.output<typeof codeDeployToEcsSchema>;

/**
 * Deploys to an ECS service through CodeDeploy, blue/green, and registers the task definition.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 */
export const codeDeployToEcs = defineAction({
  schema: codeDeployToEcsSchema,
  inputArtifacts: { min: 1, max: 5 },
  validate: (action, place) => [
    ...imageProblems(action),
    ...artifactProblems(action),
    ...taskDefinitionProblems(action, place),
  ],
  manualSteps: taskDefinitionSteps,
  permissions: ({ configuration, deploymentConfigName, ...action }, { scope }) => [
    ...deployRevisions(scope, {
      applicationName: configuration.ApplicationName,
      groupName: configuration.DeploymentGroupName,
      configName: deploymentConfigName,
    }),
    ...taskDefinitionStatements(scope, action),
  ],
});

/** An action of CodeDeploy for ECS whose deployment group is an object. */
export interface CodeDeployToEcsGroupAction extends Omit<z.input<typeof codeDeployToEcsSchema>, KeysOfGroup> {
  /** The deployment group: a `DeploymentGroup` of the same program. Its roles are `passRoleArns` of the action. */
  group: DeploymentTarget;
  /** The artifacts and images of the deployment. */
  configuration: Omit<
    z.input<typeof codeDeployToEcsSchema>["configuration"],
    "ApplicationName" | "DeploymentGroupName"
  >;
}

/**
 * Returns an action that deploys to an ECS service through CodeDeploy: to a `DeploymentGroup` of the same program in
 * `group`, or to names in `configuration`. The pipeline waits for a `DeploymentGroup` that its actions name.
 *
 * @example
 * ```ts
 * const deploy = codeDeployToEcsAction({
 *   name: "BlueGreen",
 *   inputArtifacts: ["source"],
 *   group,
 *   taskDefinitionFamily: "shop",
 *   configuration: { TaskDefinitionTemplateArtifact: "source", AppSpecTemplateArtifact: "source" },
 * });
 * ```
 */
export function codeDeployToEcsAction(
  action: Omit<z.input<typeof codeDeployToEcsSchema>, "provider"> | CodeDeployToEcsGroupAction,
): z.input<typeof codeDeployToEcsSchema> {
  if (!("group" in action)) {
    return { ...action, provider: "CodeDeployToECS" };
  }
  const { group, configuration, ...others } = action;
  const { configuration: names, ...keys } = keysOfGroup("ECS", group);
  return {
    ...(group.passRoleArns && { passRoleArns: [...group.passRoleArns] }),
    ...others,
    ...keys,
    configuration: { ...names, ...configuration },
    provider: "CodeDeployToECS",
  };
}

const images = [1, 2, 3, 4] as const;

function imageProblems({ configuration }: Action): Problem[] {
  return images.flatMap((image) => {
    const pair = [`Image${image}ArtifactName`, `Image${image}ContainerName`] as const;
    const missing = pair.filter((key) => configuration[key] === undefined);
    return missing.length === 1
      ? missing.map((key) => ({
          path: `configuration.${key}`,
          reason: `is missing: ${pair.join(" and ")} stand together; give both or neither`,
        }))
      : [];
  });
}

function artifactProblems({ configuration, inputArtifacts }: Action): Problem[] {
  const keys = [
    "TaskDefinitionTemplateArtifact",
    "AppSpecTemplateArtifact",
    ...images.map((image) => `Image${image}ArtifactName` as const),
  ] as const;
  const fix = inputArtifacts.length > 0 ? `give one of ${inputArtifacts.join(", ")}` : "add it to inputArtifacts";
  return keys.flatMap((key) => {
    const artifact = configuration[key];
    const reason = `is ${shown(artifact)}, which is no input artifact of the action: ${fix}`;
    return artifact === undefined || inputArtifacts.includes(artifact)
      ? []
      : [{ path: `configuration.${key}`, reason }];
  });
}
