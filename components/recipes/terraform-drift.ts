import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { type BuildTarget, buildTarget } from "./build-target";
import { againstDeployed, type DeployedSourceArgs, deployedSourceShape } from "./deployed-source";
import { reportTerraformDrift } from "./drift-report";
import { strictCommand } from "./shell";
import { initialise, type TerraformCliArgs, terraformBuild, terraformCliArgs, terraformCommand } from "./terraform-cli";

/** Arguments of {@link terraformDrift}. */
export interface TerraformDriftArgs extends TerraformCliArgs, DeployedSourceArgs {
  /**
   * The account and region of the module, with its state.
   * @default - the account and region of the build
   */
  target?: BuildTarget | undefined;
}

/** Schema of the arguments. */
export const terraformDriftArgs = terraformCliArgs.safeExtend({
  ...deployedSourceShape,
  target: buildTarget.optional(),
}) satisfies z.ZodType<TerraformDriftArgs>;

/** The plan of the tool holds values. It ends with the build. */
const planFile = '"$TOOLS_DIR/drift.tfplan"';
const shownFile = '"$TOOLS_DIR/drift.json"';

/**
 * Compares a Terraform root module with its resources on AWS, at the source of the last deployment. The build changes and
 * locks nothing, and fails if a resource drifted. Its log names each drifted resource, and no values.
 *
 * Run it on a schedule, in a project with the source `NO_SOURCE`: the build takes the source from the artifact store. The
 * role needs the permissions to read the resources, `grantStateAccess` with `"plan"`, and {@link findDeployments}. The
 * project gives `IMAGE_REPOSITORY_URI`, as to `terraformApply`; the record of the deployment gives the digest for
 * `image: "digest"`.
 *
 * @throws Error that names every invalid argument.
 * @see https://developer.hashicorp.com/terraform/cli/commands/plan
 */
export function terraformDrift(args: TerraformDriftArgs): Buildspec {
  const { target, ...deployed } = checkArgs("terraformDrift", terraformDriftArgs, args);
  const tool = terraformCommand(args);
  const check = terraformBuild(args, {
    target,
    initialise: [initialise(args)],
    commands: [
      strictCommand(
        "status=0",
        `${tool} plan -detailed-exitcode -lock=false -input=false -no-color -out=${planFile} > /dev/null || status=$?`,
        'if [ "$status" -eq 2 ]; then',
        `  ${tool} show -json ${planFile} > ${shownFile}`,
        `  ${reportTerraformDrift(shownFile)}`,
        "  exit 1",
        "fi",
        'if [ "$status" -ne 0 ]; then',
        '  echo "The plan failed: whether anything drifted is unknown" >&2',
        "  exit 1",
        "fi",
        'echo "0 resources drifted from the deployed commit"',
      ),
    ],
  });
  return againstDeployed(check, deployed);
}
