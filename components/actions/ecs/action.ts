import { z } from "zod";
import { ecsServiceArn } from "../../aws/deployment-arn";
import { allowStatement } from "../../iam/statement";
import { allowedKeys, nonEmptyText } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { actionType, movesArtifacts } from "../base/action-type";
import {
  ecsName,
  taskDefinitionProblems,
  taskDefinitionShape,
  taskDefinitionStatements,
  taskDefinitionWords,
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
     * The path of the file in the input artifact that says which image each container has.
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
 * Deploys new images to an ECS service by a rolling update, with a new revision of its task definition.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export const ecs = actionType(ecsSchema, {
  provider: "ECS",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 1, max: 1 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: [],
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: taskDefinitionProblems,
  manualSteps: taskDefinitionWords,
  permissions: ({ configuration, ...action }, { scope }) => [
    allowStatement({
      sid: "Service",
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      resources: [ecsServiceArn(scope, configuration.ClusterName, configuration.ServiceName)],
    }),
    // The action reads the revision that the service has; AWS knows no resource for that.
    allowStatement({ sid: "ReadTaskDefinition", actions: ["ecs:DescribeTaskDefinition"], resources: ["*"] }),
    ...taskDefinitionStatements(scope, action),
  ],
});

/** An action that deploys new images to an ECS service. */
export function ecsAction(action: Omit<z.input<typeof ecsSchema>, "provider">): z.input<typeof ecsSchema> {
  return { ...action, provider: "ECS" };
}
