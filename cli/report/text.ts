import { mapMembers } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import type { PreviewResult } from "../preview/result";
import { diagnosticLines } from "./diagnostics";
import { changeSummary } from "./json";
import { policyLines } from "./policies";
import type { Paint } from "./style";
import { resourceTree, SIGNS } from "./tree";
import { members, shownOutput } from "./value";

const INDENT = "    ";
const MILLISECONDS_PER_SECOND = 1000;

/** Writes a preview for people, as `pulumi preview` shows it. */
export function textReport(result: PreviewResult, paint: Paint): string {
  const sections = [
    [`${paint("heading", `Previewing update (${result.stack})`)} ${paint("quiet", "offline")}:`],
    resourceTree(result.resources, paint),
    section(
      "Policies",
      policyLines(result.packs, result.resources.filter(({ implicit }) => !implicit).length, paint),
      paint,
    ),
    section(
      "Outputs",
      members(mapMembers(result.outputs, shownOutput), INDENT).map((line) => INDENT + line),
      paint,
    ),
    section("Resources", resourceLines(result.resources, paint), paint),
    diagnosticsSection(result, paint),
    [
      `${paint("heading", "Duration:")} ${(result.duration / MILLISECONDS_PER_SECOND).toFixed(1)}s`,
      paint(
        "quiet",
        "Nothing was asked of AWS: what only it knows is [unknown], and what it would refuse is not refused here.",
      ),
    ],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** Writes only what went wrong, for a preview that has nothing else to report. */
export function failureReport(result: PreviewResult, paint: Paint): string {
  return `${diagnosticsSection(result, paint).join("\n")}\n`;
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
