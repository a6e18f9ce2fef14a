import { z } from "zod";
import { allowedKeys, matching } from "../model/schema";
import { checked, repositoryPath, sha256, toolVersion } from "./args";
import type { Buildspec } from "./buildspec";
import { exportImageUri } from "./image-uri";
import { installPinnedTool, removeTools } from "./pinned-tool";
import { shellQuote, strictly } from "./shell";

export interface PulumiUpArgs {
  /** The version of the Pulumi CLI, x.y.z. */
  version: string;
  /** The SHA-256 of `pulumi-v<version>-linux-x64.tar.gz`, from the release's checksums file. */
  sha256: string;
  /** The directory of Pulumi.yaml, relative to the root of the repository. */
  directory: string;
  /** An existing stack, `stack` or `organization/stack` or `organization/project/stack`. */
  stack: string;
  /** The major version of Node.js that runs the program. @default 22 */
  nodejs?: 20 | 22 | 24;
}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const pulumiUpArgs = allowedKeys({
  version: toolVersion,
  sha256,
  directory: repositoryPath,
  stack: matching(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(\/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}){0,2}$/,
    'give a stack, organization/stack or organization/project/stack of letters, digits, "_", "." and "-"',
  ),
  nodejs: z.union([z.literal(20), z.literal(22), z.literal(24)]).optional(),
}) satisfies z.ZodType<PulumiUpArgs>;

/**
 * Updates a Pulumi stack of the repository with one version of the CLI, on an x86-64 image.
 *
 * The project gives `IMAGE_REPOSITORY_URI`, and `PULUMI_BACKEND_URL` or (as a secret) `PULUMI_ACCESS_TOKEN`; the
 * program reads the image of this commit from `IMAGE_URI`. The stack must exist, so that a misspelt name fails instead
 * of making a second copy of everything. npm dependencies are those of the lock file, where there is one. The role
 * needs what the program's resources and the state backend need.
 *
 * @throws Error naming every argument that is wrong.
 */
export function pulumiUp(args: PulumiUpArgs): Buildspec {
  const { version, sha256: hash, directory, stack, nodejs = 22 } = checked("pulumiUp", pulumiUpArgs, args);
  const options = `--cwd ${shellQuote(directory)} --non-interactive --stack ${shellQuote(stack)}`;
  return {
    version: 0.2,
    env: { shell: "bash", variables: { PULUMI_SKIP_UPDATE_CHECK: "true" } },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": { nodejs } },
      build: {
        "on-failure": "ABORT",
        commands: [
          ...installPinnedTool({
            url: `https://get.pulumi.com/releases/sdk/pulumi-v${version}-linux-x64.tar.gz`,
            sha256: hash,
            archive: "tar.gz",
          }),
          'export PULUMI_HOME="$TOOLS_DIR/home"',
          exportImageUri(),
          strictly(
            `if [ -f ${shellQuote(`${directory}/package-lock.json`)} ]; then`,
            `  npm ci --prefix ${shellQuote(directory)} --no-audit --no-fund`,
            "fi",
          ),
          `pulumi stack select ${options}`,
          `pulumi up ${options} --yes --skip-preview`,
        ],
        finally: ["if command -v pulumi > /dev/null; then pulumi logout --all; fi", removeTools],
      },
    },
  };
}
