import {
  codeStarSourceConnectionAction,
  inArtifact,
  manualApprovalAction,
  type PipelineDefinition,
  stackInstancesAction,
  stackSetAction,
  stackSetParameters,
} from "@platform/aws-pipelines";

/** Names and ARNs that the stages refer to: a pipeline is plain data. */
export interface Named {
  readonly connectionArn: string;
  readonly repository: string;
  readonly stackSetName: string;
  readonly administrationRoleArn: string;
  readonly executionRoleName: string;
  readonly pilotAccount: string;
  readonly accounts: string[];
  readonly regions: string[];
  readonly approvalTopicArn: string;
}

/** Deploys the template to a pilot account first, and to all others after an approval. */
export function stages(named: Named): PipelineDefinition["stages"] {
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
      name: "Pilot",
      actions: [
        // Creates or updates the stack set and the stacks of the pilot account.
        stackSetAction({
          name: "StackSet",
          inputArtifacts: ["source"],
          configuration: {
            StackSetName: named.stackSetName,
            Description: "What every account of the company has",
            TemplatePath: inArtifact("source", "baseline.yml"),
            Parameters: stackSetParameters({ AlarmEmail: "security@acme.example" }),
            AdministrationRoleArn: named.administrationRoleArn,
            ExecutionRoleName: named.executionRoleName,
            DeploymentTargets: [named.pilotAccount],
            Regions: named.regions,
          },
        }),
      ],
    },
    {
      name: "Everywhere",
      actions: [
        manualApprovalAction({
          name: "Approve",
          timeoutInMinutes: 2880,
          configuration: {
            NotificationArn: named.approvalTopicArn,
            CustomData: `Has the stack set ${named.stackSetName} worked in ${named.pilotAccount}?`,
          },
        }),
        // One region after the other, half of the accounts at a time. The first failure stops the operation.
        stackInstancesAction({
          name: "StackInstances",
          runOrder: 2,
          configuration: {
            StackSetName: named.stackSetName,
            DeploymentTargets: named.accounts,
            Regions: named.regions,
            MaxConcurrentPercentage: 50,
            FailureTolerancePercentage: 0,
            RegionConcurrencyType: "SEQUENTIAL",
          },
        }),
      ],
    },
  ];
}
