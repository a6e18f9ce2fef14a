import { accountOf } from "../aws/arn";
import type { Lenient } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import type { ApproverGroup, DestroySettings } from "./settings";

type Approvers = DestroySettings["approvers"];

/** The names of the groups of approvers in settings. */
export type GroupName = keyof Approvers;

/** The groups that approve, in their order. */
export function approverGroups({ first, second }: Approvers): (ApproverGroup & { readonly group: GroupName })[] {
  return [{ ...first, group: "first" }, ...(second ? [{ ...second, group: "second" as const }] : [])];
}

/** Problems between those who approve: roles of another account, of both groups, or one group where two must approve. */
export function approverProblems(
  { first, second }: Lenient<Approvers>,
  account: string | undefined,
  protect: boolean,
): Problem[] {
  const foreign = Object.entries({ first, second }).flatMap(([group, { principals = [] } = {}]) =>
    principals.flatMap((arn, index): Problem[] => {
      const owner = accountOf(arn ?? "");
      return account === undefined || arn === undefined || owner === account
        ? []
        : [
            {
              path: `${group}.principals[${index}]`,
              reason: `is of account ${owner}: give a role of account ${account}, for its grant is made here`,
            },
          ];
    }),
  );
  const repeated = (second?.principals ?? []).flatMap((arn, index): Problem[] =>
    arn !== undefined &&
    first?.principals?.some((other) => other !== undefined && roleNameOf(other) === roleNameOf(arn))
      ? [
          {
            path: `second.principals[${index}]`,
            reason: `is ${shown(arn)}, which approves first: give a role of other people, or one person could approve twice`,
          },
        ]
      : [],
  );
  const alone: Problem[] =
    protect && second === undefined
      ? [{ path: "second", reason: "is missing: what is protected is destroyed only after two groups have approved" }]
      : [];
  return [...foreign, ...repeated, ...alone];
}

/**
 * Refuses to let roles of the environment itself approve. Such a role runs code of the repository, so the code could
 * approve itself.
 */
export function ownApproverProblems(approvers: Approvers, ownRoleNames: readonly string[]): Problem[] {
  return approverGroups(approvers).flatMap(({ group, principals }) =>
    within(
      `${group}.principals`,
      principals.flatMap((arn, index) =>
        /:role\/aws-(reserved|service-role)\//.test(arn)
          ? [
              {
                path: `[${index}]`,
                reason: `is ${shown(arn)}, a role of AWS's own, which takes no policy: give a role of the account that these people assume`,
              },
            ]
          : ownRoleNames.includes(roleNameOf(arn))
            ? [
                {
                  path: `[${index}]`,
                  reason: `is ${shown(arn)}, a role of this environment, and what it runs would approve for itself: give a role that people assume`,
                },
              ]
            : [],
      ),
    ),
  );
}

/** The name at the end of a role's ARN: an account has one role of a name, whatever its path. */
export function roleNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
