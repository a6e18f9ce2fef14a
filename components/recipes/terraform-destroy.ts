import type { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { checked } from "./args";
import { artifactFolder, checkPlan, exportDestroyed, planArtifact, planFile } from "./destroy-plan";
import { failIf, strictly } from "./shell";
import { moduleCommand, type TerraformCliArgs, terraformCliArgs, withTerraform } from "./terraform-cli";
import { savedPlan } from "./terraform-destroy-preview";

export interface TerraformDestroyArgs extends TerraformCliArgs {
  /** The artifact of `terraformDestroyPreview`, an input of the action beside the source, which is primary. */
  planArtifact: string;
}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const terraformDestroyArgs = terraformCliArgs.safeExtend({
  planArtifact,
}) satisfies z.ZodType<TerraformDestroyArgs>;

/**
 * Destroys what a Terraform root module deployed by applying exactly the plan that was approved, which must be of this
 * module and this very commit. Exports `DESTROYED_COUNT`. The tool itself refuses a plan whose state has moved on.
 *
 * The lock is never broken: while another run holds it, this one fails. The project gives `IMAGE_REPOSITORY_URI`, as to
 * the preview. The role needs what deleting the resources needs, and `grantStateAccess` with `"write"`.
 *
 * @throws Error naming every argument that is wrong.
 * @see https://developer.hashicorp.com/terraform/cli/commands/apply
 */
export function terraformDestroy(args: TerraformDestroyArgs): Buildspec {
  const { directory, planArtifact: artifact } = checked("terraformDestroy", terraformDestroyArgs, args);
  return withTerraform(args, {
    first: [checkPlan(artifact, directory, [planFile, savedPlan])],
    commands: [
      strictly(
        failIf(
          `! ${moduleCommand(args)} apply -input=false -no-color "${artifactFolder(artifact)}/${savedPlan}"`,
          "What was deleted before the failure is gone, and a new run of the pipeline shows the rest. A state that is locked has another run at work: wait for it. Only a person who knows that no run is left ends a lock, with `terraform force-unlock`",
        ),
      ),
      exportDestroyed(artifact, directory),
    ],
    exported: ["DESTROYED_COUNT"],
  });
}
