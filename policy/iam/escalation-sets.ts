/** Actions that together let their holder gain rights that nobody gave them. */
export interface EscalationSet {
  readonly actions: readonly string[];
  /** The service that a role must be passed to; those sets need `iam:PassRole` on roles that are not named. */
  readonly passedTo?: string;
  /** Whether the actions must reach the same resource to be of use together. */
  readonly sameResource?: true;
  /** The service that must be able to assume the role: the set is harmless in other hands. */
  readonly heldBy?: string;
}

/** Sets that gain rights when the actions reach any identity, stack, function or build, not only those that are named. */
const withoutPassing: readonly EscalationSet[] = [
  ...[
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteUserPermissionsBoundary",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
    "sts:AssumeRole",
  ].map(alone),
  // What has a role already needs none passed.
  ...[
    "cloudformation:UpdateStack",
    "cloudformation:UpdateStackSet",
    "codebuild:ImportSourceCredentials",
    "codebuild:StartBuild",
    "codebuild:StartBuildBatch",
    "codebuild:UpdateProject",
    "codepipeline:UpdatePipeline",
    "glue:UpdateDevEndpoint",
    "lambda:UpdateFunctionCode",
    "ssm:SendCommand",
    "ssm:StartSession",
  ].map(alone),
  { actions: ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"], sameResource: true },
];

/** Sets that run what their holder writes with a role that their holder picks. */
const withPassing: readonly EscalationSet[] = [
  ...passing("cloudformation", ["CreateStack"], ["UpdateStack"], ["UpdateStackSet"]),
  ...together("cloudformation", ["CreateChangeSet", "ExecuteChangeSet"]),
  ...passing("cloudformation", ["CreateStackSet", "CreateStackInstances"]),
  ...together("codebuild", ["CreateProject", "StartBuild"], ["CreateProject", "StartBuildBatch"]),
  ...together("codebuild", ["UpdateProject", "StartBuild"], ["UpdateProject", "StartBuildBatch"]),
  ...passing("codepipeline", ["CreatePipeline"], ["UpdatePipeline"]),
  ...passing("ec2", ["RunInstances"], ["AssociateIamInstanceProfile"]),
  ...["RunTask", "StartTask", "CreateService", "UpdateService"].map((run) => ({
    actions: ["ecs:RegisterTaskDefinition", `ecs:${run}`],
    passedTo: "ecs-tasks.amazonaws.com",
  })),
  ...passing("glue", ["CreateDevEndpoint"], ["CreateJob", "StartJobRun"], ["UpdateJob", "StartJobRun"]),
  ...together("lambda", ["CreateFunction", "InvokeFunction"], ["CreateFunction", "AddPermission"]),
  ...together("lambda", ["CreateFunction", "CreateFunctionUrlConfig"]),
  ...passing("lambda", ["CreateFunction", "CreateEventSourceMapping"]),
  ...passing("sagemaker", ["CreateNotebookInstance", "CreatePresignedNotebookInstanceUrl"], ["CreateTrainingJob"]),
  ...passing("ssm", ["StartAutomationExecution"]),
  ...passing("states", ["CreateStateMachine", "StartExecution"]),
];

export const escalationSets: readonly EscalationSet[] = [
  ...withoutPassing,
  ...withPassing,
  // What is built would approve its own release.
  { actions: ["codepipeline:PutApprovalResult"], heldBy: "codebuild" },
];

function alone(action: string): EscalationSet {
  return { actions: [action] };
}

function passing(service: string, ...sets: readonly (readonly string[])[]): EscalationSet[] {
  return sets.map((names) => ({
    actions: names.map((name) => `${service}:${name}`),
    passedTo: `${service}.amazonaws.com`,
  }));
}

function together(service: string, ...sets: readonly (readonly string[])[]): EscalationSet[] {
  return passing(service, ...sets).map((set) => ({ ...set, sameResource: true }));
}
