import { codeDeployApplicationArn, deploymentConfigArn, deploymentGroupArn } from "../../aws/arn";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";

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
