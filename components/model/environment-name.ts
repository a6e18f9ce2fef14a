import type { Problem } from "./problem";
import { shown } from "./schema";

// Every physical name starts with it: the strictest of them, an S3 bucket's, allows no more.
const pattern = /^[a-z][a-z0-9-]{0,38}[a-z0-9]$/;

/** Refuses a name of an environment that its buckets, roles and projects cannot start with. */
export function environmentNameProblems(name: string): Problem[] {
  return pattern.test(name)
    ? []
    : [
        {
          path: "name",
          reason: `is ${shown(name)}: give 2 to 40 lower-case letters, digits or hyphens, starting with a letter, such as shop-dev`,
        },
      ];
}
