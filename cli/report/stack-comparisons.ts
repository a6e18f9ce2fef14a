import { WIDENING } from "../insight/permission-changes";
import type { PreviewResult } from "../preview/result";
import { type Comparison, countLine, permissionLines } from "./differences";
import {
  failureSections,
  leftOutLines,
  nameOf,
  type OverviewRow,
  overviewRows,
  type StackRow,
  stackTable,
} from "./overview";
import type { Emphasis, Paint } from "./style";
import { counted } from "./wrap";

const INDENT = "  ";
const MILLISECONDS_PER_SECOND = 1000;

/** A stack compared with its state or with another commit. */
export interface StackComparison {
  /** The preview of the stack; of the other commit where the stack is removed, or its preview failed there. */
  readonly result: PreviewResult;
  readonly kind: "compared" | "new" | "removed" | "failed";
  /** Whether the preview of the other commit failed. */
  readonly isBefore?: boolean;
  /** Absent for a stack that is removed or failed. */
  readonly comparison?: Comparison;
}

const OPERATIONS = ["create", "update", "replace", "delete"] as const;

/** Comparisons of many stacks on one screen: a row for each stack, then its permissions, and one verdict. */
export function stackComparisonsReport(
  comparisons: readonly StackComparison[],
  duration: number,
  paint: Paint,
  width: number,
): string {
  const failed = (isOfOther: boolean) =>
    comparisons.flatMap(({ kind, result, isBefore = false }) =>
      kind === "failed" && isBefore === isOfOther ? [result] : [],
    );
  const rows = overviewRows(comparisons.map(({ result }) => result));
  const compared = rows.filter((_, index) => comparisons[index]?.comparison !== undefined);
  const sections = [
    tableLines(comparisons, rows, paint, width),
    leftOutLines(compared, paint, width),
    ...failureSections(failed(false), paint, width),
    ...failureSections(failed(true), paint, width).map((lines) => [
      ...lines,
      `${INDENT}This is the preview of the other commit.`,
    ]),
    ...comparisons.map((one) => stackLines(one, paint, width)),
    [verdictLine(comparisons, duration, paint)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function tableLines(
  comparisons: readonly StackComparison[],
  overview: readonly OverviewRow[],
  paint: Paint,
  width: number,
): readonly string[] {
  const isJudged = comparisons.some(({ result }) => result.packs.length > 0);
  const rows = comparisons.map(({ kind, comparison }, index): StackRow => {
    const { name = "", mandatory = 0, advisory = 0, cost = "" } = overview[index] ?? {};
    const [verdict, emphasis] = verdictOf(kind, comparison);
    if (comparison === undefined) {
      return { name, verdict, emphasis, numbers: [] };
    }
    const counts = OPERATIONS.map((one) => comparison.resources.filter(({ operation }) => operation === one).length);
    const numbers = [...counts, widerCount(comparison), ...(isJudged ? [mandatory, advisory] : [])].map(String);
    return { name, verdict, emphasis, numbers: [...numbers, cost] };
  });
  const judged = isJudged ? ["mandatory", "advisory"] : [];
  return stackTable(["stack", "verdict", ...OPERATIONS, "wider", ...judged, "a month"], rows, paint, width);
}

function verdictOf(kind: StackComparison["kind"], comparison: Comparison | undefined): readonly [string, Emphasis] {
  if (kind === "compared" && comparison !== undefined) {
    const verdict = isSame(comparison) ? "same" : widerCount(comparison) > 0 ? "wider" : "differs";
    return [verdict, verdict === "same" ? "good" : verdict === "wider" ? "bad" : "change"];
  }
  return [kind, kind === "failed" ? "bad" : "change"];
}

function stackLines({ result, comparison }: StackComparison, paint: Paint, width: number): string[] {
  if (comparison === undefined || isSame(comparison)) {
    return [];
  }
  const { changes, notKnown } = comparison.permissions;
  return [
    `${paint("heading", nameOf(result))}: ${countLine(comparison)}`,
    ...changes.flatMap((change) => permissionLines(change, paint, width - INDENT.length).map((line) => INDENT + line)),
    ...notKnown.map((line) => paint("warning", `${INDENT}? ${line}`)),
  ];
}

function verdictLine(comparisons: readonly StackComparison[], duration: number, paint: Paint): string {
  const counts = ["same", "differs", "wider", "new", "removed", "failed"].flatMap((verdict) => {
    const count = comparisons.filter(({ kind, comparison }) => verdictOf(kind, comparison)[0] === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  const time = `(${(duration / MILLISECONDS_PER_SECOND).toFixed(1)} s)`;
  return `${counted(comparisons.length, "stack")}: ${counts.join(", ")} ${paint("quiet", time)}`;
}

function widerCount({ permissions }: Comparison): number {
  return permissions.changes.filter(({ kind }) => WIDENING.has(kind)).length;
}

function isSame({ resources, permissions }: Comparison): boolean {
  return resources.length === 0 && permissions.changes.length === 0;
}
