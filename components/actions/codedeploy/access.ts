import { codeDeployApplicationArn, deploymentConfigArn, deploymentGroupArn } from "../../aws/deployment-arn";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";

/** What CodeDeploy deploys, where to, and how. */
export interface CodeDeployment {
  readonly applicationName: string;
  readonly groupName: string;
  readonly configName: string;
}

/**
 * Lets an action register a revision and deploy it to one group. AWS's page on servers also lists applications, groups
 * and deployments; nothing here looks for what it can name.
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
