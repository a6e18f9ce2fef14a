import { taskDefinitionArn } from "../../aws/deployment-arn";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";

/** A family of task definitions, and the roles that its revisions name. */
export interface TaskDefinitions {
  readonly family: string;
  readonly roleArns: readonly string[];
}

/**
 * Lets an action register revisions of one family, which may name certain roles and no others. AWS's pages still
 * register on `*`, and let the roles be passed to ecs.amazonaws.com too: AWS's data scopes the action to a family, and
 * tasks are what has the roles.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function registerTaskDefinitions(scope: AwsScope, { family, roleArns }: TaskDefinitions): Statement[] {
  const resources = [taskDefinitionArn(scope, family)];
  const register = [
    allowStatement({ sid: "RegisterTaskDefinition", actions: ["ecs:RegisterTaskDefinition"], resources }),
    allowStatement({
      sid: "TagTaskDefinition",
      actions: ["ecs:TagResource"],
      resources,
      conditions: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
    }),
  ];
  if (roleArns.length === 0) {
    return register;
  }
  const conditions = { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } };
  return [
    ...register,
    allowStatement({ sid: "PassTaskRoles", actions: ["iam:PassRole"], resources: roleArns, conditions }),
  ];
}
