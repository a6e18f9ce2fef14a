import { PreviewError } from "../preview/base/error";
import type { PreviewOptions } from "../preview/options";
import { preview } from "../preview/preview";
import { type PreviewResult, Status } from "../preview/result";
import { jsonReport } from "../report/json";
import { Progress } from "../report/progress";
import { coloured, plain, showsColours } from "../report/style";
import { failureReport, textReport } from "../report/text";
import { type Command, parseOptions, type Surroundings } from "./command";

const HELP = `Previews a Pulumi program offline: no Pulumi CLI, no AWS account, no network.

Usage: aws-pipelines preview [options]

Options:
  --cwd DIR                  directory of the program (default: the current one)
  -s, --stack NAME           stack to preview (default: the only one of the project; the last one given wins)
  --policy-pack DIR          policy pack to run (repeatable)
  --policy-pack-config FILE  configuration of the policy pack at the same place in the list (repeatable)
  --account ID               AWS account of the caller, as getCallerIdentity returns it
  --region NAME              AWS region, as getRegion returns it
  --json                     print the document of "pulumi preview --json" with the policies added
  -h, --help

Exit status: 0 clean, 1 mandatory policy violation, 2 the program refused its input with a message, 3 any other failure.
`;

/** Options of `aws-pipelines preview`. */
export interface PreviewArguments extends PreviewOptions {
  readonly json: boolean;
}

/** `aws-pipelines preview` */
export const previewCommand: Command = {
  name: "preview",
  summary: "previews a Pulumi program offline and runs policy packs on it",
  help: HELP,
  run: async (args, surroundings) => {
    const options = readPreviewArguments(args);
    return report(await previewWithProgress(options, surroundings), options.json, surroundings);
  },
};

/**
 * Reads the arguments of `aws-pipelines preview`.
 *
 * @throws {PreviewError} for an unknown option, an invalid account, and a number of configuration files that differs
 * from the number of packs
 */
export function readPreviewArguments(args: readonly string[]): PreviewArguments {
  const values = parseOptions("preview", args, {
    cwd: { type: "string" },
    stack: { type: "string", short: "s", multiple: true },
    "policy-pack": { type: "string", multiple: true },
    "policy-pack-config": { type: "string", multiple: true },
    account: { type: "string" },
    region: { type: "string" },
    json: { type: "boolean" },
  });
  const packs = values["policy-pack"] ?? [];
  const configs = values["policy-pack-config"] ?? [];
  if (configs.length > 0 && configs.length !== packs.length) {
    throw new PreviewError(
      `${configs.length} --policy-pack-config for ${packs.length} --policy-pack: pass one file for each pack, in the same order`,
    );
  }
  if (values.account !== undefined && !/^\d{12}$/.test(values.account)) {
    throw new PreviewError(`--account: "${values.account}" is not an AWS account ID. Use its 12 digits.`);
  }
  return {
    cwd: values.cwd ?? ".",
    ...(values.stack?.length ? { stack: values.stack[values.stack.length - 1] } : {}),
    policyPacks: packs,
    policyPackConfigs: configs,
    ...(values.account === undefined ? {} : { account: values.account }),
    ...(values.region === undefined ? {} : { region: values.region }),
    json: values.json ?? false,
  };
}

async function previewWithProgress(
  options: PreviewOptions,
  { stderr, env, signal }: Surroundings,
): Promise<PreviewResult> {
  const progress = new Progress(stderr, "Previewing:");
  try {
    return await preview(options, { env, signal, onResource: (count) => progress.show(count) });
  } finally {
    progress.end();
  }
}

function report(result: PreviewResult, json: boolean, { stdout, stderr, env }: Surroundings): Status {
  const failed = result.status === Status.refused || result.status === Status.failed;
  if (failed) {
    stderr.write(failureReport(result, showsColours(stderr, env) ? coloured : plain));
  }
  if (json) {
    stdout.write(`${jsonReport(result)}\n`);
  } else if (!failed) {
    stdout.write(textReport(result, showsColours(stdout, env) ? coloured : plain));
  }
  return result.status;
}
