import { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { allowedKeys } from "../schema/vocabulary";
import { type TerraformState, terraformBackendOptions, terraformState } from "../storage/state-bucket";
import { repositoryPath, sha256, toolVersion } from "./args";
import { exportImageUri } from "./image-uri";
import { installPinnedTool, removeTools } from "./pinned-tool";
import { failIf, shellQuote, strictly } from "./shell";

/** Terraform or OpenTofu, and the root module of the repository that it works on. */
export interface TerraformCliArgs {
  /** The version of the tool, x.y.z; at least 1.10.0 with `state`. */
  version: string;
  /**
   * The SHA-256 of `terraform_<version>_linux_amd64.zip`, or of `tofu_<version>_linux_amd64.zip`, from the release's
   * SHA256SUMS file.
   */
  sha256: string;
  /** The root module, relative to the root of the repository; `.terraform.lock.hcl` must be committed with it. */
  directory: string;
  /** Who the tool is from. @default terraform */
  distribution?: "terraform" | "opentofu";
  /**
   * Where the state is: fills an empty `backend "s3"` block of the module, with a lock beside the state.
   * @default - the module's own backend
   */
  state?: TerraformState;
}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const terraformCliArgs = allowedKeys({
  version: toolVersion,
  sha256,
  directory: repositoryPath,
  distribution: z.enum(["terraform", "opentofu"]).optional(),
  state: terraformState.optional(),
}).refine(({ version, state }) => state === undefined || locksInBucket(version), {
  path: ["version"],
  error: "is too old to lock state in a bucket: give 1.10.0 or newer, or leave out state",
}) satisfies z.ZodType<TerraformCliArgs>;

/** Neither Terraform nor OpenTofu knows `use_lockfile` before 1.10. */
export function locksInBucket(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 1 || (major === 1 && minor >= 10);
}

/** What a build does with the tool. */
export interface TerraformWork {
  /** Commands that need no tool: what can fail without a download does so. */
  readonly first?: readonly string[];
  /** Commands that find the module initialised, and `TF_VAR_image`. */
  readonly commands: readonly string[];
  /** Variables that later actions of a pipeline may read. */
  readonly exported?: readonly string[];
}

/** A build with one version of the tool and the providers of the lock file, which leaves no tools. */
export function withTerraform(
  args: TerraformCliArgs,
  { first = [], commands, exported = [] }: TerraformWork,
): Buildspec {
  return {
    version: 0.2,
    env: {
      shell: "bash",
      variables: { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      ...(exported.length > 0 && { "exported-variables": [...exported] }),
    },
    phases: {
      build: {
        "on-failure": "ABORT",
        commands: [
          ...first,
          exportImageUri(),
          'export TF_VAR_image="$IMAGE_URI"',
          ...installPinnedTool({ url: download(args), sha256: args.sha256, archive: "zip" }),
          initialise(args),
          ...commands,
        ],
        finally: [removeTools],
      },
    },
  };
}

/** The tool, at work on the module. */
export function moduleCommand({ distribution = "terraform", directory }: TerraformCliArgs): string {
  return `${distribution === "opentofu" ? "tofu" : "terraform"} -chdir=${shellQuote(directory)}`;
}

function download({ distribution = "terraform", version }: TerraformCliArgs): string {
  return distribution === "opentofu"
    ? `https://github.com/opentofu/opentofu/releases/download/v${version}/tofu_${version}_linux_amd64.zip`
    : `https://releases.hashicorp.com/terraform/${version}/terraform_${version}_linux_amd64.zip`;
}

function initialise(args: TerraformCliArgs): string {
  const init = `${moduleCommand(args)} init -input=false -no-color -lockfile=readonly`;
  if (args.state === undefined) {
    return init;
  }
  return strictly(
    `${init} ${terraformBackendOptions(args.state)}`,
    // Without a block to fill the tool warns, and keeps the state in a file that ends with the build.
    failIf(
      `[ ! -f ${shellQuote(`${args.directory}/.terraform/terraform.tfstate`)} ]`,
      `The module ${args.directory} has no backend for its state: add terraform { backend "s3" {} }`,
    ),
  );
}
