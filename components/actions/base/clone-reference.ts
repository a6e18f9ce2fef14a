import { z } from "zod";

/** In what form sources of Git repositories hand on what they read. */
export const outputFormat = {
  /**
   * `CODE_ZIP` for the files alone, or `CODEBUILD_CLONE_REF` for a reference that a build makes a full clone from.
   * @default "CODE_ZIP"
   */
  OutputArtifactFormat: z.enum(["CODE_ZIP", "CODEBUILD_CLONE_REF"]).default("CODE_ZIP"),
};

/** Whether an action hands on a reference to clone from. */
export function isClone({ configuration }: { readonly configuration: { readonly OutputArtifactFormat: string } }) {
  return configuration.OutputArtifactFormat === "CODEBUILD_CLONE_REF";
}
