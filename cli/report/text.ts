import { mapMembers } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import type { Gap } from "../preview/gap";
import type { PreviewResult } from "../preview/result";
import { diagnosticLines } from "./diagnostics";
import { gapLines, incompleteness } from "./gaps";
import { changeSummary } from "./json";
import { judgedCount, policyLines } from "./policies";
import type { Paint } from "./style";
import { resourceTree, SIGNS } from "./tree";
import { members, shownOutput } from "./value";

const INDENT = "    ";
const MILLISECONDS_PER_SECOND = 1000;

/** Writes a preview as text, in the form of `pulumi preview`. */
export function textReport(result: PreviewResult, paint: Paint): string {
  const sections = [
    [`${paint("heading", `Previewing update (${result.stack})`)} ${paint("quiet", "offline")}:`],
    resourceTree(result.resources, paint),
    section("Policies", policyLines(result.packs, judgedCount(result.resources), paint), paint),
    section(
      "Outputs",
      members(mapMembers(result.outputs, shownOutput), INDENT).map((line) => INDENT + line),
      paint,
    ),
    section("Resources", resourceLines(result.resources, paint), paint),
    gapSection(result.gaps, paint),
    diagnosticsSection(result, paint),
    [
      `${paint("heading", "Duration:")} ${(result.duration / MILLISECONDS_PER_SECOND).toFixed(1)}s`,
      paint(
        "quiet",
        "AWS was not contacted. Values that AWS assigns show as [unknown]; AWS's own validation did not run.",
      ),
    ],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** Writes the messages of a preview that failed. */
export function failureReport(result: PreviewResult, paint: Paint): string {
  return `${diagnosticsSection(result, paint).join("\n")}\n`;
}

function gapSection(gaps: readonly Gap[], paint: Paint): string[] {
  const lines = gapLines(gaps).map((line) => `${INDENT}! ${line}`);
  return gaps.length === 0
    ? []
    : [
        paint("heading", "Incomplete:"),
        `${INDENT}${incompleteness(gaps)}`,
        ...lines.map((line) => paint("warning", line)),
      ];
}

function diagnosticsSection(result: PreviewResult, paint: Paint): string[] {
  const root = result.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
  return section("Diagnostics", diagnosticLines(result.diagnostics, root, paint), paint);
}

function resourceLines(resources: readonly Resource[], paint: Paint): string[] {
  const counts = changeSummary(resources);
  return (["create", "import", "read"] as const).flatMap((operation) => {
    const count = counts[operation];
    return count === undefined ? [] : [`${INDENT}${paint("good", `${SIGNS[operation]} ${count} to ${operation}`)}`];
  });
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint("heading", `${title}:`), ...lines];
}
