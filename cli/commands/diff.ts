import { extname } from "node:path";
import type { PreviewOptions } from "../preview/options";
import { readProject } from "../preview/project/project";
import { type PreviewResult, Status } from "../preview/result";
import { differenceReport } from "../report/differences";
import { htmlReport } from "../report/html/report";
import { markdownReport } from "../report/markdown";
import { type Command, type OptionValues, parseOptions, type Surroundings } from "./command";
import { compare, comparisonDocument, deployedSide, isRefused, readFailOn, type Side } from "./comparing";
import { showAllDifferences } from "./diff-all";
import {
  columnsOf,
  PREVIEW_OPTIONS,
  PREVIEW_OPTIONS_HELP,
  paintFor,
  previewWithProgress,
  readPreviewOptions,
  reportFailure,
} from "./previewing";
import { replacementDocs } from "./replacement-docs";
import { type ReportForms, readReports, writeReport } from "./report-files";
import { withCheckout } from "./revision";
import { readSelection, SELECTION_OPTIONS, SELECTION_OPTIONS_HELP } from "./selection";

const HELP = `Compares a program with its deployed state or with another commit: permissions first, then resources.

Usage: aws-pipelines diff (--state FILE | --against REF) [options]

Options:
  --state FILE               state that "pulumi stack export --file FILE" wrote; secrets stay encrypted. With --all it is
                             a folder with STACK.json, or PROJECT/STACK.json for several projects
  --against REF              commit, branch or tag of the program's repository
  --fail-on KIND             end with status 1 on widening, delete, replace or any (repeatable)
  --report FILE              also write a report of the program with the changes: .html or .md (repeatable)
  --json                     print the comparison as JSON
${SELECTION_OPTIONS_HELP}
${PREVIEW_OPTIONS_HELP}
  -h, --help

Example: aws-pipelines diff --stack prod --against origin/main --fail-on widening --fail-on delete
         aws-pipelines diff --all --against origin/main --fail-on widening --report changes.md

The comparison is made offline. A property that replaces its resource is known from the SDK, documented by it, or assumed.
`;

const OPTIONS = {
  ...PREVIEW_OPTIONS,
  ...SELECTION_OPTIONS,
  state: { type: "string" },
  against: { type: "string" },
  "fail-on": { type: "string", multiple: true },
  report: { type: "string", multiple: true },
  json: { type: "boolean" },
} as const;

/** Reports that show a comparison, by the extension of their file. */
const REPORTS: ReportForms = { ".html": htmlReport, ".md": markdownReport };

/** Reports that show the comparisons of many stacks. A page shows one stack. */
const MERGED_REPORTS: Readonly<Record<string, unknown>> = { ".md": true };

/** `aws-pipelines diff` */
export const diffCommand: Command = {
  name: "diff",
  summary: "compares a program with its state or another commit, permissions first",
  help: HELP,
  run: async (args, surroundings) => {
    const values = parseOptions("diff", args, OPTIONS);
    const failOn = readFailOn(values);
    const selection = readSelection(values);
    const reports = readReports(values.report ?? [], selection === undefined ? REPORTS : MERGED_REPORTS);
    const options = readPreviewOptions(values);
    if (selection !== undefined) {
      const { state, against, json = false } = values;
      return await showAllDifferences({ options, selection, state, against, json, failOn, reports }, surroundings);
    }
    const after = await previewWithProgress(options, surroundings);
    if (reportFailure(after, surroundings)) {
      return after.status;
    }
    const before = await beforeOf(values, options, after, surroundings);
    if (before === undefined) {
      return Status.failed;
    }
    const root = readProject(options.cwd).root;
    const comparison = compare(before, after, replacementDocs(root));
    for (const file of reports) {
      writeReport(file, REPORTS[extname(file)]?.(after, comparison) ?? "");
    }
    const { stdout, env } = surroundings;
    stdout.write(
      values.json === true
        ? `${JSON.stringify(comparisonDocument(comparison), undefined, 2)}\n`
        : differenceReport(comparison, paintFor(stdout, env), columnsOf(stdout, env)),
    );
    return isRefused(comparison, failOn) ? Status.violated : Status.clean;
  },
};

/** The earlier side; undefined where its preview failed, and stderr has the reason. */
async function beforeOf(
  values: OptionValues<typeof OPTIONS>,
  options: PreviewOptions,
  { config, account, stack }: PreviewResult,
  surroundings: Surroundings,
): Promise<Side | undefined> {
  if (values.state !== undefined) {
    return deployedSide(values.state, { config, ...(account !== undefined && { account }) });
  }
  return await withCheckout(options.cwd, values.against ?? "", async (cwd) => {
    const earlier = await previewWithProgress(
      { ...options, cwd, stack, policyPacks: [], policyPackConfigs: [] },
      surroundings,
    );
    return reportFailure(earlier, surroundings) ? undefined : earlier;
  });
}
