import { parseArgs } from "node:util";
import { PreviewError } from "../preview/base/error";

/** What the user asked for. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | ({ readonly kind: "preview" } & PreviewOptions);

/** The options of `aws-pipelines preview`. */
export interface PreviewOptions {
  /** Directory of the program, or one below it. */
  readonly cwd: string;
  /** Stack to preview. @default - the only stack there is */
  readonly stack?: string;
  /** Directories of policy packs, in order. */
  readonly policyPacks: readonly string[];
  /** Configuration files of the policy packs, in the order of the packs. */
  readonly policyPackConfigs: readonly string[];
  /** AWS account that `getCallerIdentity` answers. @default - read from providers and settings */
  readonly account?: string;
  /** AWS region that `getRegion` answers. @default - read from providers and settings */
  readonly region?: string;
  /** Print JSON instead of text. */
  readonly json: boolean;
}

export const HELP = `Previews a Pulumi program offline: no Pulumi CLI, no AWS account, no network.

Usage: aws-pipelines preview [options]

Options:
  --cwd DIR                  directory of the program (default: the current one)
  --stack NAME               stack to preview (default: the only one there is; the last one given wins)
  --policy-pack DIR          policy pack to run (repeatable)
  --policy-pack-config FILE  configuration of the policy pack at the same place in the list (repeatable)
  --account ID               AWS account to answer with where the program asks for its own
  --region NAME              AWS region to answer with where the program asks for its own
  --json                     print what "pulumi preview --json" prints, and the policies
  --help, --version

Exit status: 0 clean, 1 mandatory policy violation, 2 the program refused its input with a message, 3 any other failure.
`;

/**
 * Reads the arguments after the program's name.
 *
 * @throws {PreviewError} for an unknown command or option, and for configuration files that fit no pack
 */
export function readCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) {
    return { kind: "help" };
  }
  if (values.version) {
    return { kind: "version" };
  }
  const [command, ...rest] = positionals;
  if (command === undefined) {
    throw new PreviewError('no command given; the one there is: "aws-pipelines preview"');
  }
  if (command !== "preview") {
    throw new PreviewError(`unknown command "${command}"; the one there is: "aws-pipelines preview"`);
  }
  if (rest.length > 0) {
    throw new PreviewError(`preview takes options only, but was given ${rest.map((word) => `"${word}"`).join(", ")}`);
  }
  const packs = values["policy-pack"] ?? [];
  const configs = values["policy-pack-config"] ?? [];
  if (configs.length > 0 && configs.length !== packs.length) {
    throw new PreviewError(
      `${configs.length} --policy-pack-config for ${packs.length} --policy-pack: give one file per pack, in the packs' order`,
    );
  }
  if (values.account !== undefined && !/^\d{12}$/.test(values.account)) {
    throw new PreviewError(`--account must be the 12 digits of an AWS account, not "${values.account}"`);
  }
  return {
    kind: "preview",
    cwd: values.cwd ?? ".",
    ...(values.stack?.length ? { stack: values.stack[values.stack.length - 1] } : {}),
    policyPacks: packs,
    policyPackConfigs: configs,
    ...(values.account === undefined ? {} : { account: values.account }),
    ...(values.region === undefined ? {} : { region: values.region }),
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        cwd: { type: "string" },
        stack: { type: "string", short: "s", multiple: true },
        "policy-pack": { type: "string", multiple: true },
        "policy-pack-config": { type: "string", multiple: true },
        account: { type: "string" },
        region: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) {
      throw new PreviewError(`${error.message}\nThe options are listed by "aws-pipelines --help".`);
    }
    throw error;
  }
}
