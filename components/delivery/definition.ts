import { codeBuildAction } from "../actions/codebuild/action";
import { codeStarSourceConnectionAction } from "../actions/codestar-source-connection";
import { manualApprovalAction } from "../actions/manual-approval";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import { outputVariable } from "../pipelines/definition/variable-reference";
import type { DeliverySettings } from "./settings";

/** The physical names of what the stages use. */
export interface DeliveryNames {
  readonly imageProject: string;
  readonly deployProject: string;
  readonly testProject: string;
  readonly topicArn: string;
}

const defaultApprovalTimeout = 24 * 60;

/**
 * Returns the reference pipeline: source, approval if settings ask for one, build, deployment, and tests if there are any.
 *
 * The approval stands before the build. A build runs the Dockerfile of the commit, may push to the registry of the
 * environment, and moves `latest`: nobody's code does that unapproved.
 */
export function deliveryPipeline(settings: DeliverySettings, names: DeliveryNames): PipelineDefinition {
  const { source, approval, test } = settings;
  const repository = codeStarSourceConnectionAction({
    name: "Repository",
    outputArtifacts: ["source"],
    configuration: {
      ConnectionArn: source.connectionArn,
      FullRepositoryId: source.repository,
      BranchName: source.branch ?? "main",
    },
  });
  const commit = outputVariable(repository, "CommitId");
  return {
    stages: [
      { name: "Source", actions: [repository] },
      ...(approval ? [approvalStage(approval, commit, names.topicArn)] : []),
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

function approvalStage(approval: NonNullable<DeliverySettings["approval"]>, commit: string, topicArn: string) {
  // The pipeline states the commit: a fixed text cannot know what this execution deploys.
  const text = `Builds and deploys commit ${commit}.`;
  return {
    name: "Approve",
    actions: [
      manualApprovalAction({
        name: "Release",
        timeoutInMinutes: approval.timeoutInMinutes ?? defaultApprovalTimeout,
        configuration: {
          NotificationArn: topicArn,
          CustomData: approval.message === undefined ? text : `${text} ${approval.message}`,
          ...(approval.reviewUrl !== undefined && { ExternalEntityLink: approval.reviewUrl }),
        },
      }),
    ],
  };
}
