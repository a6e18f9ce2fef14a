import { z } from "zod";
import { matching, shown } from "../../schema/vocabulary";

/** The output format of Git sources. */
export const outputFormat = {
  /**
   * `CODE_ZIP` for the files alone, or `CODEBUILD_CLONE_REF` for a reference that a build clones in full.
   * @default "CODE_ZIP"
   */
  OutputArtifactFormat: z.enum(["CODE_ZIP", "CODEBUILD_CLONE_REF"]).default("CODE_ZIP"),
};

/** Whether the output artifact of an action is a clone reference. */
export function isClone({ configuration }: { readonly configuration: { readonly OutputArtifactFormat: string } }) {
  return configuration.OutputArtifactFormat === "CODEBUILD_CLONE_REF";
}

/**
 * The name of one branch, at most `limit` characters. Git allows neither spaces nor `~ ^ : ? * [ \` in a branch, so a
 * pattern is never taken for a name.
 *
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export function branchName(limit: number) {
  return matching(/^[^\s~^:?*[\\]+$/, "give the name of one branch, such as main")
    .max(limit)
    .refine((name) => !name.startsWith("refs/"), {
      error: ({ input }) =>
        `is ${shown(input)}, a ref and not a branch name: give ${shown(String(input).replace(/^refs\/(heads|tags)\//, ""))}`,
    });
}
