import { z } from "zod";
import type { AwsScope } from "../../aws/scope";
import type { Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { distinct, matching } from "../../schema/vocabulary";
import { roleArnSchema } from "../base/action-shape";
import type { Place } from "../base/action-type";
import { passedRoleProblems } from "../base/passed-role";
import { registerTaskDefinitions } from "./task-definition-access";

/** Names in ECS: of clusters, services and families of task definitions. */
export function ecsName(of: string) {
  return matching(/^[A-Za-z0-9_-]{1,255}$/, `give the name of ${of}, 1 to 255 letters, digits, - or _`);
}

/** What an action that registers task definitions must know of them for its role, and AWS does not ask. */
export const taskDefinitionShape = {
  /**
   * The family of task definitions that the action adds revisions to, and no other. It is not part of what AWS is told:
   * the action's role is limited to it. Required unless the action has a `roleArn`.
   * @default - not known, for an action with a role that exists: what that role must be allowed is then printed in words
   */
  taskDefinitionFamily: ecsName("a family of task definitions").optional(),
  /**
   * The ARNs of the roles that the task definition names, its task role and its execution role, each once; an empty list
   * if it names none, all of the account that the action runs in. They are not part of what AWS is told: the action's
   * role may pass these roles to tasks, and no others. Required unless the action has a `roleArn`.
   * @default - not known, for an action with a role that exists
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
    "the role that is made for the action may register revisions of this family alone: give the family of the service's task definitions, or a role that exists in roleArn",
  passRoleArns:
    "the role that is made for the action may pass these roles to tasks, and no others: give the ARNs of the task role and the execution role, [] if the task definition names none, or a role that exists in roleArn",
};

/** Problems of an action whose role cannot be made without what is missing, or cannot pass the roles that it names. */
export function taskDefinitionProblems(action: Registering, place: Place | undefined): Problem[] {
  const needed = action.roleArn === undefined ? missing(action) : [];
  return [
    ...needed.map((path) => ({ path, reason: `is missing, and ${neededFor[path]}` })),
    ...(action.passRoleArns ?? []).flatMap((passed, index) =>
      passedRoleProblems(action, `passRoleArns[${index}]`, passed, place),
    ),
  ];
}

/** What an action's role needs for task definitions; nothing where a role that exists has it, whatever it is. */
export function taskDefinitionStatements(
  scope: AwsScope,
  { taskDefinitionFamily: family, passRoleArns: roleArns }: Registering,
): Statement[] {
  return family === undefined || roleArns === undefined ? [] : registerTaskDefinitions(scope, { family, roleArns });
}

/** What the action's role needs for task definitions, in words, where the action says too little for statements. */
export function taskDefinitionWords(action: Registering): string | undefined {
  const keys = missing(action);
  return keys.length === 0
    ? undefined
    : `it must register and tag revisions of the service's task definition, and pass the roles that it names to tasks; give ${keys.join(" and ")} to have the statements`;
}

function missing(action: Registering) {
  return (["taskDefinitionFamily", "passRoleArns"] as const).filter((key) => action[key] === undefined);
}
