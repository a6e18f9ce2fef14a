import { PreviewError } from "../preview/base/error";
import { shownSetting } from "../preview/base/shown-setting";
import type { PreviewOptions } from "../preview/options";
import { preview } from "../preview/preview";
import { type PreviewResult, Status } from "../preview/result";
import { maskedResult } from "../report/masked-result";
import { Progress } from "../report/progress";
import { coloured, type Paint, plain, showsColours } from "../report/style";
import { failureReport } from "../report/text";
import type { OptionValues, Surroundings } from "./command";

/** Options of every command that previews a program. */
export const PREVIEW_OPTIONS = {
  cwd: { type: "string" },
  stack: { type: "string", short: "s", multiple: true },
  "policy-pack": { type: "string", multiple: true },
  "policy-pack-config": { type: "string", multiple: true },
  account: { type: "string" },
  region: { type: "string" },
  answers: { type: "string" },
} as const;

/** The lines of `--help` about {@link PREVIEW_OPTIONS}. */
export const PREVIEW_OPTIONS_HELP = `\
  --cwd DIR                  folder of the program (default: the current one)
  -s, --stack NAME           stack to preview (default: the only one of the project; the last one given wins)
  --policy-pack DIR          policy pack to run (repeatable)
  --policy-pack-config FILE  configuration of the policy pack at the same place in the list (repeatable)
  --account ID               AWS account of the caller, as getCallerIdentity returns it
  --region NAME              AWS region, as getRegion returns it
  --answers FILE             results of functions, outputs of stacks and states of resources (YAML)`;

/**
 * Reads the options that every previewing command shares.
 *
 * @throws {PreviewError} for an invalid account, and a number of configuration files that differs from the number of packs
 */
export function readPreviewOptions(values: OptionValues<typeof PREVIEW_OPTIONS>): PreviewOptions {
  const packs = values["policy-pack"] ?? [];
  const configs = values["policy-pack-config"] ?? [];
  if (configs.length > 0 && configs.length !== packs.length) {
    throw new PreviewError(
      `${configs.length} --policy-pack-config for ${packs.length} --policy-pack: pass one file for each pack, in the same order`,
    );
  }
  if (values.account !== undefined && !/^\d{12}$/.test(values.account)) {
    throw new PreviewError(`--account: ${shownSetting(values.account)} is not an AWS account ID. Use its 12 digits.`);
  }
  return {
    cwd: values.cwd ?? ".",
    ...(values.stack?.length ? { stack: values.stack[values.stack.length - 1] } : {}),
    policyPacks: packs,
    policyPackConfigs: configs,
    ...(values.account === undefined ? {} : { account: values.account }),
    ...(values.region === undefined ? {} : { region: values.region }),
    ...(values.answers === undefined ? {} : { answers: values.answers }),
  };
}

/** Previews with a progress line on stderr. The result is for display: decrypted secrets are masked in every text. */
export async function previewWithProgress(
  options: PreviewOptions,
  { stderr, env, signal }: Surroundings,
): Promise<PreviewResult> {
  const progress = new Progress(stderr, "Previewing:");
  try {
    return maskedResult(await preview(options, { env, signal, onResource: (count) => progress.show(count) }));
  } finally {
    progress.end();
  }
}

/** Whether the preview ended early, and stderr has the reason. */
export function reportFailure(result: PreviewResult, { stderr, env }: Surroundings): boolean {
  const failed = result.status === Status.refused || result.status === Status.failed;
  if (failed) {
    stderr.write(failureReport(result, paintFor(stderr, env)));
  }
  return failed;
}

/** The form of an answer: its colours and its width in columns. */
export interface AnswerForm {
  readonly paint: Paint;
  readonly width: number;
}

/** Previews a program and prints the answer to a question about it. A failed preview prints its reason instead. */
export async function answerFromPreview(
  values: OptionValues<typeof PREVIEW_OPTIONS>,
  surroundings: Surroundings,
  answer: (result: PreviewResult, form: AnswerForm) => string,
): Promise<Status> {
  const { stdout, env } = surroundings;
  const result = await previewWithProgress(readPreviewOptions(values), surroundings);
  if (!reportFailure(result, surroundings)) {
    stdout.write(answer(result, { paint: paintFor(stdout, env), width: columnsOf(stdout, env) }));
  }
  return result.status;
}

/** Colours for a stream that shows them. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  return showsColours(stream, env) ? coloured : plain;
}

const COLUMNS = { default: 100, least: 60, most: 200 };

/** Columns of a terminal, between 60 and 200. `COLUMNS` wins; output to a file gets 100. */
export function columnsOf(stream: { readonly columns?: number }, env: NodeJS.ProcessEnv): number {
  const wanted = Number(env.COLUMNS) || stream.columns || COLUMNS.default;
  return Math.min(Math.max(wanted, COLUMNS.least), COLUMNS.most);
}
