import {
  cloudFormationAction,
  codeBuildAction,
  codeStarSourceConnectionAction,
  inArtifact,
  manualApprovalAction,
  outputVariable,
  type PipelineDefinition,
} from "@platform/aws-pipelines";

/** What the stages refer to: names and ARNs alone, since a pipeline is data. */
export interface Named {
  readonly connectionArn: string;
  readonly repository: string;
  readonly buildProject: string;
  readonly testProject: string;
  readonly testRoleArn: string;
  readonly productionRoleArn: string;
  readonly approvalTopicArn: string;
}

/** Build, then a stack to test in, then production, by a change set that somebody has looked at. */
export function stages(named: Named): PipelineDefinition["stages"] {
  const template = inArtifact("built", "template.yml");
  const testStack = { StackName: "orders-test", RoleArn: named.testRoleArn };
  const changes = { StackName: "orders-prod", ChangeSetName: "orders-prod-changes" };

  // A run whose tests fail leaves its stack behind, for whoever looks for the reason; the next run makes it anew.
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
  // The outputs of a stack are the variables of the action that made it.
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
        // No approval is asked for: the policies see that the same pipeline made the stack.
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
