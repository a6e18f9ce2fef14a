import type { z } from "zod";
import { allowedKeys } from "../model/schema";
import { checked, repositoryPath, sha256, toolVersion } from "./args";
import type { Buildspec } from "./buildspec";
import { exportImageUri } from "./image-uri";
import { installPinnedTool, removeTools } from "./pinned-tool";
import { shellQuote } from "./shell";

export interface TerraformApplyArgs {
  /** The version of Terraform, x.y.z. */
  version: string;
  /** The SHA-256 of `terraform_<version>_linux_amd64.zip`, from the release's SHA256SUMS file. */
  sha256: string;
  /** The root module, relative to the root of the repository; `.terraform.lock.hcl` must be committed with it. */
  directory: string;
}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const terraformApplyArgs = allowedKeys({
  version: toolVersion,
  sha256,
  directory: repositoryPath,
}) satisfies z.ZodType<TerraformApplyArgs>;

/**
 * Plans and applies a Terraform root module of the repository with one version of Terraform, on an x86-64 image.
 *
 * The project gives `IMAGE_REPOSITORY_URI`; the module reads the image of this commit from its variable `image`, and a
 * program that it runs from `IMAGE_URI`. What is applied is the very plan that was made, kept outside the source, since
 * plans can hold secrets. Providers are those of the lock file and no others. The role needs what the module's
 * resources and its state backend need.
 *
 * @throws Error naming every argument that is wrong.
 */
export function terraformApply(args: TerraformApplyArgs): Buildspec {
  const { version, sha256: hash, directory } = checked("terraformApply", terraformApplyArgs, args);
  const terraform = `terraform -chdir=${shellQuote(directory)}`;
  return {
    version: 0.2,
    env: { shell: "bash", variables: { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" } },
    phases: {
      build: {
        "on-failure": "ABORT",
        commands: [
          ...installPinnedTool({
            url: `https://releases.hashicorp.com/terraform/${version}/terraform_${version}_linux_amd64.zip`,
            sha256: hash,
            archive: "zip",
          }),
          exportImageUri(),
          'export TF_VAR_image="$IMAGE_URI"',
          `${terraform} init -input=false -no-color -lockfile=readonly`,
          `${terraform} plan -input=false -no-color -out="$TOOLS_DIR/plan"`,
          `${terraform} apply -input=false -no-color "$TOOLS_DIR/plan"`,
        ],
        finally: [removeTools],
      },
    },
  };
}
