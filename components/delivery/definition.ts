import { codeBuildAction } from "../actions/codebuild/action";
import { codeStarSourceConnectionAction } from "../actions/codestar-source-connection";
import { manualApprovalAction } from "../actions/manual-approval";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import type { DeliverySettings } from "./settings";

/** The physical names of what the stages use. */
export interface DeliveryNames {
  readonly imageProject: string;
  readonly deployProject: string;
  readonly testProject: string;
  readonly topicArn: string;
}

const defaultApprovalTimeout = 24 * 60;

/** The reference pipeline: source, build, approval where it is asked for, deployment, and tests where there are some. */
export function deliveryPipeline(settings: DeliverySettings, names: DeliveryNames): PipelineDefinition {
  const { source, approval, test } = settings;
  return {
    stages: [
      {
        name: "Source",
        actions: [
          codeStarSourceConnectionAction({
            name: "Repository",
            outputArtifacts: ["source"],
            configuration: {
              ConnectionArn: source.connectionArn,
              FullRepositoryId: source.repository,
              BranchName: source.branch ?? "main",
            },
          }),
        ],
      },
      {
        name: "Build",
        actions: [
          codeBuildAction({
            name: "Image",
            // No artifact is made: who may write artifacts could write the source that is deployed.
            inputArtifacts: ["source"],
            configuration: { ProjectName: names.imageProject },
          }),
        ],
      },
      ...(approval ? [approvalStage(approval, names.topicArn)] : []),
      // The source again, not the image: its commit says which image is deployed, and holds how to deploy it.
      {
        name: "Deploy",
        actions: [
          codeBuildAction({
            name: "Infrastructure",
            inputArtifacts: ["source"],
            configuration: { ProjectName: names.deployProject },
          }),
        ],
      },
      ...(test
        ? [
            {
              name: "Test",
              actions: [
                codeBuildAction({
                  name: "Integration",
                  category: "Test",
                  inputArtifacts: ["source"],
                  configuration: { ProjectName: names.testProject },
                }),
              ],
            },
          ]
        : []),
    ],
  };
}

function approvalStage(approval: NonNullable<DeliverySettings["approval"]>, topicArn: string) {
  return {
    name: "Approve",
    actions: [
      manualApprovalAction({
        name: "Release",
        timeoutInMinutes: approval.timeoutInMinutes ?? defaultApprovalTimeout,
        configuration: {
          NotificationArn: topicArn,
          ...(approval.message !== undefined && { CustomData: approval.message }),
          ...(approval.reviewUrl !== undefined && { ExternalEntityLink: approval.reviewUrl }),
        },
      }),
    ],
  };
}
