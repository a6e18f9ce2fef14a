import { matching } from "../../schema/vocabulary";

/**
 * The name of one branch, at most `limit` characters. Git lets no branch have spaces or the characters `~ ^ : ? * [ \`,
 * so a pattern is never taken for a name.
 *
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export function branchName(limit: number) {
  return matching(/^[^\s~^:?*[\\]+$/, "give the name of one branch, such as main").max(limit);
}
