import { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { allowedKeys, matching } from "../schema/vocabulary";
import { type TerraformState, terraformBackendOptions, terraformState } from "../storage/state-bucket";
import { exactVersion, repositoryPath, sha256 } from "./args";
import { type BuildTarget, enterTarget } from "./build-target";
import { exportChosenImage, type ImageChoice, imageChoice } from "./image-uri";
import { createToolsFolder, installPinnedTool, removeTools } from "./pinned-tool";
import { failIf, shellQuote, strictCommand } from "./shell";

/** Terraform or OpenTofu, and the root module of the repository that it works on. */
export interface TerraformCliArgs {
  /** The version of the tool, x.y.z; at least 1.10.0 with `state`. */
  version: string;
  /**
   * The SHA-256 of `terraform_<version>_linux_<architecture>.zip`, or of `tofu_<version>_linux_<architecture>.zip`, from
   * the SHA256SUMS file of the release.
   */
  sha256: string;
  /** The processor of the build image. @default amd64 */
  architecture?: "amd64" | "arm64";
  /** The root module, relative to the root of the repository. Commit `.terraform.lock.hcl` with it. */
  directory: string;
  /** The publisher of the tool. @default terraform */
  distribution?: "terraform" | "opentofu";
  /**
   * The object that holds the state: fills an empty `backend "s3"` block of the module. The lock is beside the state.
   * @default - the module's own backend
   */
  state?: TerraformState;
  /**
   * Whether the module deploys an image, from its variable `image`. It is the image of the commit, or with `"digest"`
   * the one whose digest the action passes in `IMAGE_DIGEST`.
   * @default true
   */
  image?: ImageChoice;
}

const shape = {
  version: exactVersion,
  sha256,
  architecture: z.enum(["amd64", "arm64"]).optional(),
  directory: repositoryPath,
  distribution: z.enum(["terraform", "opentofu"]).optional(),
  state: terraformState.optional(),
  image: imageChoice.optional(),
};

const lockProblem = {
  path: ["version"],
  error: "is too old to lock state in a bucket: give 1.10.0 or newer, or leave out state",
};

/** Schema of the arguments. */
export const terraformCliArgs = allowedKeys(shape).refine(
  ({ version, state }) => state === undefined || canLockInBucket(version),
  lockProblem,
) satisfies z.ZodType<TerraformCliArgs>;

/** The tool, and the state and providers of a destroy, which the commit must not choose. */
export interface TerraformDestroyCliArgs extends TerraformCliArgs {
  state: TerraformState;
  /**
   * Providers that the module may use beside those of HashiCorp that start no program, such as `integrations/github`.
   * The preview runs them before anybody approves: name providers that you trust with the preview's role.
   * @default - none
   */
  providers?: string[];
}

/** A source address of a provider, with or without the host of its registry. */
export const providerAddress = matching(
  /^([a-z0-9-]+(\.[a-z0-9-]+)+\/)?[a-z0-9][a-z0-9_-]*\/[a-z0-9][a-z0-9_-]*$/,
  "give the source of a provider in lower case, such as integrations/github",
);

/** Schema of the arguments of a destroy. */
export const terraformDestroyCliArgs = allowedKeys({
  ...shape,
  state: terraformState,
  providers: z.array(providerAddress).optional(),
}).refine(({ version }) => canLockInBucket(version), {
  ...lockProblem,
  error: "is too old to lock state in a bucket: give 1.10.0 or newer",
}) satisfies z.ZodType<TerraformDestroyCliArgs>;

/** Whether a version of Terraform or OpenTofu knows `use_lockfile`: from 1.10 on. */
export function canLockInBucket(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 1 || (major === 1 && minor >= 10);
}

/** The steps of a build with the tool. */
export interface TerraformSteps {
  /** Commands before the download. They find `TOOLS_DIR`. */
  readonly beforeInstall?: readonly string[];
  /** Commands that initialise the module. */
  readonly initialise: readonly string[];
  /** The place that the module is for. @default - the account and region of the build */
  readonly target?: BuildTarget | undefined;
  /** Commands that find the module initialised, and `TF_VAR_image`. */
  readonly commands: readonly string[];
  /** Variables that later actions of a pipeline may read. */
  readonly exported?: readonly string[];
}

/** A build with one version of the tool and the providers of the lock file. It leaves no tools. */
export function terraformBuild(args: TerraformCliArgs, steps: TerraformSteps): Buildspec {
  const { beforeInstall = [], initialise, commands, target, exported = [] } = steps;
  return {
    version: 0.2,
    env: {
      shell: "bash",
      variables: { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      ...(exported.length > 0 && { "exported-variables": [...exported] }),
    },
    phases: {
      // The recipes run JavaScript; the module itself needs none.
      install: { "on-failure": "ABORT", "runtime-versions": { nodejs: 22 } },
      build: {
        "on-failure": "ABORT",
        commands: [
          createToolsFolder,
          ...beforeInstall,
          ...exportChosenImage(args.image),
          ...(args.image === false ? [] : ['export TF_VAR_image="$IMAGE_URI"']),
          ignoreSettingsOfOthers,
          installPinnedTool({ url: download(args), sha256: args.sha256, archive: "zip" }),
          ...(target === undefined ? [] : [strictCommand(...enterTarget(target))]),
          ...initialise,
          ...commands,
        ],
        finally: [removeTools],
      },
    },
  };
}

/**
 * Gives the tool its own settings and data folder. Then no `.terraformrc`, `terraform.d`, `.terraform` folder of the
 * commit, provider override or `TF_CLI_ARGS` of the environment changes a command.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file
 */
const ignoreSettingsOfOthers = strictCommand(
  // Empty rather than unset: the next command finds the variables of the project again.
  `for name in "\${!TF_CLI_ARGS@}" TF_REATTACH_PROVIDERS TF_PLUGIN_CACHE_DIR TF_WORKSPACE; do export "$name="; done`,
  `printf 'provider_installation {\\n  direct {}\\n}\\n' > "$TOOLS_DIR/settings.tfrc"`,
  'export TF_CLI_CONFIG_FILE="$TOOLS_DIR/settings.tfrc" TF_DATA_DIR="$TOOLS_DIR/data"',
);

/** The tool, at work on the module. */
export function terraformCommand({ distribution = "terraform", directory }: TerraformCliArgs): string {
  return `${distribution === "opentofu" ? "tofu" : "terraform"} -chdir=${shellQuote(directory)}`;
}

/** How long the tool waits for another run that holds the lock. */
export const lockTimeout = "-lock-timeout=5m";

function download({ distribution = "terraform", version, architecture = "amd64" }: TerraformCliArgs): string {
  return distribution === "opentofu"
    ? `https://github.com/opentofu/opentofu/releases/download/v${version}/tofu_${version}_linux_${architecture}.zip`
    : `https://releases.hashicorp.com/terraform/${version}/terraform_${version}_linux_${architecture}.zip`;
}

/** A command that initialises the module with the providers of the lock file, and with the state that is given. */
export function initialise(args: TerraformCliArgs, ...options: string[]): string {
  const init = [terraformCommand(args), "init -input=false -no-color -lockfile=readonly", ...options].join(" ");
  if (args.state === undefined) {
    return init;
  }
  return strictCommand(
    `${init} ${terraformBackendOptions(args.state)}`,
    // Without a block to fill, the tool warns and keeps the state in a file that ends with the build.
    failIf(
      '[ ! -f "$TF_DATA_DIR/terraform.tfstate" ]',
      `The module ${args.directory} has no backend for its state: add terraform { backend "s3" {} }`,
    ),
  );
}
