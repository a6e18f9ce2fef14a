import { type Finding, findingsOf } from "../insight/findings";
import { insightOf } from "../insight/insight";
import { visible } from "../preview/base/visible";
import { type PreviewResult, Status } from "../preview/result";
import { leftOutByStacks, leftOutText, sumText } from "./cost";
import { incompleteness } from "./gaps";
import { judgedCount } from "./policies";
import type { Emphasis, Paint } from "./style";
import { counted, listOf, wrapped } from "./wrap";

const INDENT = "  ";
const MILLISECONDS_PER_SECOND = 1000;
/** Costs that the overview names. */
const MOST_COSTS = 6;

/** The outcome of one stack beside others. */
export interface OverviewRow {
  /** `project/stack` */
  readonly name: string;
  readonly verdict: "clean" | "violated" | "refused" | "failed";
  readonly mandatory: number;
  readonly advisory: number;
  /** Resources that the program makes; 0 where the preview failed. */
  readonly resources: number;
  /** US dollars a month with the default usage: `$5.40`, `at least $5.40` or `unknown`. */
  readonly cost: string;
  /** Costs that make it a lower bound or unknown; empty where it is exact. */
  readonly leftOut: string;
}

const VERDICTS: Readonly<Record<Status, OverviewRow["verdict"]>> = {
  [Status.clean]: "clean",
  [Status.violated]: "violated",
  [Status.refused]: "refused",
  [Status.failed]: "failed",
};

/** One row for each stack. */
export function overviewRows(results: readonly PreviewResult[]): readonly OverviewRow[] {
  return results.map((result) => {
    const { findings, cost } = insightOf(result);
    return {
      name: nameOf(result),
      verdict: VERDICTS[result.status],
      mandatory: findings.filter(({ level }) => level === "mandatory").length,
      advisory: findings.filter(({ level }) => level === "advisory").length,
      resources: hasFailed(result) ? 0 : judgedCount(result.resources),
      cost: hasFailed(result) ? "unknown" : sumText(cost.total),
      leftOut: hasFailed(result) ? "" : leftOutText(cost),
    };
  });
}

