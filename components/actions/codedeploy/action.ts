import { z } from "zod";
import { downloadArtifacts } from "../../iam/artifact-download";
import { allowedKeys } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { actionType, movesArtifacts } from "../base/action-type";
import { deployRevisions } from "./access";
import { codeDeployName } from "./name";

export const codeDeploySchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CodeDeploy"),
  category: z.literal("Deploy").default("Deploy"),
  /**
   * The deployment configuration of the deployment group. It is not part of what AWS is told: the action's role may read
   * this one.
   * @default "CodeDeployDefault.OneAtATime", which CodeDeploy takes for groups that name none
   */
  deploymentConfigName: codeDeployName("a deployment configuration").default("CodeDeployDefault.OneAtATime"),
  configuration: allowedKeys({
    /** The name of the application in CodeDeploy. */
    ApplicationName: codeDeployName("an application"),
    /** The name of the deployment group whose machines are deployed to. */
    DeploymentGroupName: codeDeployName("a deployment group"),
  }),
});

/**
 * Deploys to the machines of a CodeDeploy deployment group, in EC2 or outside of AWS.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html
 */
export const codeDeploy = actionType(codeDeploySchema, {
  provider: "CodeDeploy",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 1, max: 1 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: [],
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: () => [],
  permissions: ({ configuration, deploymentConfigName: configName }, { scope }) =>
    deployRevisions(scope, {
      applicationName: configuration.ApplicationName,
      groupName: configuration.DeploymentGroupName,
      configName,
    }),
  asksOthers: ({ configuration }, { scope, pipelineAccount = scope.account }, artifactBucket) => [
    {
      of: `the instance profile, or the role, of the machines of the deployment group ${configuration.DeploymentGroupName} of ${configuration.ApplicationName}`,
      statements: downloadArtifacts({ ...scope, account: pipelineAccount }, artifactBucket),
      note: "The policy of the key that artifacts are encrypted under must let it decrypt, too.",
    },
  ],
});

/** An action that deploys to the machines of a CodeDeploy deployment group. */
export function codeDeployAction(
  action: Omit<z.input<typeof codeDeploySchema>, "provider">,
): z.input<typeof codeDeploySchema> {
  return { ...action, provider: "CodeDeploy" };
}
