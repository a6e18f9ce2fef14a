import type { GrantSettings } from "../infrastructure/grant";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import type { Guarded } from "./guard";

/**
 * Refuses grants that name what stands behind the guard: it forbids them all, and whoever wrote one meant something
 * else. A wildcard that reaches there besides is no mistake, and forbidden there all the same.
 */
export function guardedGrantProblems(
  path: string,
  grants: readonly GrantSettings[] | undefined,
  guarded: readonly Guarded[],
): Problem[] {
  const problems = (grants ?? []).flatMap(({ resources }, grant) =>
    resources.flatMap((resource, index) => {
      const named = guarded.find(({ arn }) => isPartOf(resource, arn));
      return named === undefined
        ? []
        : [
            {
              path: `[${grant}].resources[${index}]`,
              reason: `is ${shown(resource)}, ${named.what}, which nothing that the repository runs may touch: leave it out`,
            },
          ];
    }),
  );
  return within(path, problems);
}

/** Whether a resource is the guarded one itself, or something in it. */
function isPartOf(resource: string, arn: string): boolean {
  return resource === arn || resource.startsWith(`${arn}/`) || resource.startsWith(`${arn}:`);
}
