import { z } from "zod";
import type { ComputePlatform } from "../../codedeploy/appspec";
import type { DeploymentTarget } from "../../codedeploy/group-plan";
import { shown } from "../../schema/vocabulary";

/** Keys of an action that a deployment group decides. */
export type KeysOfGroup = "provider" | "configuration" | "deploymentConfigName" | "groupPlatform";

/** The platform of a deployment group, where the program knows it. */
export function platformSchema<const Platform extends ComputePlatform>(platform: Platform, otherwise: string) {
  return z.literal(platform, { error: ({ input }) => `is ${shown(input)}: ${otherwise}` }).optional();
}

/** The keys of an action that name a deployment group. Validation refuses a platform that the action does not deploy to. */
export function keysOfGroup<Platform extends ComputePlatform>(
  _: Platform,
  { platform, applicationName, groupName, configurationName }: DeploymentTarget,
) {
  return {
    groupPlatform: platform as Platform,
    deploymentConfigName: configurationName,
    configuration: { ApplicationName: applicationName, DeploymentGroupName: groupName },
  };
}
