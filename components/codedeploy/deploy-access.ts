import { codeDeployApplicationArn, deploymentConfigArn, deploymentGroupArn, functionArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "../iam/statement";
import type { DeploymentTarget } from "./group-plan";

/** The names of a deployment's application, group and configuration. */
export interface CodeDeployment {
  readonly applicationName: string;
  readonly groupName: string;
  readonly configName: string;
}

/**
 * Lets an action register a revision and deploy it to one group. AWS's page on servers also grants lists; the action
 * names its resources and needs none.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 */
export function deployRevisions(scope: AwsScope, { applicationName, groupName, configName }: CodeDeployment) {
  const statements: Statement[] = [
    allowStatement({
      sid: "Revisions",
      actions: [
        "codedeploy:GetApplication",
        "codedeploy:GetApplicationRevision",
        "codedeploy:RegisterApplicationRevision",
      ],
      resources: [codeDeployApplicationArn(scope, applicationName)],
    }),
    allowStatement({
      sid: "Deployments",
      actions: ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
      resources: [deploymentGroupArn(scope, applicationName, groupName)],
    }),
    allowStatement({
      sid: "DeploymentConfig",
      actions: ["codedeploy:GetDeploymentConfig"],
      resources: [deploymentConfigArn(scope, configName)],
    }),
  ];
  return statements;
}

/**
 * Lets a build publish versions of one function and deploy them to its deployment group, as {@link functionDeployment}
 * does. CodeDeploy moves the alias with the role of the group.
 *
 * @param group - the deployment group: a {@link DeploymentGroup} of the platform Lambda
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export function deployFunction(scope: AwsScope, group: DeploymentTarget, functionName: string): Statement[] {
  const { applicationName, groupName, configurationName } = group;
  const arn = functionArn(scope, functionName);
  return [
    allowStatement({
      sid: "PublishVersions",
      actions: [
        "lambda:GetAlias",
        "lambda:GetFunctionConfiguration",
        "lambda:PublishVersion",
        "lambda:UpdateFunctionCode",
      ],
      resources: [arn, `${arn}:*`],
    }),
    ...deployRevisions(scope, { applicationName, groupName, configName: configurationName }),
  ];
}
