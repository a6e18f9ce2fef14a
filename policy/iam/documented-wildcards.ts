import type { Action } from "./action-table";

/**
 * Actions that AWS's own set-up pages and managed policies for roles of services grant on `*`, with the page. They could
 * name resources, so that a finding about them alone is an improvement and no reason to stop a deployment.
 */
const documented: Readonly<Record<string, readonly string[]>> = {
  "https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html":
    ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
  "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html": [
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html": [
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ],
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/create-iam-roles-for-cloudwatch-agent.html": [
    "cloudwatch:PutMetricData",
  ],
  "https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-add-permissions-to-existing-profile.html":
    ["ssm:UpdateInstanceInformation"],
  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html": [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
  ],
  "https://docs.aws.amazon.com/eks/latest/userguide/lbc-manifest.html": ["ec2:CreateSecurityGroup"],
  "https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html": [
    "ecs:DescribeTaskDefinition",
    "ecs:RegisterTaskDefinition",
  ],
  "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html": ["logs:PutResourcePolicy"],
};

const actions = new Set(Object.values(documented).flat());

/** Whether AWS itself grants an action on `*`, or the action only lists names. */
export function isDocumentedOnAll({ name, level }: Action): boolean {
  return level === "List" || actions.has(name);
}
