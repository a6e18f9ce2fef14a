import { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { allowedKeys, matching } from "../schema/vocabulary";
import { pulumiBackendUrl, type StateBucket, stateBucket } from "../storage/state-bucket";
import { exactVersion, repositoryPath, sha256 } from "./args";
import { type BuildTarget, enterTarget } from "./build-target";
import { type ImageChoice, imageChoice } from "./image-uri";
import { createToolsFolder, installPinnedTool, removeTools } from "./pinned-tool";
import { shellQuote, strictCommand } from "./shell";

/** The Pulumi CLI, and the stack of the repository that it works on. */
export interface PulumiCliArgs {
  /** The version of the Pulumi CLI, x.y.z. */
  version: string;
  /** The SHA-256 of the download for `architecture`, `pulumi-v<version>-linux-<architecture>.tar.gz`. */
  sha256: string;
  /** The processor of the build image. @default x64 */
  architecture?: "x64" | "arm64";
  /** The directory of Pulumi.yaml, relative to the root of the repository. */
  directory: string;
  /**
   * An existing stack, `organization/project/stack`. In a bucket the organization is the word `organization`. The full
   * name leaves nothing for the repository to choose.
   */
  stack: string;
  /** The major version of Node.js. @default 22 */
  nodejs?: 20 | 22 | 24;
  /**
   * The bucket that holds the stack's state.
   * @default - Pulumi Cloud, or the `PULUMI_BACKEND_URL` of the project. The project gives `PULUMI_ACCESS_TOKEN` as a secret
   */
  state?: StateBucket;
  /**
   * Whether the program deploys an image, from `IMAGE_URI`: that of the commit, or with `"digest"` that of the digest which
   * the action passes in `IMAGE_DIGEST`.
   * @default true
   */
  image?: ImageChoice;
}

const name = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}";

/** Schema of the arguments. */
export const pulumiCliArgs = allowedKeys({
  version: exactVersion,
  sha256,
  architecture: z.enum(["x64", "arm64"]).optional(),
  directory: repositoryPath,
  stack: matching(
    new RegExp(`^${name}/${name}/${name}$`),
    'give organization/project/stack of letters, digits, "_", "." and "-", such as acme/shop/dev',
  ),
  nodejs: z.literal([20, 22, 24]).optional(),
  state: stateBucket.optional(),
  image: imageChoice.optional(),
}) satisfies z.ZodType<PulumiCliArgs>;

/** The steps of a build with the CLI. */
export interface PulumiSteps {
  /** Commands before the download. They find `TOOLS_DIR`. */
  readonly beforeInstall: readonly string[];
  /** Commands that use the CLI. */
  readonly commands: readonly string[];
  /** The place that these commands work in. @default - the account and region of the build */
  readonly target?: BuildTarget | undefined;
  /** Variables that later actions of a pipeline may read. */
  readonly exported?: readonly string[];
}

/**
 * A build with one version of the CLI. It leaves neither tools nor credentials.
 *
 * `PULUMI_BACKEND_URL` is always set: without it the CLI takes the backend from Pulumi.yaml, and sends the token there.
 *
 * @see https://www.pulumi.com/docs/iac/cli/environment-variables/
 */
export function pulumiBuild(args: PulumiCliArgs, steps: PulumiSteps): Buildspec {
  const { beforeInstall, commands, target, exported = [] } = steps;
  const { version, sha256: hash, architecture = "x64", nodejs = 22, state } = args;
  return {
    version: 0.2,
    env: {
      shell: "bash",
      variables: {
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_BACKEND_URL: state ? pulumiBackendUrl(state) : "https://api.pulumi.com",
      },
      ...(exported.length > 0 && { "exported-variables": [...exported] }),
    },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": { nodejs } },
      build: {
        "on-failure": "ABORT",
        commands: [
          createToolsFolder,
          ...beforeInstall,
          installPinnedTool({
            url: `https://get.pulumi.com/releases/sdk/pulumi-v${version}-linux-${architecture}.tar.gz`,
            sha256: hash,
            archive: "tar.gz",
          }),
          'export PULUMI_HOME="$TOOLS_DIR/home"',
          ...(target === undefined ? [] : [strictCommand(...enterTarget(target))]),
          ...commands,
        ],
        finally: ["if command -v pulumi > /dev/null; then pulumi logout --all; fi", removeTools],
      },
    },
  };
}

/** The options of every command about the stack. */
export function stackOptions(stack: string, folder: string): string {
  return `--cwd ${folder} --non-interactive --stack ${shellQuote(stack)}`;
}
