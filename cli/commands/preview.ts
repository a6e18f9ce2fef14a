import { existsSync } from "node:fs";
import { dirname, extname, join, relative, sep } from "node:path";
import type { PreviewOptions } from "../preview/options";
import { readProject } from "../preview/project/project";
import { recordAnswers } from "../preview/record";
import { type PreviewResult, Status } from "../preview/result";
import { incompleteness } from "../report/gaps";
import { htmlReport } from "../report/html/report";
import { jsonReport, jsonReports } from "../report/json";
import { junitReport, junitReports } from "../report/junit";
import { markdownReport, markdownReports } from "../report/markdown";
import { overviewReport } from "../report/overview";
import { type PreviewInFolder, sarifReport } from "../report/sarif";
import { summaryReport } from "../report/summary";
import { textReport } from "../report/text";
import { readBaseline, withBaseline } from "./baseline-file";
import { type Command, parseOptions, type Surroundings } from "./command";
import { previewAll, worstStatus } from "./preview-all";
import {
  columnsOf,
  PREVIEW_OPTIONS,
  PREVIEW_OPTIONS_HELP,
  paintFor,
  previewWithProgress,
  readPreviewOptions,
  reportFailure,
} from "./previewing";
import { readReports, writeReport } from "./report-files";
import { readSelection, SELECTION_OPTIONS, SELECTION_OPTIONS_HELP, type Selection } from "./selection";

const HELP = `Previews a Pulumi program offline: no Pulumi CLI, no AWS account, no network.

Usage: aws-pipelines preview [options]

Options:
${PREVIEW_OPTIONS_HELP}
  --record FILE              run "pulumi preview" with your credentials and write the answers that --answers reads
  --strict                   end with status 3 when parts of the program are unknown offline
  --verbose                  show every resource, every verdict and the outputs
  --baseline FILE            accept the findings that "aws-pipelines baseline" recorded
  --report FILE              also write a report: .html, .md, .json, .sarif or .xml (JUnit) chooses its form (repeatable)
  --json                     print the document of "pulumi preview --json" with the policies added
${SELECTION_OPTIONS_HELP}
  -h, --help

Example: aws-pipelines preview --stack prod --policy-pack policy --report preview.html
         aws-pipelines preview --all --policy-pack policy --report preview.md --report preview.sarif

Exit status: 0 clean, 1 mandatory policy violation, 2 the program refused its input with a message, 3 any other failure.
With --all it is the worst of all stacks.
`;

/** Forms of a report by the extension of its file. */
const REPORTS: Readonly<Record<string, (preview: PreviewInFolder) => string>> = {
  ".html": ({ result }) => htmlReport(result),
  ".json": ({ result }) => `${jsonReport(result)}\n`,
  ".md": ({ result }) => markdownReport(result),
  ".sarif": (preview) => sarifReport([preview]),
  ".xml": ({ result }) => junitReport(result),
};

/** Forms of a report about many stacks. A page shows one stack. */
const MERGED_REPORTS: Readonly<Record<string, (previews: readonly PreviewInFolder[]) => string>> = {
  ".json": (previews) => `${jsonReports(resultsOf(previews))}\n`,
  ".md": (previews) => markdownReports(resultsOf(previews)),
  ".sarif": sarifReport,
  ".xml": (previews) => junitReports(resultsOf(previews)),
};

/** Options of `aws-pipelines preview`. */
export interface PreviewArguments extends PreviewOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  /** Fail when the program has parts that only the real engine knows. */
  readonly strict: boolean;
  /** File to write the answers of a real preview to, in place of an offline preview. */
  readonly record?: string;
  /** File with accepted findings. */
  readonly baseline?: string;
  /** Files to write reports to. */
  readonly reports: readonly string[];
  /** Every stack in place of one, as selected. */
  readonly all?: Selection;
}

