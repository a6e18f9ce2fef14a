import { applyBaseline, type BaselineEntry } from "../insight/baseline";
import { isViolated } from "../preview/analysis/verdict";
import { PreviewError } from "../preview/base/error";
import { parseUrn } from "../preview/engine/urn";
import { readJsonFile } from "../preview/project/json-file";
import { isRecord } from "../preview/project/yaml-file";
import { type PreviewResult, Status } from "../preview/result";
import { counted } from "../report/wrap";

const VERSION = 1;
const KEYS = ["policy", "urn", "digest", "expires", "reason"];

/**
 * Reads a baseline.
 *
 * @throws {PreviewError} with every entry of another form
 */
export function readBaseline(file: string): readonly BaselineEntry[] {
  const content = readJsonFile(file);
  if (!isRecord(content) || content.version !== VERSION || !Array.isArray(content.findings)) {
    throw new PreviewError(`${file}: no baseline. Write it with "aws-pipelines baseline --output ${file}".`);
  }
  const problems = content.findings.flatMap((entry: unknown, index) => problemsOf(entry, `findings[${index}]`));
  if (problems.length > 0) {
    throw new PreviewError(problems.map((problem) => `${file}: ${problem}`).join("\n"));
  }
  return content.findings;
}

/** A baseline as its file has it, one entry a line so that a review shows each. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
  return `{\n  "version": ${VERSION},\n  "findings": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}]\n}\n`;
}

/** The preview without the findings that the baseline accepts, with a warning for each entry that does not count. */
export function withBaseline(result: PreviewResult, baseline: readonly BaselineEntry[], today: string): PreviewResult {
  const { packs, accepted, unused, expired, changed } = applyBaseline(result.packs, result.resources, baseline, today);
  const about = (entry: BaselineEntry) =>
    `${entry.policy} on ${entry.urn === "" ? "the stack" : parseUrn(entry.urn).name}`;
  const warnings = [
    ...expired.map((entry) => `baseline: the entry for ${about(entry)} expired on ${entry.expires}`),
    ...changed.map((entry) => `baseline: ${about(entry)} changed, so its finding is back`),
    ...unused.map((entry) => `baseline: the entry for ${about(entry)} is unused. Remove it.`),
  ];
  return {
    ...result,
    packs,
    status: result.status === Status.violated && !isViolated(packs) ? Status.clean : result.status,
    diagnostics: [
      ...result.diagnostics,
      ...(accepted === 0
        ? []
        : [{ severity: "info" as const, message: `baseline: ${counted(accepted, "finding")} accepted` }]),
      ...warnings.map((message) => ({ severity: "warning" as const, message })),
    ],
  };
}

function problemsOf(entry: unknown, place: string): string[] {
  if (!isRecord(entry)) {
    return [`${place} must be an object with policy, urn and digest`];
  }
  const missing = ["policy", "urn", "digest"].filter((key) => typeof entry[key] !== "string");
  const unknown = Object.keys(entry).filter((key) => !KEYS.includes(key));
  const { expires } = entry;
  const isDay = typeof expires === "string" && /^\d{4}-\d\d-\d\d$/.test(expires);
  return [
    ...missing.map((key) => `${place}.${key} must be a text`),
    ...unknown.map((key) => `${place}.${key} is no key of an entry. Use ${KEYS.join(", ")}.`),
    ...(expires === undefined || isDay
      ? []
      : [`${place}.expires: ${JSON.stringify(expires)} must be a day such as 2027-06-30`]),
  ];
}
