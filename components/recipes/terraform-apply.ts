import type { Buildspec } from "../codebuild/buildspec";
import { checked } from "./args";
import { moduleCommand, type TerraformCliArgs, terraformCliArgs, withTerraform } from "./terraform-cli";

export interface TerraformApplyArgs extends TerraformCliArgs {}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const terraformApplyArgs = terraformCliArgs;

/**
 * Plans and applies a Terraform root module of the repository with one version of Terraform, on an x86-64 image.
 *
 * The project gives `IMAGE_REPOSITORY_URI`; the module reads the image of this commit from its variable `image`, and a
 * program that it runs from `IMAGE_URI`. What is applied is the very plan that was made, kept outside the source, since
 * plans can hold secrets. Providers are those of the lock file and no others. The role needs what the module's
 * resources need, and `grantStateAccess` with `"write"`.
 *
 * @throws Error naming every argument that is wrong.
 */
export function terraformApply(args: TerraformApplyArgs): Buildspec {
  const terraform = moduleCommand(checked("terraformApply", terraformApplyArgs, args));
  return withTerraform(args, {
    commands: [
      `${terraform} plan -input=false -no-color -out="$TOOLS_DIR/plan"`,
      `${terraform} apply -input=false -no-color "$TOOLS_DIR/plan"`,
    ],
  });
}
