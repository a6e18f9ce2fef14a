import { z } from "zod";
import { allowStatement, type Statement } from "../../iam/statement";

/**
 * How an operation on a stack set goes about its accounts and regions.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */
export const operationPreferences = {
  /**
   * In how many of the accounts of a region, in percent, the operation may fail before it is stopped there: 0 to 100.
   * @default 0
   */
  FailureTolerancePercentage: z.int().min(0).max(100).optional(),
  /**
   * In how many of the accounts, in percent, the operation runs at a time: 1 to 100.
   * @default - one account
   */
  MaxConcurrentPercentage: z.int().min(1).max(100).optional(),
  /**
   * Whether regions are worked on one by one or side by side.
   * @default - `SEQUENTIAL`
   */
  RegionConcurrencyType: z.enum(["SEQUENTIAL", "PARALLEL"]).optional(),
  /**
   * Whether failures slow the operation down, so that it never goes over its tolerance, or not.
   * @default - `STRICT_FAILURE_TOLERANCE`
   */
  ConcurrencyMode: z.enum(["STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"]).optional(),
  /**
   * Whether the account is the organization's management account or a delegated administrator. For stack sets whose
   * roles AWS manages.
   * @default - `SELF`
   */
  CallAs: z.enum(["SELF", "DELEGATED_ADMIN"]).optional(),
};

/**
 * What a delegated administrator needs besides: CloudFormation asks the organization, in the caller's name, whether the
 * account is one. AWS knows no resource for it, but the service that is asked about.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
export function delegationPermissions(callAs: "SELF" | "DELEGATED_ADMIN" | undefined): Statement[] {
  if (callAs !== "DELEGATED_ADMIN") {
    return [];
  }
  const service = { "organizations:ServicePrincipal": "member.org.stacksets.cloudformation.amazonaws.com" };
  return [
    allowStatement({
      sid: "Delegation",
      actions: ["organizations:ListDelegatedAdministrators"],
      resources: ["*"],
      conditions: { StringEquals: service },
    }),
  ];
}
