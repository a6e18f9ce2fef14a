import {
  cloudFormationAction,
  codeBuildAction,
  codeStarSourceConnectionAction,
  inArtifact,
  manualApprovalAction,
  outputVariable,
  type PipelineDefinition,
} from "@platform/aws-pipelines";

/** Names and ARNs that the stages refer to: a pipeline is plain data. */
export interface Named {
  readonly connectionArn: string;
  readonly repository: string;
  readonly buildProject: string;
  readonly testProject: string;
  readonly testRoleArn: string;
  readonly productionRoleArn: string;
  readonly approvalTopicArn: string;
}

/** Builds, tests in a temporary stack, and updates production by an approved change set. */
export function stages(named: Named): PipelineDefinition["stages"] {
  const template = inArtifact("built", "template.yml");
  const testStack = { StackName: "orders-test", RoleArn: named.testRoleArn };
  const changes = { StackName: "orders-prod", ChangeSetName: "orders-prod-changes" };

  // Failed tests leave their stack for an analysis. The next execution replaces it.
  const deployTestStack = cloudFormationAction({
    name: "MakeStack",
    inputArtifacts: ["built"],
    configuration: {
      ...testStack,
      ActionMode: "REPLACE_ON_FAILURE",
      TemplatePath: template,
      ParameterOverrides: { Environment: "test" },
    },
  });
  // The outputs of a stack are the output variables of its action.
  const queueUrl = outputVariable(deployTestStack, "QueueUrl");

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
          name: "Build",
          inputArtifacts: ["source"],
          outputArtifacts: ["built"],
          configuration: { ProjectName: named.buildProject },
        }),
      ],
    },
    {
      name: "Test",
      actions: [
        deployTestStack,
        codeBuildAction({
          name: "Integration",
          category: "Test",
          runOrder: 2,
          inputArtifacts: ["built"],
          configuration: {
            ProjectName: named.testProject,
            EnvironmentVariables: [{ name: "QUEUE_URL", value: queueUrl }],
          },
        }),
        // The policies require no approval, because the same pipeline creates the stack.
        cloudFormationAction({
          name: "DeleteStack",
          runOrder: 3,
          configuration: { ...testStack, ActionMode: "DELETE_ONLY" },
        }),
      ],
    },
    {
      name: "Review",
      actions: [
        cloudFormationAction({
          name: "ChangeSet",
          inputArtifacts: ["built"],
          configuration: {
            ...changes,
            ActionMode: "CHANGE_SET_REPLACE",
            RoleArn: named.productionRoleArn,
            TemplatePath: template,
            ParameterOverrides: { Environment: "prod" },
          },
        }),
        manualApprovalAction({
          name: "Approve",
          runOrder: 2,
          timeoutInMinutes: 1440,
          configuration: {
            NotificationArn: named.approvalTopicArn,
            CustomData: "Please look at the change set orders-prod-changes of the stack orders-prod.",
          },
        }),
      ],
    },
    {
      name: "Production",
      actions: [
        cloudFormationAction({ name: "Execute", configuration: { ...changes, ActionMode: "CHANGE_SET_EXECUTE" } }),
      ],
    },
  ];
}
