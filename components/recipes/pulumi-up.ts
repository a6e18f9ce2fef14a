import type { Buildspec } from "../codebuild/buildspec";
import { checked } from "./args";
import { exportImageUri } from "./image-uri";
import { type PulumiCliArgs, pulumiCliArgs, stackOptions, withPulumi } from "./pulumi-cli";

export interface PulumiUpArgs extends PulumiCliArgs {}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const pulumiUpArgs = pulumiCliArgs;

/**
 * Updates a Pulumi stack of the repository with one version of the CLI, on an x86-64 image.
 *
 * The project gives `IMAGE_REPOSITORY_URI`, and without `state` also `PULUMI_BACKEND_URL` or (as a secret)
 * `PULUMI_ACCESS_TOKEN`; the program reads the image of this commit from `IMAGE_URI`. The stack must exist, so that a
 * misspelt name fails instead of making a second copy of everything. npm dependencies are those of the lock file, where
 * there is one. The role needs what the program's resources need, and `grantStateAccess` with `"write"`.
 *
 * @throws Error naming every argument that is wrong.
 */
export function pulumiUp(args: PulumiUpArgs): Buildspec {
  const options = stackOptions(checked("pulumiUp", pulumiUpArgs, args));
  return withPulumi(args, {
    first: [exportImageUri()],
    commands: [`pulumi stack select ${options}`, `pulumi up ${options} --yes --skip-preview`],
  });
}
