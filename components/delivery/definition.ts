import { codeBuildAction } from "../actions/codebuild/action";
import { codeStarSourceConnectionAction } from "../actions/codestar-source-connection";
import { manualApprovalAction } from "../actions/manual-approval";
import type { AwsScope } from "../aws/scope";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import { outputVariable } from "../pipelines/definition/variable-reference";
import { deployedImageActions } from "./deployed-image";
import { bondPlan, planVariables } from "./plan-bond";
import { hasPlan } from "./plan-settings";
import type { DeliverySettings } from "./settings";

type StageInput = PipelineDefinition["stages"][number];

/** The physical names of what the stages use. */
export interface DeliveryNames {
  readonly imageProject: string;
  readonly deployProject: string;
  readonly planProject: string;
  readonly testProject: string;
  readonly topicArn: string;
  readonly environment: string;
  readonly repositoryName: string;
}

const defaultApprovalTimeout = 24 * 60;

/**
 * Returns the reference pipeline: source, approval if settings ask for one, build, plan and its approval, deployment, and
 * tests if there are any.
 *
 * The approval stands before the build. A build runs the Dockerfile of the commit, may push to the registry of the
 * environment, and moves `latest`: nobody's code does that unapproved. A plan runs the program of the commit, so it
 * stands behind that approval, and a second approval shows it.
 */
export function deliveryPipeline(
  scope: AwsScope,
  settings: DeliverySettings,
  names: DeliveryNames,
): PipelineDefinition {
  const { source, approval, test, image } = settings;
  const { environment, repositoryName } = names;
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
  const planned = approval && hasPlan(settings) ? planStages(approval, commit, names) : undefined;
  return {
    stages: [
      { name: "Source", actions: [repository] },
      ...(approval ? [approvalStage(approval, planned ? "plans" : "deploys", commit, names.topicArn)] : []),
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
      ...(planned?.stages ?? []),
      {
        name: "Deploy",
        ...(planned && { beforeEntry: planned.unlessEmpty }),
        actions: [
          codeBuildAction({
            name: "Infrastructure",
            inputArtifacts: ["source"],
            configuration: {
              ProjectName: names.deployProject,
              ...(planned && { EnvironmentVariables: planned.approvedVariables }),
            },
          }),
          ...deployedImageActions(scope, image, { environment, repositoryName, input: "source", commit, runOrder: 2 }),
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

/** The stages of the plan, and the bond of the deployment to it. */
function planStages(
  { timeoutInMinutes = defaultApprovalTimeout }: NonNullable<DeliverySettings["approval"]>,
  commit: string,
  { planProject, topicArn }: DeliveryNames,
) {
  const preview = codeBuildAction({
    name: "Preview",
    inputArtifacts: ["source"],
    configuration: { ProjectName: planProject, EnvironmentVariables: variablesOf(planVariables) },
  });
  const { message, reviewLink, unlessEmpty, approvedVariables } = bondPlan(
    (variable) => outputVariable(preview, variable),
    commit,
  );
  const stages: StageInput[] = [
    { name: "Plan", actions: [preview] },
    {
      name: "ApprovePlan",
      beforeEntry: unlessEmpty,
      actions: [
        manualApprovalAction({
          name: "Plan",
          timeoutInMinutes,
          configuration: { NotificationArn: topicArn, CustomData: message, ExternalEntityLink: reviewLink },
        }),
      ],
    },
  ];
  return { stages, unlessEmpty, approvedVariables: variablesOf(approvedVariables) };
}

function variablesOf(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function approvalStage(
  approval: NonNullable<DeliverySettings["approval"]>,
  verb: "plans" | "deploys",
  commit: string,
  topicArn: string,
) {
  // The pipeline states the commit: a fixed text cannot know what this execution deploys.
  const text = `Builds and ${verb} commit ${commit}.`;
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
