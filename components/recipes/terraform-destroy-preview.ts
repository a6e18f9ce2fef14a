import type { Buildspec } from "../codebuild/buildspec";
import { checkArgs } from "./args";
import { exportPreview, planFile, previewVariables, recordPlan, requireCommit } from "./change-plan";
import { failIf, strictCommand } from "./shell";
import {
  type TerraformDestroyCliArgs,
  terraformBuild,
  terraformCommand,
  terraformDestroyCliArgs,
} from "./terraform-cli";
import { checkFiles, initialiseWithCare, installTerraformPlan, planFiles, readPlan, savedPlan } from "./terraform-plan";

/** Arguments of {@link terraformDestroyPreview}. */
export interface TerraformDestroyPreviewArgs extends TerraformDestroyCliArgs {}

/** Schema of the arguments. */
export const terraformDestroyPreviewArgs = terraformDestroyCliArgs;

/**
 * Plans to destroy the resources of a Terraform root module, and destroys nothing. The log shows addresses and physical
 * ids. The artifact holds the saved plan `plan.tfplan` and the plan `plan.json`; `RESOURCE_COUNT`, `PLAN_DIGEST` and
 * `PREVIEW_LINK` are exported. The build fails if a resource has `prevent_destroy`.
 *
 * Nobody has approved the commit yet. The build refuses modules that run a program or choose their backend, takes
 * providers from their registries alone, and fetches modules without credentials. Data sources are still read. The saved
 * plan holds the values of the resources: grant the artifacts to nobody else.
 *
 * The project gives `IMAGE_REPOSITORY_URI`, as to `terraformApply`. The role needs the permissions to read the
 * resources, and `grantStateAccess` with `"read"`. The build locks nothing, and the tool refuses a plan of an older
 * state.
 *
 * @throws Error that names every invalid argument.
 * @see https://developer.hashicorp.com/terraform/cli/commands/plan
 */
export function terraformDestroyPreview(args: TerraformDestroyPreviewArgs): Buildspec {
  const { directory } = checkArgs("terraformDestroyPreview", terraformDestroyPreviewArgs, args);
  const saved = `"$CODEBUILD_SRC_DIR/${savedPlan}"`;
  return {
    ...terraformBuild(args, {
      beforeInstall: [requireCommit, installTerraformPlan(args), checkFiles(directory)],
      initialise: initialiseWithCare(args),
      commands: [
        strictCommand(
          failIf(
            // Its output holds the values of the resources. Errors go to standard error.
            `! ${terraformCommand(args)} plan -destroy -lock=false -input=false -no-color -out=${saved} > /dev/null`,
            "There is no plan. To destroy a resource with prevent_destroy, remove that from its lifecycle block and start the pipeline again",
          ),
          ...readPlan(args, saved),
          recordPlan({ to: planFile, target: directory, files: planFiles(saved) }),
        ),
        exportPreview,
      ],
      exported: previewVariables,
    }),
    artifacts: { files: [planFile, savedPlan] },
  };
}
