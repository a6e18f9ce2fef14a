import {
  codeBuildAction,
  codeDeployToEcsAction,
  codeStarSourceConnectionAction,
  type PipelineDefinition,
} from "@platform/aws-pipelines";
import type { DeploymentGroup } from "./code-deploy";
import type { BlueGreenService } from "./service";

/** What the stages refer to: names and ARNs alone, since a pipeline is data. */
export interface Named {
  readonly connectionArn: string;
  readonly repository: string;
  readonly imageProject: string;
  readonly service: Pick<BlueGreenService, "taskFamily" | "executionRoleArn">;
  readonly deployments: Omit<DeploymentGroup, "ready">;
}

/** The image is built once, and what was built is what CodeDeploy moves the users to; it goes back by itself. */
export function stages(named: Named): PipelineDefinition["stages"] {
  const { service, deployments } = named;
  return [
    {
      name: "Source",
      actions: [
        codeStarSourceConnectionAction({
          name: "Repository",
          outputArtifacts: ["source"],
          configuration: {
            ConnectionArn: named.connectionArn,
            FullRepositoryId: named.repository,
            BranchName: "main",
          },
        }),
      ],
    },
    {
      name: "Build",
      actions: [
        // Leaves imageDetail.json, which names the image by its digest.
        codeBuildAction({
          name: "Image",
          inputArtifacts: ["source"],
          outputArtifacts: ["image"],
          configuration: { ProjectName: named.imageProject },
        }),
      ],
    },
    {
      name: "Deploy",
      actions: [
        codeDeployToEcsAction({
          name: "BlueGreen",
          inputArtifacts: ["source", "image"],
          // AWS does not ask for these three: the action's role may register this family, with this role, and no other.
          taskDefinitionFamily: service.taskFamily,
          passRoleArns: [service.executionRoleArn],
          deploymentConfigName: deployments.configName,
          configuration: {
            ApplicationName: deployments.applicationName,
            DeploymentGroupName: deployments.groupName,
            TaskDefinitionTemplateArtifact: "source",
            AppSpecTemplateArtifact: "source",
            // The action puts the image where taskdef.json says <IMAGE>.
            Image1ArtifactName: "image",
            Image1ContainerName: "IMAGE",
          },
        }),
      ],
    },
  ];
}