/** Many previews on one screen: a row for each stack, each cause once with its stacks, and one verdict. */
export function overviewReport(
  results: readonly PreviewResult[],
  duration: number,
  paint: Paint,
  width: number,
): string {
  const all = causes(results);
  const lines = (level: Finding["level"], mark: string, emphasis: Emphasis) =>
    all
      .filter(({ finding }) => finding.level === level)
      .map((cause) => causeLines(cause, mark, emphasis, paint, width));
  const rows = overviewRows(results);
  const sections = [
    tableLines(rows, paint, width),
    leftOutLines(rows, paint, width),
    ...failureSections(results.filter(hasFailed), paint, width),
    ...lines("mandatory", "✗", "bad"),
    ...lines("advisory", "!", "warning"),
    gapLines(results, paint, width),
    verdictLines(results, duration, paint, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

const EMPHASES: Readonly<Record<OverviewRow["verdict"], Emphasis>> = {
  clean: "good",
  violated: "bad",
  refused: "bad",
  failed: "bad",
};

function tableLines(rows: readonly OverviewRow[], paint: Paint, width: number): string[] {
  const cells = rows.map((row) => ({
    ...{ name: row.name, verdict: row.verdict, emphasis: EMPHASES[row.verdict] },
    numbers: row.resources === 0 ? [] : [...[row.mandatory, row.advisory, row.resources].map(String), row.cost],
  }));
  return stackTable(["stack", "verdict", "mandatory", "advisory", "resources", "a month"], cells, paint, width);
}

/** Costs that the column "a month" leaves out, and why: each text once, with its stacks. */
export function leftOutLines(rows: Parameters<typeof leftOutByStacks>[0], paint: Paint, width: number): string[] {
  const groups = leftOutByStacks(rows);
  const more = groups.slice(MOST_COSTS).flatMap(({ names }) => names);
  return groups.length === 0
    ? []
    : [
        paint("warning", "! Costs that are not counted"),
        ...groups
          .slice(0, MOST_COSTS)
          .flatMap(({ leftOut, names }) => [
            ...indented(leftOut, width),
            ...indented(listOf(names), width).map((line) => paint("quiet", line)),
          ]),
        ...(more.length > 0 ? [`${INDENT}other costs of ${counted(more.length, "more stack")}`] : []),
        paint("quiet", `${INDENT}aws-pipelines cost --stack NAME lists all of a stack.`),
      ];
}

/** The row of a stack: its name, its verdict and figures. */
export interface StackRow {
  readonly name: string;
  readonly verdict: string;
  readonly emphasis: Emphasis;
  readonly numbers: readonly string[];
}

/** A table of stacks under the titles of its columns. */
export function stackTable(head: readonly string[], rows: readonly StackRow[], paint: Paint, width: number): string[] {
  const cells = rows.map(({ name, verdict, numbers }) => [name, verdict, ...numbers]);
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const beside = widths.slice(1).reduce((sum, columns) => sum + columns + INDENT.length, 0);
  const nameWidth = Math.min(widths[0] ?? 0, Math.max(width - beside, 1));
  const line = ([name = "", verdict = "", ...numbers]: readonly string[], emphasis?: Emphasis) => {
    const padded = verdict.padEnd(widths[1] ?? 0);
    const rest = [
      emphasis === undefined ? padded : paint(emphasis, padded),
      ...numbers.map((number, column) => number.padStart(widths[column + 2] ?? 0)),
    ];
    // A name that has no room beside the numbers gets a line of its own.
    return name.length > nameWidth
      ? [name, `${"".padEnd(nameWidth)}${INDENT}${rest.join(INDENT)}`.trimEnd()]
      : [`${name.padEnd(nameWidth)}${INDENT}${rest.join(INDENT)}`.trimEnd()];
  };
  return [
    ...line(head).map((text) => paint("heading", text)),
    ...cells.flatMap((row, index) => line(row, rows[index]?.emphasis)),
  ];
}

interface Cause {
  readonly finding: Finding;
  readonly stacks: readonly string[];
}

/** Each cause once, with the stacks that have it. */
function causes(results: readonly PreviewResult[]): readonly Cause[] {
  const found = new Map<string, { readonly finding: Finding; readonly stacks: string[] }>();
  for (const result of results) {
    for (const finding of findingsOf(result.packs)) {
      const key = JSON.stringify([finding.policy, finding.level, finding.message]);
      const cause = found.get(key) ?? { finding, stacks: [] };
      cause.stacks.push(nameOf(result));
      found.set(key, cause);
    }
  }
  return [...found.values()];
}

function causeLines({ finding, stacks }: Cause, mark: string, emphasis: Emphasis, paint: Paint, width: number) {
  const { policy, severity, message } = finding;
  return [
    `${paint(emphasis, `${mark} ${policy}`)}${severity === "" ? "" : paint("quiet", ` (${severity})`)}`,
    ...indented(message, width),
    ...indented(listOf(stacks), width).map((line) => paint("quiet", line)),
  ];
}

/** Why stacks could not be previewed: each reason once, with its stacks. */
export function failureSections(results: readonly PreviewResult[], paint: Paint, width: number): string[][] {
  const groups = new Map<string, { readonly texts: readonly string[]; readonly results: PreviewResult[] }>();
  for (const result of results) {
    const errors = result.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
    const texts = errors.length > 0 ? errors : result.diagnostics.map(({ message }) => message);
    const key = JSON.stringify([result.status, texts]);
    const group = groups.get(key) ?? { texts, results: [] };
    group.results.push(result);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => failureLines(group.results, group.texts, paint, width));
}

function failureLines(
  results: readonly PreviewResult[],
  texts: readonly string[],
  paint: Paint,
  width: number,
): string[] {
  const ending = results[0]?.status === Status.refused ? "was refused" : "failed";
  const heading = `✗ ${listOf(results.map(nameOf))}: the preview ${ending}`;
  return [
    ...wrapped(heading.split(" "), width, INDENT).map((line) => paint("bad", line)),
    ...texts
      .flatMap((text) => text.trimEnd().split("\n"))
      .flatMap((line) => indented(line.trim(), width, INDENT + line.slice(0, line.search(/\S|$/)))),
  ];
}

function gapLines(results: readonly PreviewResult[], paint: Paint, width: number): string[] {
  return results
    .filter(({ gaps }) => gaps.length > 0)
    .flatMap((result) => wrapped(`! ${nameOf(result)}: ${incompleteness(result.gaps)}`.split(" "), width, INDENT))
    .map((line) => paint("warning", line));
}

function verdictLines(results: readonly PreviewResult[], duration: number, paint: Paint, width: number): string[] {
  const counts = (["clean", "violated", "refused", "failed"] as const).flatMap((verdict) => {
    const count = results.filter(({ status }) => VERDICTS[status] === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  const isClean = results.every(({ status }) => status === Status.clean);
  const verdict = `${isClean ? "✓" : "✗"} ${counted(results.length, "stack")}: ${counts.join(", ")}`;
  const limits = "AWS was not contacted: its own validation did not run. Preview one stack to see its pipelines.";
  return [
    ...wrapped(limits.split(" "), width, "").map((line) => paint("quiet", line)),
    `${paint(isClean ? "good" : "bad", verdict)} ${paint("quiet", `(${(duration / MILLISECONDS_PER_SECOND).toFixed(1)} s)`)}`,
  ];
}

/** Whether a preview ended early: it was refused, or it failed. */
export function hasFailed({ status }: PreviewResult): boolean {
  return status === Status.refused || status === Status.failed;
}

/** `project/stack`, with the folder of the project if another project has a stack of the same name. */
export function nameOf({ project, stack, folder }: Pick<PreviewResult, "project" | "stack" | "folder">): string {
  return visible(folder === undefined ? `${project}/${stack}` : `${project}/${stack} (${folder})`);
}

function indented(text: string, width: number, indent = INDENT): string[] {
  return wrapped(text.split(/\s+/), width - indent.length, "").map((line) => indent + line);
}
