import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { checkOutDeployed, type DeployedCommitArgs, deployedCommitShape } from "./deployed-commit";
import { reportPulumiDrift } from "./drift-report";
import { exportImageUri } from "./image-uri";
import { type PulumiCliArgs, pulumiBuild, pulumiCliArgs, stackOptions } from "./pulumi-cli";
import { installPackages } from "./pulumi-up";
import { shellQuote, strictCommand } from "./shell";

export interface PulumiDriftArgs extends PulumiCliArgs, DeployedCommitArgs {}

/** Schema of the arguments. */
export const pulumiDriftArgs = pulumiCliArgs.extend(deployedCommitShape) satisfies z.ZodType<PulumiDriftArgs>;

const previewFile = '"$TOOLS_DIR/drift.json"';

/**
 * Compares a Pulumi stack with its resources on AWS, at the last deployed commit. The build changes nothing, and fails if a
 * resource drifted. Its log names each drifted resource and its properties, and no values.
 *
 * Run it on a schedule, in a project whose source is the repository with `cloneDepth: 0`. The role needs the permissions
 * to read the resources, `grantStateAccess` with `"plan"`, and {@link findDeployments}. With Pulumi Cloud, give a
 * token that only reads the stack. The project gives `IMAGE_REPOSITORY_URI`, as to `pulumiUp`.
 *
 * @throws Error that names every invalid argument.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/
 */
export function pulumiDrift(args: PulumiDriftArgs): Buildspec {
  const { directory, stack, image = true, ...deployed } = checkArgs("pulumiDrift", pulumiDriftArgs, args);
  const options = stackOptions(stack, shellQuote(directory));
  return pulumiBuild(args, {
    beforeInstall: [checkOutDeployed(deployed), ...(image ? [exportImageUri()] : [])],
    commands: [
      installPackages(directory),
      strictCommand(
        // The report tells drift from failure; the status of the preview is the same for both.
        `pulumi preview ${options} --refresh --expect-no-changes --json > ${previewFile} || true`,
        reportPulumiDrift(previewFile),
      ),
    ],
  });
}
