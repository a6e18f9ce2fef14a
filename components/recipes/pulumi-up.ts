import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { exportImageUri } from "./image-uri";
import { npmCi, withoutCredentials } from "./npm-install";
import { type PulumiCliArgs, pulumiBuild, pulumiCliArgs, stackOptions } from "./pulumi-cli";
import { shellQuote, strictCommand } from "./shell";

export interface PulumiUpArgs extends PulumiCliArgs {}

/** Schema of the arguments. */
export const pulumiUpArgs = pulumiCliArgs;

/**
 * Updates a Pulumi stack of the repository with one version of the CLI.
 *
 * The project gives `IMAGE_REPOSITORY_URI`; the program reads the image of the commit from `IMAGE_URI`. The stack must
 * exist. A misspelt name fails instead of creating a second copy of everything. npm installs the packages of the lock
 * file, if there is one, without scripts, without git and without the credentials of the build. The role needs the
 * permissions of the program's resources, and `grantStateAccess` with `"write"`.
 *
 * @throws Error that names every invalid argument.
 */
export function pulumiUp(args: PulumiUpArgs): Buildspec {
  const { directory, stack } = checkArgs("pulumiUp", pulumiUpArgs, args);
  const options = stackOptions(stack, shellQuote(directory));
  return pulumiBuild(args, {
    beforeInstall: [exportImageUri()],
    commands: [
      strictCommand(
        `if [ -f ${shellQuote(`${directory}/package-lock.json`)} ]; then`,
        `  ${withoutCredentials(npmCi(directory))}`,
        "fi",
      ),
      `pulumi stack select ${options}`,
      `pulumi up ${options} --yes --skip-preview`,
    ],
  });
}
