import { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { allowedKeys, matching } from "../schema/vocabulary";
import { pulumiBackendUrl, type StateBucket, stateBucket } from "../storage/state-bucket";
import { repositoryPath, sha256, toolVersion } from "./args";
import { installPinnedTool, removeTools } from "./pinned-tool";
import { shellQuote, strictly } from "./shell";

/** The Pulumi CLI, and the stack of the repository that it works on. */
export interface PulumiCliArgs {
  /** The version of the Pulumi CLI, x.y.z. */
  version: string;
  /** The SHA-256 of `pulumi-v<version>-linux-x64.tar.gz`, from the release's checksums file. */
  sha256: string;
  /** The directory of Pulumi.yaml, relative to the root of the repository. */
  directory: string;
  /**
   * An existing stack, `stack` or `organization/stack` or `organization/project/stack`. In a bucket the organization is
   * called `organization`.
   */
  stack: string;
  /** The major version of Node.js that runs the program. @default 22 */
  nodejs?: 20 | 22 | 24;
  /**
   * The bucket that holds the stack's state. The secrets provider is that of the stack's own settings.
   * @default - the project gives `PULUMI_BACKEND_URL`, or (as a secret) `PULUMI_ACCESS_TOKEN`
   */
  state?: StateBucket;
}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const pulumiCliArgs = allowedKeys({
  version: toolVersion,
  sha256,
  directory: repositoryPath,
  stack: matching(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(\/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}){0,2}$/,
    'give a stack, organization/stack or organization/project/stack of letters, digits, "_", "." and "-"',
  ),
  nodejs: z.union([z.literal(20), z.literal(22), z.literal(24)]).optional(),
  state: stateBucket.optional(),
}) satisfies z.ZodType<PulumiCliArgs>;

/** What a build does with the CLI. */
export interface PulumiWork {
  /** Commands that need no CLI: what can fail without a download does so. */
  readonly first: readonly string[];
  /** Commands that find the CLI, the program and its dependencies. */
  readonly commands: readonly string[];
  /**
   * Whether npm packages run scripts of their own when they are installed.
   * @default true
   */
  readonly installScripts?: boolean;
  /** Variables that later actions of a pipeline may read. */
  readonly exported?: readonly string[];
}

/** A build with one version of the CLI and the program's dependencies, which leaves neither tools nor credentials. */
export function withPulumi(args: PulumiCliArgs, work: PulumiWork): Buildspec {
  const { first, commands, exported = [], installScripts = true } = work;
  const { version, sha256: hash, directory, nodejs = 22, state } = args;
  return {
    version: 0.2,
    env: {
      shell: "bash",
      variables: {
        PULUMI_SKIP_UPDATE_CHECK: "true",
        ...(state && { PULUMI_BACKEND_URL: pulumiBackendUrl(state) }),
      },
      ...(exported.length > 0 && { "exported-variables": [...exported] }),
    },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": { nodejs } },
      build: {
        "on-failure": "ABORT",
        commands: [
          ...first,
          ...installPinnedTool({
            url: `https://get.pulumi.com/releases/sdk/pulumi-v${version}-linux-x64.tar.gz`,
            sha256: hash,
            archive: "tar.gz",
          }),
          'export PULUMI_HOME="$TOOLS_DIR/home"',
          strictly(
            `if [ -f ${shellQuote(`${directory}/package-lock.json`)} ]; then`,
            `  npm ci --prefix ${shellQuote(directory)} --no-audit --no-fund${installScripts ? "" : " --ignore-scripts"}`,
            "fi",
          ),
          ...commands,
        ],
        finally: ["if command -v pulumi > /dev/null; then pulumi logout --all; fi", removeTools],
      },
    },
  };
}

/** The options of every command that is about the stack. */
export function stackOptions({ directory, stack }: PulumiCliArgs): string {
  return `--cwd ${shellQuote(directory)} --non-interactive --stack ${shellQuote(stack)}`;
}
