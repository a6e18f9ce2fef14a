import { z } from "zod";
import { taskDefinitionArn } from "../../aws/arn";
import { ecsName, roleArnSchema } from "../../aws/names";
import type { AwsScope } from "../../aws/scope";
import { allowStatement, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { distinct } from "../../schema/vocabulary";
import type { Place } from "../base/action-type";
import { passedRoleProblems, passRole } from "../base/passed-role";

/** The keys that limit the role of an action that registers task definitions. AWS does not receive them. */
export const taskDefinitionShape = {
  /**
   * The family of task definitions. The action's role may register revisions of this family only. Required unless the
   * action has a `roleArn`.
   * @default - unknown, for an action with an existing role; the permissions that the role needs are then printed
   */
  taskDefinitionFamily: ecsName("a family of task definitions").optional(),
  /**
   * The ARNs of the task role and the execution role of the task definition, each once, of the account that the action
   * runs in. Give an empty list if it has none. The action's role may pass these roles to tasks, and no others. Required
   * unless the action has a `roleArn`.
   * @default - unknown, for an action with an existing role
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   */
  passRoleArns: distinct(z.array(roleArnSchema)).optional(),
};

/** An action that registers task definitions. */
interface Registering {
  readonly roleArn?: string | undefined;
  readonly taskDefinitionFamily?: string | undefined;
  readonly passRoleArns?: readonly string[] | undefined;
}

const neededFor = {
  taskDefinitionFamily:
    "the role that is made for the action may register revisions of this family alone. Give the family of the service's task definitions, or an existing role in roleArn",
  passRoleArns:
    "the role that is made for the action may pass these roles to tasks, and no others. Give the ARNs of the task role and the execution role, [] if the task definition names none, or an existing role in roleArn",
};

/** Refuses an action whose role lacks a family or roles, or cannot pass the named roles. */
export function taskDefinitionProblems(action: Registering, place: Place | undefined): Problem[] {
  const needed = action.roleArn === undefined ? missing(action) : [];
  return [
    ...needed.map((path) => ({ path, reason: `is missing, and ${neededFor[path]}` })),
    ...(action.passRoleArns ?? []).flatMap((passed, index) =>
      passedRoleProblems(action, `passRoleArns[${index}]`, passed, place),
    ),
  ];
}

/**
 * The statements of an action's role for task definitions; none for an existing role whose task definitions are
 * unknown.
 */
export function taskDefinitionStatements(
  scope: AwsScope,
  { taskDefinitionFamily: family, passRoleArns: roleArns }: Registering,
): Statement[] {
  return family === undefined || roleArns === undefined ? [] : registerTaskDefinitions(scope, { family, roleArns });
}

/** The permissions of an existing role, in words, if its task definitions are unknown. */
export function taskDefinitionSteps(action: Registering): string | undefined {
  const keys = missing(action);
  return keys.length === 0
    ? undefined
    : `it must register and tag revisions of the service's task definition, and pass the roles that it names to tasks. Give ${keys.join(" and ")} to have the statements`;
}

function missing(action: Registering) {
  return (["taskDefinitionFamily", "passRoleArns"] as const).filter((key) => action[key] === undefined);
}

/** A family of task definitions, and the roles of its revisions. */
interface TaskDefinitions {
  readonly family: string;
  readonly roleArns: readonly string[];
}

/**
 * Lets an action register revisions of one family, with certain roles and no others. AWS's pages still register on `*`
 * and also pass the roles to ecs.amazonaws.com. AWS's data scopes the action to a family, and tasks hold the roles.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
function registerTaskDefinitions(scope: AwsScope, { family, roleArns }: TaskDefinitions): Statement[] {
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
  return [...register, ...(roleArns.length === 0 ? [] : [passRole(roleArns, "ecs-tasks", "PassTaskRoles")])];
}
