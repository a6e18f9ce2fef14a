import { accountOf } from "../iam/arn";
import { allow, type Statement } from "../iam/statement";
import type { Problem } from "../model/problem";
import type { BaseAction } from "./action-shape";

/** Lets an action's role give CloudFormation one role to work with, and no other service any. */
export function passToCloudFormation(roleArn: string): Statement {
  return allow({
    sid: "PassRole",
    actions: ["iam:PassRole"],
    resources: [roleArn],
    conditions: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
  });
}

/**
 * Refuses a role that is passed to a service from another account than that of the action's own role: IAM passes roles
 * inside an account alone.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passedRoleProblems(
  { roleArn }: Pick<BaseAction, "roleArn">,
  key: string,
  passed: string | undefined,
): Problem[] {
  const [own, other] = [roleArn, passed].map((arn) => arn && accountOf(arn));
  if (own === undefined || other === undefined || own === other) {
    return [];
  }
  return [
    {
      path: `configuration.${key}`,
      reason: `is a role of account ${other}, and the action's own role is of ${own}: give a role of that account`,
    },
  ];
}
