import type { Problem } from "../schema/problem";
import { shown } from "../schema/vocabulary";

/** Every physical name starts with the environment's name. Buckets and image repositories are the strictest of them. */
const pattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Refuses a name that cannot start the names of the environment's buckets, roles and projects.
 *
 * @param longest - limit of the name, in characters
 * @param end - required end of the name
 */
export function environmentNameProblems(name: string, longest = 40, end = ""): Problem[] {
  const isValid = pattern.test(name) && name.length >= 2 && name.length <= longest && name.endsWith(end);
  const rule = `give 2 to ${longest} lower-case letters, digits or single hyphens, starting with a letter`;
  return isValid
    ? []
    : [
        {
          path: "name",
          reason: `is ${shown(name)}: ${rule}${end === "" ? ", such as shop-dev" : ` and ending in ${end}, such as shop-dev${end}`}`,
        },
      ];
}
