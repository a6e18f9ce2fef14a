import type { Buildspec } from "../codebuild/buildspec";
import { checked } from "./args";
import { exportPreview, planFile, previewVariables, requireCommit } from "./destroy-plan";
import { type PulumiCliArgs, pulumiCliArgs, withPulumi } from "./pulumi-cli";
import { previewDestroy } from "./pulumi-preview";

export interface PulumiDestroyPreviewArgs extends PulumiCliArgs {}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const pulumiDestroyPreviewArgs = pulumiCliArgs;

/**
 * Says what destroying a Pulumi stack would delete, and destroys nothing: lists the URNs in the log, leaves them with
 * the commit in `plan.json` as the artifact, and exports `RESOURCE_COUNT` and `PREVIEW_LINK`. Fails where a resource is
 * protected.
 *
 * The program does not run: Pulumi works from the state, the settings of the stack with its secrets, and the provider
 * plugins that the state names. Their versions are those of the lock file at the last update; Pulumi itself downloads
 * them. npm dependencies are installed for resources that are code of the program. The role needs `grantStateAccess` with
 * `"read"`, which lets it lock the state: in a bucket Pulumi does so for a preview as well, before 3.231.
 *
 * @throws Error naming every argument that is wrong.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_destroy/
 */
export function pulumiDestroyPreview(args: PulumiDestroyPreviewArgs): Buildspec {
  return {
    ...withPulumi(checked("pulumiDestroyPreview", pulumiDestroyPreviewArgs, args), {
      first: [requireCommit],
      commands: [...previewDestroy(args, planFile), exportPreview],
      exported: previewVariables,
      // Nobody has approved of what a push brings.
      installScripts: false,
    }),
    artifacts: { files: [planFile] },
  };
}
