import { regional } from "./arn";
import type { AwsScope } from "./scope";

/** ARNs of what is deployed to. Where AWS ends an ARN in something of its own choosing, `*` stands for that part alone. */

export function codeDeployApplicationArn(scope: AwsScope, applicationName: string): string {
  return regional(scope, "codedeploy", `application:${applicationName}`);
}

export function deploymentGroupArn(scope: AwsScope, applicationName: string, groupName: string): string {
  return regional(scope, "codedeploy", `deploymentgroup:${applicationName}/${groupName}`);
}

export function deploymentConfigArn(scope: AwsScope, configName: string): string {
  return regional(scope, "codedeploy", `deploymentconfig:${configName}`);
}

export function ecsServiceArn(scope: AwsScope, clusterName: string, serviceName: string): string {
  return regional(scope, "ecs", `service/${clusterName}/${serviceName}`);
}

/** Every revision of a family of task definitions: ECS counts them. */
export function taskDefinitionArn(scope: AwsScope, family: string): string {
  return regional(scope, "ecs", `task-definition/${family}:*`);
}

export function eksClusterArn(scope: AwsScope, clusterName: string): string {
  return regional(scope, "eks", `cluster/${clusterName}`);
}

export function anyInstanceArn(scope: AwsScope): string {
  return regional(scope, "ec2", "instance/*");
}

/** Every machine that Systems Manager alone knows, such as one outside of AWS. */
export function anyManagedNodeArn(scope: AwsScope): string {
  return regional(scope, "ssm", "managed-instance/*");
}

/** A document that AWS publishes in every region. */
export function awsDocumentArn(scope: AwsScope, documentName: string): string {
  return regional({ ...scope, account: "" }, "ssm", `document/${documentName}`);
}

export function targetGroupArn(scope: AwsScope, targetGroupName: string): string {
  return regional(scope, "elasticloadbalancing", `targetgroup/${targetGroupName}/*`);
}
