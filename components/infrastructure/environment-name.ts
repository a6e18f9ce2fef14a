import type { Problem } from "../schema/problem";
import { shown } from "../schema/vocabulary";

// Every physical name starts with it: the strictest of them, a bucket's and an image repository's, allow no more.
const pattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Refuses a name of an environment that its buckets, roles and projects cannot start with.
 *
 * @param longest - how many characters it may have; a part of an environment is called after it
 */
export function environmentNameProblems(name: string, longest = 40): Problem[] {
  return pattern.test(name) && name.length >= 2 && name.length <= longest
    ? []
    : [
        {
          path: "name",
          reason: `is ${shown(name)}: give 2 to ${longest} lower-case letters, digits or single hyphens, starting with a letter, such as shop-dev`,
        },
      ];
}
