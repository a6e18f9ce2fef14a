import type { Properties } from "./value";

/**
 * What AWS's own policies allow that lets somebody gain rights, each in one statement; they change, and only what they
 * are for is stated here. Those that make an administrator are not among them: there is nothing left to gain.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const statements: Readonly<Record<string, readonly Properties[]>> = {
  AmazonEC2FullAccess: [allow("ec2:*")],
  AmazonECS_FullAccess: [allow("ecs:*"), pass("ecs-tasks.amazonaws.com")],
  AmazonSSMFullAccess: [allow("ssm:*")],
  AWSCloudFormationFullAccess: [allow("cloudformation:*")],
  AWSCodeBuildAdminAccess: [allow("codebuild:*")],
  AWSCodeBuildDeveloperAccess: [allow("codebuild:StartBuild", "codebuild:StartBuildBatch")],
  AWSCodePipelineApproverAccess: [allow("codepipeline:PutApprovalResult")],
  AWSCodePipeline_FullAccess: [allow("codepipeline:*")],
  AWSLambda_FullAccess: [allow("lambda:*"), pass("lambda.amazonaws.com")],
  AWSStepFunctionsFullAccess: [allow("states:*")],
};

/** A document that stands for one of AWS's own policies, by its path; none for one that lets nobody gain rights. */
export function awsManagedDocument(policy: string): Properties | undefined {
  const known = Object.hasOwn(statements, policy) ? statements[policy] : undefined;
  return known === undefined ? undefined : { Statement: known };
}

function allow(...actions: readonly string[]): Properties {
  return { Effect: "Allow", Action: actions, Resource: "*" };
}

function pass(service: string): Properties {
  return { ...allow("iam:PassRole"), Condition: { StringEquals: { "iam:PassedToService": service } } };
}
