import { z } from "zod";
import type { Problem } from "../schema/problem";
import { matching, schemaProblems } from "../schema/vocabulary";
import { accountOf } from "./arn";
import { policyArnSchema } from "./names";

/** Settings of every role that a component creates. */
export const roleSettingsShape = {
  /**
   * The IAM path of the roles and of their managed policies, such as `/delivery/`.
   * @default "/"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
   */
  rolePath: matching(
    /^(?=.{1,512}$)\/([\w+=,.@-]+\/)*$/,
    "give a path that starts and ends with a slash, such as /delivery/, at most 512 letters, digits or _+=,.@-",
  ).optional(),
  /**
   * The ARN of the permissions boundary of the roles: a policy of this account or an AWS managed policy.
   * @default - no boundary
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  permissionsBoundaryArn: policyArnSchema.optional(),
  /**
   * Whether the roles have managed policies only, for organizations that forbid inline policies. A role takes 10 managed
   * policies of 6,144 characters each.
   * @default false
   */
  managedPoliciesOnly: z.boolean().optional(),
};

const roleSettingsSchema = z.object(roleSettingsShape);

/** Settings of every role that a component creates. */
export interface RoleSettings extends z.input<typeof roleSettingsSchema> {}

/** The role settings among other arguments, without those that are absent. */
export function roleSettingsOf({ rolePath, permissionsBoundaryArn, managedPoliciesOnly }: RoleSettings): RoleSettings {
  return {
    ...(rolePath !== undefined && { rolePath }),
    ...(permissionsBoundaryArn !== undefined && { permissionsBoundaryArn }),
    ...(managedPoliciesOnly !== undefined && { managedPoliciesOnly }),
  };
}

/**
 * The settings of roles in another account. The boundary is the policy of the same name there, because IAM takes no
 * permissions boundary of another account.
 */
export function roleSettingsIn(settings: RoleSettings, account: string): RoleSettings {
  const { permissionsBoundaryArn: boundary, ...others } = roleSettingsOf(settings);
  return { ...others, ...(boundary && { permissionsBoundaryArn: boundary.replace(/:\d{12}:/, `:${account}:`) }) };
}

/** Refuses role settings that IAM refuses. */
export function roleSettingsProblems(settings: RoleSettings, account: string): Problem[] {
  const problems = schemaProblems(roleSettingsSchema, roleSettingsOf(settings));
  return problems.length > 0 ? problems : boundaryProblems(settings.permissionsBoundaryArn, account);
}

/** Refuses a permissions boundary of another account. */
export function boundaryProblems(arn: string | undefined, account: string | undefined): Problem[] {
  const owner = arn === undefined ? undefined : accountOf(arn);
  return owner === undefined || account === undefined || owner === account || owner === "aws"
    ? []
    : [{ path: "permissionsBoundaryArn", reason: `is of account ${owner}: give a policy of account ${account}` }];
}
