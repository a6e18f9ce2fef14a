import { z } from "zod";
import { codeDeployName } from "../../aws/names";
import { downloadArtifacts } from "../../iam/artifact-access";
import { allowedKeys } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { defineAction } from "../base/action-type";
import { deployRevisions } from "./access";

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

/** Returns an action that deploys to the servers of a CodeDeploy deployment group. */
export function codeDeployAction(
  action: Omit<z.input<typeof codeDeploySchema>, "provider">,
): z.input<typeof codeDeploySchema> {
  return { ...action, provider: "CodeDeploy" };
}
