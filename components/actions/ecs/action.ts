import { z } from "zod";
import { ecsServiceArn } from "../../aws/arn";
import { ecsName } from "../../aws/names";
import { allowStatement } from "../../iam/statement";
import { allowedKeys, nonEmptyText } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { defineAction } from "../base/action-type";
import {
  taskDefinitionProblems,
  taskDefinitionShape,
  taskDefinitionStatements,
  taskDefinitionSteps,
} from "./task-definition";

export const ecsSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("ECS"),
  category: z.literal("Deploy").default("Deploy"),
  ...taskDefinitionShape,
  configuration: allowedKeys({
    /** The name of the cluster. */
    ClusterName: ecsName("a cluster"),
    /** The name of the service. */
    ServiceName: ecsName("a service"),
    /**
     * The path of the image definitions file in the input artifact.
     * @default "imagedefinitions.json", by AWS
     */
    FileName: nonEmptyText.optional(),
    /**
     * How long the deployment may take, in minutes: 1 to 60.
     * @default - 60, by AWS
     * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
     */
    DeploymentTimeout: z.int().min(1).max(60).optional(),
  }),
});

/**
 * Deploys new images to an ECS service by a rolling update, and registers a new revision of its task definition.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export const ecs = defineAction({
  schema: ecsSchema,
  inputArtifacts: 1,
  validate: taskDefinitionProblems,
  manualSteps: taskDefinitionSteps,
  permissions: ({ configuration, ...action }, { scope }) => [
    allowStatement({
      sid: "Service",
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      resources: [ecsServiceArn(scope, configuration.ClusterName, configuration.ServiceName)],
    }),
    // The action reads the current revision. AWS knows no resource for DescribeTaskDefinition.
    allowStatement({ sid: "ReadTaskDefinition", actions: ["ecs:DescribeTaskDefinition"], resources: ["*"] }),
    ...taskDefinitionStatements(scope, action),
  ],
});

/** Returns an action that deploys new images to an ECS service. */
export function ecsAction(action: Omit<z.input<typeof ecsSchema>, "provider">): z.input<typeof ecsSchema> {
  return { ...action, provider: "ECS" };
}
