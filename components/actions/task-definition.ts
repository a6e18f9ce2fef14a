import { z } from "zod";
import { distinct, matching } from "../model/schema";
import { roleArnSchema } from "./action-shape";

/** Names in ECS: of clusters, services and families of task definitions. */
export function ecsName(of: string) {
  return matching(/^[A-Za-z0-9_-]{1,255}$/, `give the name of ${of}, 1 to 255 letters, digits, - or _`);
}

/** What an action that registers task definitions must know of them, and AWS does not ask. */
export const taskDefinitionShape = {
  /**
   * The family of task definitions that the action adds revisions to, and no other. It is not part of what AWS is told:
   * the action's role is limited to it.
   */
  taskDefinitionFamily: ecsName("a family of task definitions"),
  /**
   * The ARNs of the roles that the task definition names, its task role and its execution role, each once; an empty list
   * if it names none. They are not part of what AWS is told: the action's role may pass these roles to tasks, and no
   * others.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   */
  passRoleArns: distinct(z.array(roleArnSchema)),
};