/** `aws-pipelines preview` */
export const previewCommand: Command = {
  name: "preview",
  summary: "previews a Pulumi program offline and runs policy packs on it",
  help: HELP,
  run: async (args, surroundings) => {
    const options = readPreviewArguments(args);
    if (options.record !== undefined) {
      return await record(options, options.record, surroundings);
    }
    if (options.all !== undefined) {
      return await showAll(options, options.all, surroundings);
    }
    const baseline = options.baseline === undefined ? undefined : readBaseline(options.baseline);
    const previewed = await previewWithProgress(options, surroundings);
    const today = new Date().toISOString().slice(0, "2026-11-30".length);
    const result = baseline === undefined ? previewed : withBaseline(previewed, baseline, today);
    for (const file of options.reports) {
      writeReport(
        file,
        REPORTS[extname(file)]?.({ result, folder: folderInRepository(readProject(options.cwd).root) }) ?? "",
      );
    }
    show(result, options, surroundings);
    return options.strict ? strictStatus(result, surroundings) : result.status;
  },
};

/**
 * Reads the arguments of `aws-pipelines preview`.
 *
 * @throws {PreviewError} for an unknown option and for a report of an unknown form
 */
export function readPreviewArguments(args: readonly string[]): PreviewArguments {
  const values = parseOptions("preview", args, {
    ...PREVIEW_OPTIONS,
    json: { type: "boolean" },
    verbose: { type: "boolean" },
    strict: { type: "boolean" },
    record: { type: "string" },
    baseline: { type: "string" },
    report: { type: "string", multiple: true },
    ...SELECTION_OPTIONS,
  });
  const all = readSelection(values, ["record", "baseline", "verbose"]);
  const reports = readReports(values.report ?? [], all === undefined ? REPORTS : MERGED_REPORTS);
  return {
    ...readPreviewOptions(values),
    json: values.json ?? false,
    verbose: values.verbose ?? false,
    strict: values.strict ?? false,
    ...(values.record === undefined ? {} : { record: values.record }),
    ...(values.baseline === undefined ? {} : { baseline: values.baseline }),
    reports,
    ...(all === undefined ? {} : { all }),
  };
}

async function showAll(options: PreviewArguments, selection: Selection, surroundings: Surroundings): Promise<Status> {
  const { stdout, env } = surroundings;
  const started = performance.now();
  const previews = await previewAll(options, selection, surroundings);
  if (options.reports.length > 0) {
    const inFolders = previews.map(({ place, result }) => ({ result, folder: folderInRepository(place.cwd) }));
    for (const file of options.reports) {
      writeReport(file, MERGED_REPORTS[extname(file)]?.(inFolders) ?? "");
    }
  }
  const results = resultsOf(previews);
  stdout.write(
    options.json
      ? `${jsonReports(results)}\n`
      : overviewReport(results, performance.now() - started, paintFor(stdout, env), columnsOf(stdout, env)),
  );
  const statuses = options.strict ? results.map((result) => strictStatus(result, surroundings)) : [];
  return Math.max(worstStatus(previews), ...statuses) as Status;
}

function resultsOf(previews: readonly { readonly result: PreviewResult }[]): readonly PreviewResult[] {
  return previews.map(({ result }) => result);
}

/** The status of a preview that must show every part of its program. */
function strictStatus({ project, stack, status, gaps }: PreviewResult, { stderr }: Surroundings): Status {
  if (status === Status.clean && gaps.length > 0) {
    stderr.write(`error: --strict: ${project}/${stack}: ${incompleteness(gaps)}\n`);
    return Status.failed;
  }
  return status;
}

async function record(options: PreviewOptions, file: string, surroundings: Surroundings): Promise<Status> {
  const { stdout, stderr } = surroundings;
  const answers = await recordAnswers(options, file, surroundings, (text) => stderr.write(text));
  const { functions, stacks, resources } = answers;
  const count = functions.length + Object.keys(stacks).length + resources.length;
  stdout.write(`${file}: ${count} answers. Use them with --answers ${file}.\n`);
  return Status.clean;
}

/** The folder of a project in its repository, as `infra/`; empty at the top and outside a repository. */
function folderInRepository(root: string): string {
  for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) {
      const path = relative(folder, root).split(sep).join("/");
      return path === "" ? "" : `${path}/`;
    }
  }
  return "";
}

function show(result: PreviewResult, { json, verbose }: PreviewArguments, surroundings: Surroundings): void {
  const { stdout, env } = surroundings;
  const failed = reportFailure(result, surroundings);
  if (json) {
    stdout.write(`${jsonReport(result)}\n`);
  } else if (!failed) {
    const paint = paintFor(stdout, env);
    stdout.write(verbose ? textReport(result, paint) : summaryReport(result, paint, columnsOf(stdout, env)));
  }
}
