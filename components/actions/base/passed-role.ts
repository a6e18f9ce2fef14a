import { accountOf } from "../../aws/arn";
import { allowStatement, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import type { BaseAction } from "./action-shape";
import type { Place } from "./action-type";
import { samePlaceProblems } from "./same-region-account";

/** Lets an action's role give CloudFormation one role to work with, and no other service any. */
export function passToCloudFormation(roleArn: string): Statement {
  return allowStatement({
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
  { roleArn = "" }: Pick<BaseAction, "roleArn">,
  path: string,
  passed: string | undefined,
  place: Place | undefined,
): Problem[] {
  const account = accountOf(roleArn) ?? place?.account;
  return samePlaceProblems(path, passed, { ...place, ...(account && { account }) }, ["account"]);
}
