import {
  codeBuildAction,
  codeDeployToEcsAction,
  codeStarSourceConnectionAction,
  type DeploymentGroup,
  type PipelineDefinition,
} from "@platform/aws-pipelines";
import type { BlueGreenService } from "./service";

/** Names and ARNs that the stages refer to: a pipeline is plain data. */
export interface Named {
  readonly connectionArn: string;
  readonly repository: string;
  readonly imageProject: string;
  readonly definitionsProject: string;
  readonly service: Pick<BlueGreenService, "taskFamily">;
  readonly deployments: DeploymentGroup;
}

/** Builds one image and deploys it blue/green. CodeDeploy rolls back by itself. */
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
        codeBuildAction({
          name: "Image",
          inputArtifacts: ["source"],
          configuration: { ProjectName: named.imageProject },
        }),
        // This build runs no file of the source. It writes imageDetail.json, which names the image by its digest.
        codeBuildAction({
          name: "Definitions",
          runOrder: 2,
          inputArtifacts: ["source"],
          outputArtifacts: ["image"],
          configuration: { ProjectName: named.definitionsProject },
        }),
      ],
    },
    {
      name: "Deploy",
      actions: [
        codeDeployToEcsAction({
          name: "BlueGreen",
          inputArtifacts: ["source", "image"],
          // The action role deploys to this group, registers revisions of this family, and passes the roles of the group.
          group: deployments,
          taskDefinitionFamily: service.taskFamily,
          configuration: {
            TaskDefinitionTemplateArtifact: "source",
            AppSpecTemplateArtifact: "source",
            // The action replaces <IMAGE> in taskdef.json.
            Image1ArtifactName: "image",
            Image1ContainerName: "IMAGE",
          },
        }),
      ],
    },
  ];
}
