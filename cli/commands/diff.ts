import { extname } from "node:path";
import { accessMapOf } from "../insight/access";
import { differencesOf } from "../insight/differences";
import { permissionChanges, WIDENING } from "../insight/permission-changes";
import { pipelinesOf } from "../insight/pipelines";
import { PreviewError } from "../preview/base/error";
import type { Resource } from "../preview/engine/resource";
import type { PreviewOptions } from "../preview/options";
import { readExportedState } from "../preview/project/exported-state";
import { readProject } from "../preview/project/project";
import { type PreviewResult, Status } from "../preview/result";
import { type Comparison, differenceReport, permissionSentence } from "../report/differences";
import { htmlReport } from "../report/html/report";
import { markdownReport } from "../report/markdown";
import { type Command, type OptionValues, parseOptions, type Surroundings } from "./command";
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

const FAIL_ON = ["widening", "delete", "replace", "any"] as const;
type FailOn = (typeof FAIL_ON)[number];

const HELP = `Compares a program with its deployed state or with another commit: permissions first, then resources.

Usage: aws-pipelines diff (--state FILE | --against REF) [options]

Options:
  --state FILE               state that "pulumi stack export --file FILE" wrote; secrets stay encrypted
  --against REF              commit, branch or tag of the program's repository
  --fail-on KIND             end with status 1 on widening, delete, replace or any (repeatable)
  --report FILE              also write a report of the program with the changes: .html or .md (repeatable)
  --json                     print the comparison as JSON
${PREVIEW_OPTIONS_HELP}
  -h, --help

Example: aws-pipelines diff --stack prod --against origin/main --fail-on widening --fail-on delete

The comparison is made offline. A property that replaces its resource is known from the SDK, documented by it, or assumed.
`;

const OPTIONS = {
  ...PREVIEW_OPTIONS,
  state: { type: "string" },
  against: { type: "string" },
  "fail-on": { type: "string", multiple: true },
  report: { type: "string", multiple: true },
  json: { type: "boolean" },
} as const;

/** Reports that show a comparison, by the extension of their file. */
const REPORTS: ReportForms = { ".html": htmlReport, ".md": markdownReport };

/** `aws-pipelines diff` */
export const diffCommand: Command = {
  name: "diff",
  summary: "compares a program with its state or another commit, permissions first",
  help: HELP,
  run: async (args, surroundings) => {
    const values = parseOptions("diff", args, OPTIONS);
    const failOn = readFailOn(values);
    const reports = readReports(values.report ?? [], REPORTS);
    const options = readPreviewOptions(values);
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

/**
 * Reads the kinds of differences that fail.
 *
 * @throws {PreviewError} for an unknown kind, and for none or both of `--state` and `--against`
 */
export function readFailOn(
  values: Pick<OptionValues<typeof OPTIONS>, "state" | "against" | "fail-on">,
): ReadonlySet<FailOn> {
  if ((values.state === undefined) === (values.against === undefined)) {
    throw new PreviewError("diff takes one of --state FILE and --against REF");
  }
  const kinds = (values["fail-on"] ?? []).flatMap((text) => text.split(","));
  return new Set(
    kinds.map((text) => {
      const kind = FAIL_ON.find((known) => known === text);
      if (kind === undefined) {
        throw new PreviewError(`--fail-on: "${text}" is none of ${FAIL_ON.join(", ")}`);
      }
      return kind;
    }),
  );
}

/** Whether a comparison has a difference of a kind that fails. */
export function isRefused({ resources, permissions }: Comparison, failOn: ReadonlySet<FailOn>): boolean {
  const has = (operation: string) => resources.some((one) => one.operation === operation);
  return (
    (failOn.has("widening") && permissions.changes.some(({ kind }) => WIDENING.has(kind))) ||
    (failOn.has("delete") && (has("delete") || has("replace"))) ||
    (failOn.has("replace") && has("replace")) ||
    (failOn.has("any") && (resources.length > 0 || permissions.changes.length > 0))
  );
}

type Side = Pick<PreviewResult, "resources" | "config">;

function compare(before: Side, after: Side, docs: ReturnType<typeof replacementDocs>): Comparison {
  const mapOf = ({ resources, config }: Side) => accessMapOf(resources, pipelinesOf(resources, config));
  return {
    resources: differencesOf(before.resources, after.resources, docs),
    permissions: permissionChanges(mapOf(before), mapOf(after)),
  };
}

/** The earlier side; undefined where its preview failed, and stderr has the reason. */
async function beforeOf(
  values: OptionValues<typeof OPTIONS>,
  options: PreviewOptions,
  { config, stack }: PreviewResult,
  surroundings: Surroundings,
): Promise<Side | undefined> {
  if (values.state !== undefined) {
    return { resources: masked(readExportedState(values.state)), config };
  }
  return await withCheckout(options.cwd, values.against ?? "", async (cwd) => {
    const earlier = await previewWithProgress(
      { ...options, cwd, stack, policyPacks: [], policyPackConfigs: [] },
      surroundings,
    );
    return reportFailure(earlier, surroundings) ? undefined : earlier;
  });
}

/** A state without the outputs: the comparison reads inputs alone. */
function masked(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((resource) => ({ ...resource, outputs: {} }));
}

function comparisonDocument({ resources, permissions }: Comparison) {
  return {
    permissions: permissions.changes.map((change) => ({ ...change, text: permissionSentence(change) })),
    notKnown: permissions.notKnown,
    resources,
  };
}
