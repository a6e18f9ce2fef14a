import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import {
  initialise,
  lockTimeout,
  type TerraformCliArgs,
  terraformBuild,
  terraformCliArgs,
  terraformCommand,
} from "./terraform-cli";

export interface TerraformApplyArgs extends TerraformCliArgs {}

/** Schema of the arguments. */
export const terraformApplyArgs = terraformCliArgs;

/**
 * Plans and applies a Terraform root module of the repository with one version of Terraform.
 *
 * The project gives `IMAGE_REPOSITORY_URI`; the module reads the image of the commit from its variable `image`, and a
 * program that it runs from `IMAGE_URI`. The build applies the plan that it made, and keeps it outside the source: a plan
 * can hold secrets. Providers are those of the lock file and no others. The build waits five minutes for a lock. The
 * role needs the permissions of the module's resources, and `grantStateAccess` with `"write"`.
 *
 * @throws Error that names every invalid argument.
 */
export function terraformApply(args: TerraformApplyArgs): Buildspec {
  const terraform = terraformCommand(checkArgs("terraformApply", terraformApplyArgs, args));
  return terraformBuild(args, {
    initialise: [initialise(args)],
    commands: [
      `${terraform} plan -input=false -no-color ${lockTimeout} -out="$TOOLS_DIR/plan"`,
      `${terraform} apply -input=false -no-color ${lockTimeout} "$TOOLS_DIR/plan"`,
    ],
  });
}
