import type { Buildspec } from "../codebuild/buildspec";
import { checked } from "./args";
import { exportPreview, planFile, previewVariables, writePlan } from "./destroy-plan";
import { failIf, strictly } from "./shell";
import { moduleCommand, type TerraformCliArgs, terraformCliArgs, withTerraform } from "./terraform-cli";

export interface TerraformDestroyPreviewArgs extends TerraformCliArgs {}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const terraformDestroyPreviewArgs = terraformCliArgs;

/** The plan as the tool saves it: what is applied, and nothing but that. It holds the values of the resources. */
export const savedPlan = "plan.tfplan";

/**
 * Plans to destroy what a Terraform root module deployed, and destroys nothing: lists the addresses in the log, leaves
 * the saved plan `plan.tfplan`, and the addresses with the commit in `plan.json`, as the artifact, and exports
 * `RESOURCE_COUNT` and `PREVIEW_LINK`. Fails where a resource has `prevent_destroy`.
 *
 * The saved plan can hold secrets, so whoever reads the artifacts reads them. The project gives `IMAGE_REPOSITORY_URI`,
 * as to `terraformApply`: a module wants its variables for this as well. The role needs what reading the resources needs,
 * and `grantStateAccess` with `"read"`: nothing is locked, since the tool refuses a plan whose state has moved on.
 *
 * @throws Error naming every argument that is wrong.
 * @see https://developer.hashicorp.com/terraform/cli/commands/plan
 */
export function terraformDestroyPreview(args: TerraformDestroyPreviewArgs): Buildspec {
  const terraform = moduleCommand(checked("terraformDestroyPreview", terraformDestroyPreviewArgs, args));
  return {
    ...withTerraform(args, {
      commands: [
        strictly(
          failIf(
            // What it prints has the values of the resources; errors go elsewhere.
            `! ${terraform} plan -destroy -lock=false -input=false -no-color -out="$CODEBUILD_SRC_DIR/${savedPlan}" > /dev/null`,
            "Nothing is planned. Who wants to destroy a resource with prevent_destroy removes that from its lifecycle block, and starts the pipeline again",
          ),
          `${terraform} show -json "$CODEBUILD_SRC_DIR/${savedPlan}" > "$TOOLS_DIR/plan.json"`,
          writePlan('"$TOOLS_DIR/plan.json"', planFile, args.directory, deletions),
        ),
        exportPreview,
      ],
      exported: previewVariables,
    }),
    artifacts: { files: [planFile, savedPlan] },
  };
}

const deletions =
  '(found.resource_changes ?? []).filter(({ change }) => change.actions.includes("delete")).map(({ address }) => address)';
