import type { Problem } from "./problem";
import { shown } from "./schema";

// Every physical name starts with it: the strictest of them, a bucket's and an image repository's, allow no more.
const pattern = /^(?=.{2,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Refuses a name of an environment that its buckets, roles and projects cannot start with. */
export function environmentNameProblems(name: string): Problem[] {
  return pattern.test(name)
    ? []
    : [
        {
          path: "name",
          reason: `is ${shown(name)}: give 2 to 40 lower-case letters, digits or single hyphens, starting with a letter, such as shop-dev`,
        },
      ];
}
