import { gateReachProblems } from "../iam/gate-reach";
import type { GrantSettings } from "../iam/grant";
import { unlessRefused } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import type { Guarded } from "./guard";

/**
 * Refuses grants that name a part of this gate, which the guard denies anyway, and grants that could reach another gate of
 * the account.
 */
export function guardedGrantProblems(
  path: string,
  grants: readonly GrantSettings[] | undefined,
  guarded: readonly Guarded[],
): Problem[] {
  const named = (grants ?? []).flatMap(({ resources }, grant) =>
    resources.flatMap((resource, index) => {
      const part = guarded.find(({ arn }) => isPartOf(resource, arn));
      return part === undefined
        ? []
        : [
            {
              path: `[${grant}].resources[${index}]`,
              reason: `is ${shown(resource)}, ${part.what}, which no build may touch: leave it out`,
            },
          ];
    }),
  );
  const own = within(path, named);
  return [...own, ...unlessRefused(own, gateReachProblems(path, grants))];
}

/** Whether a resource is the guarded one itself, or something in it. */
function isPartOf(resource: string, arn: string): boolean {
  return resource === arn || resource.startsWith(`${arn}/`) || resource.startsWith(`${arn}:`);
}
