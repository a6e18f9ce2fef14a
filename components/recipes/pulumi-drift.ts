import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { type BuildTarget, buildTarget } from "./build-target";
import { againstDeployed, type DeployedSourceArgs, deployedSourceShape } from "./deployed-source";
import { reportPulumiDrift } from "./drift-report";
import { exportChosenImage } from "./image-uri";
import { type PulumiCliArgs, pulumiBuild, pulumiCliArgs, stackOptions } from "./pulumi-cli";
import { installPackages } from "./pulumi-up";
import { shellQuote, strictCommand } from "./shell";

/** Arguments of {@link pulumiDrift}. */
export interface PulumiDriftArgs extends PulumiCliArgs, DeployedSourceArgs {
  /**
   * The account and region of the stack, with its state.
   * @default - the account and region of the build
   */
  target?: BuildTarget | undefined;
}

/** Schema of the arguments. */
export const pulumiDriftArgs = pulumiCliArgs.extend({
  ...deployedSourceShape,
  target: buildTarget.optional(),
}) satisfies z.ZodType<PulumiDriftArgs>;

const previewFile = '"$TOOLS_DIR/drift.json"';

/**
 * Compares a Pulumi stack with its resources on AWS, at the source of the last deployment. The build changes nothing, and
 * fails if a resource drifted. Its log names each drifted resource and its properties, and no values.
 *
 * Run it on a schedule, in a project with the source `NO_SOURCE`: the build takes the source from the artifact store. The
 * role needs the permissions to read the resources, `grantStateAccess` with `"plan"`, and {@link findDeployments}. With
 * Pulumi Cloud, give a token that only reads the stack. The project gives `IMAGE_REPOSITORY_URI`, as to `pulumiUp`; the
 * record of the deployment gives the digest for `image: "digest"`.
 *
 * @throws Error that names every invalid argument.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/
 */
export function pulumiDrift(args: PulumiDriftArgs): Buildspec {
  const { directory, stack, image, target, ...deployed } = checkArgs("pulumiDrift", pulumiDriftArgs, args);
  const options = stackOptions(stack, shellQuote(directory));
  const check = pulumiBuild(args, {
    target,
    beforeInstall: exportChosenImage(image),
    commands: [
      installPackages(directory),
      strictCommand(
        // The report tells drift from failure; the status of the preview is the same for both.
        `pulumi preview ${options} --refresh --expect-no-changes --json > ${previewFile} || true`,
        reportPulumiDrift(previewFile),
      ),
    ],
  });
  return againstDeployed(check, deployed);
}
