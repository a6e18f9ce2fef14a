import { accountOf } from "../../aws/arn";
import { allowStatement, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import type { BaseAction } from "./action-shape";
import type { Place } from "./action-type";
import { samePlaceProblems } from "./same-region-account";

/** Lets an action's role pass the named roles to one service, and to no other. */
export function passRole(roleArns: readonly string[], service: string, sid = "PassRole"): Statement {
  return allowStatement({
    sid,
    actions: ["iam:PassRole"],
    resources: roleArns,
    conditions: { StringEquals: { "iam:PassedToService": `${service}.amazonaws.com` } },
  });
}

/**
 * Refuses a role of another account than the account of the action's own role: IAM passes roles within one account.
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
