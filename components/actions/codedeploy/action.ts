import { z } from "zod";
import { codeDeployName } from "../../aws/names";
import { deployRevisions } from "../../codedeploy/deploy-access";
import type { DeploymentTarget } from "../../codedeploy/group-plan";
import { downloadArtifacts } from "../../iam/artifact-access";
import { allowedKeys } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { defineAction } from "../base/action-type";
import { type KeysOfGroup, keysOfGroup, platformSchema } from "./group";

export const codeDeploySchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CodeDeploy"),
  category: z.literal("Deploy").default("Deploy"),
  /**
   * The deployment configuration of the deployment group, which the action's role may read. AWS does not receive this
   * key.
   * @default "CodeDeployDefault.OneAtATime", CodeDeploy's own default
   */
  deploymentConfigName: codeDeployName("a deployment configuration").default("CodeDeployDefault.OneAtATime"),
  /**
   * The platform of the deployment group, if the program knows it: `Server`. AWS does not receive this key.
   * @default - unknown
   */
  groupPlatform: platformSchema(
    "Server",
    "this action deploys to servers. Deploy to ECS with the provider CodeDeployToECS, and to functions with Lambda, CloudFormation or a build",
  ),
  configuration: allowedKeys({
    /** The name of the application in CodeDeploy. */
    ApplicationName: codeDeployName("an application"),
    /** The name of the deployment group. */
    DeploymentGroupName: codeDeployName("a deployment group"),
  }),
});

/**
 * Deploys to the servers of a CodeDeploy deployment group, in EC2 or outside AWS.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html
 */
export const codeDeploy = defineAction({
  schema: codeDeploySchema,
  inputArtifacts: 1,
  permissions: ({ configuration, deploymentConfigName: configName }, { scope }) =>
    deployRevisions(scope, {
      applicationName: configuration.ApplicationName,
      groupName: configuration.DeploymentGroupName,
      configName,
    }),
  requiredGrants: ({ configuration }, { scope, pipelineAccount = scope.account }, artifactBucket) => [
    {
      of: `the instance profile or role of the servers of the deployment group ${configuration.DeploymentGroupName} of ${configuration.ApplicationName}`,
      statements: downloadArtifacts({ ...scope, account: pipelineAccount }, artifactBucket),
      note: "The policy of the artifact key must also let it decrypt.",
    },
  ],
});

/** An action of CodeDeploy whose deployment group is an object. */
export interface CodeDeployGroupAction extends Omit<z.input<typeof codeDeploySchema>, KeysOfGroup> {
  /** The deployment group: a `DeploymentGroup` of the same program. */
  group: DeploymentTarget;
}

/**
 * Returns an action that deploys to the servers of a CodeDeploy deployment group: a `DeploymentGroup` of the same program
 * in `group`, or names in `configuration`. The pipeline waits for a `DeploymentGroup` that its actions name.
 *
 * @example
 * ```ts
 * const deploy = codeDeployAction({ name: "Servers", inputArtifacts: ["build"], group });
 * ```
 */
export function codeDeployAction(
  action: Omit<z.input<typeof codeDeploySchema>, "provider"> | CodeDeployGroupAction,
): z.input<typeof codeDeploySchema> {
  if (!("group" in action)) {
    return { ...action, provider: "CodeDeploy" };
  }
  const { group, ...others } = action;
  return { ...others, ...keysOfGroup("Server", group), provider: "CodeDeploy" };
}
