import { DEFAULT_USAGE } from "../insight/cost/usage";
import type { Finding } from "../insight/findings";
import { type Insight, insightOf } from "../insight/insight";
import { approvalsOf, type PipelineView } from "../insight/pipelines";
import type { SettingPlace } from "../insight/place-in-settings";
import type { PackVerdict } from "../preview/analysis/verdict";
import type { Resource } from "../preview/engine/resource";
import { parseUrn, STACK_TYPE } from "../preview/engine/urn";
import { type PreviewResult, Status } from "../preview/result";
import { costSentence, hasCost } from "./cost";
import { diagnosticLines } from "./diagnostics";
import { stageLine } from "./diagram/text";
import { gapLines, incompleteness } from "./gaps";
import { changeSummary } from "./json";
import { judgedCount } from "./policies";
import type { Paint } from "./style";
import { typeName } from "./type-name";
import { counted, listOf, wrapped } from "./wrap";

const INDENT = "  ";
const MILLISECONDS_PER_SECOND = 1000;
const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 1440;
/** Advisory causes in full; `--verbose` shows the others. */
const MOST_ADVISORIES = 5;
/** Resources named under one finding. */
const MOST_NAMES = 6;

/** The preview on one screen: what the stack would have, what is wrong with it, and one verdict. */
export function summaryReport(result: PreviewResult, paint: Paint, width: number): string {
  const root = result.resources.find(({ type }) => type === STACK_TYPE)?.urn ?? "";
  const insight = insightOf(result);
  const sections = [
    headLines(result, insight, paint, width),
    diagnosticLines(result.diagnostics, root, paint),
    findingLines(insight.findings, paint, width),
    ...insight.pipelines.map((pipeline) => pipelineLines(pipeline, paint, width)),
    scheduledLines(insight, paint, width),
    gapSummary(result, paint, width),
    [...costLines(insight, paint, width), ...verdictLines(result, paint, width)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function headLines(
  { project, stack, resources }: PreviewResult,
  insight: Insight,
  paint: Paint,
  width: number,
): string[] {
  const { accounts, regions, components } = insight;
  const changes = Object.entries(changeSummary(resources)).map(([operation, count]) => `${count} to ${operation}`);
  const facts = [
    ...(accounts.length > 0 ? [`account ${accounts.join(", ")}`] : []),
    ...(regions.length > 0 ? [regions.join(", ")] : []),
    ...(changes.length > 0 ? [changes.join(", ")] : []),
  ];
  const counts = components.map(
    ({ name, count }, index) => `${count} ${name}${index < components.length - 1 ? "," : ""}`,
  );
  const name = `${project}/${stack}`;
  const words = facts.map((fact, index) => (index < facts.length - 1 ? `${fact} ·` : fact));
  const [first = "", ...rest] = wrapped([`${name} `, ...words], width, INDENT);
  return [
    `${paint("heading", name)}${first.slice(name.length)}`,
    ...rest,
    ...(counts.length > 0 ? wrapped(counts, width, "").map((line) => paint("quiet", line)) : []),
  ];
}

function findingLines(findings: readonly Finding[], paint: Paint, width: number): string[] {
  const mandatory = findings.filter(({ level }) => level === "mandatory");
  const advisory = findings.filter(({ level }) => level === "advisory");
  const hidden = advisory.length - MOST_ADVISORIES;
  return [
    ...mandatory.flatMap((finding) => oneFinding(finding, "✗", "bad", paint, width)),
    ...advisory.slice(0, MOST_ADVISORIES).flatMap((finding) => oneFinding(finding, "!", "warning", paint, width)),
    ...(hidden > 0
      ? [paint("quiet", `${INDENT}${counted(hidden, "more advisory", "more advisories")}: --verbose`)]
      : []),
  ];
}

function oneFinding(
  { policy, message, urns, severity, setting }: Finding,
  mark: string,
  emphasis: "bad" | "warning",
  paint: Paint,
  width: number,
): string[] {
  const names = urns.slice(0, MOST_NAMES).map((urn, index) => {
    const { type, name } = parseUrn(urn);
    return `${index === 0 ? `${typeName(type)} ` : ""}${name}${index < Math.min(urns.length, MOST_NAMES) - 1 ? "," : ""}`;
  });
  const more = urns.length - MOST_NAMES;
  const text = message.split(/\s+/).filter((word) => word !== "");
  return [
    `${paint(emphasis, `${mark} ${policy}`)}${severity === "" ? "" : paint("quiet", ` (${severity})`)}`,
    ...wrapped(text, width - INDENT.length, "").map((line) => INDENT + line),
    ...(setting === undefined ? [] : [paint("quiet", `${INDENT}${settingText(setting)}`)]),
    ...(names.length === 0
      ? []
      : wrapped([...names, ...(more > 0 ? [`and ${more} more`] : [])], width - INDENT.length, "").map((line) =>
          paint("quiet", INDENT + line),
        )),
  ];
}

/** `logRetentionInDays in Pulumi.dev.yaml:62` */
export function settingText({ key, file, line }: SettingPlace): string {
  return `${key} in ${file}:${line}`;
}

function pipelineLines(pipeline: PipelineView, paint: Paint, width: number): string[] {
  const starts = pipeline.starts.map(({ description }) => description);
  const waits = approvalsOf(pipeline).map(
    ({ stage, action }) =>
      `${stage.name} for ${action.target ?? "a person in the console"}, at most ${duration(action.approvalMinutes ?? 0)}`,
  );
  return [
    paint("heading", pipeline.name),
    ...stageLine(pipeline, width - INDENT.length, INDENT, paint).map((line) => INDENT + line),
    ...labelled("starts", starts.length > 0 ? starts : ["by hand, or by a pipeline of another program"], paint, width),
    ...(waits.length > 0 ? labelled("waits", waits, paint, width) : []),
  ];
}

/** One line for each schedule that starts builds outside of pipelines, such as checks of drift. */
function scheduledLines({ scheduledBuilds }: Insight, paint: Paint, width: number): string[] {
  const named = scheduledBuilds.map(({ schedule, projects }) => `${listOf(projects)} by ${schedule}`);
  return named.length === 0
    ? []
    : [
        paint("heading", "Builds on a schedule"),
        ...named.flatMap((text) =>
          wrapped(text.split(" "), width - INDENT.length, INDENT).map((line) => INDENT + line),
        ),
      ];
}

function labelled(label: string, texts: readonly string[], paint: Paint, width: number): string[] {
  const head = `${INDENT}${label.padEnd("starts".length)}  `;
  return texts.flatMap((text, index) =>
    wrapped(text.split(" "), width - head.length, "").map((line, row) =>
      index === 0 && row === 0 ? `${paint("quiet", head)}${line}` : `${" ".repeat(head.length)}${line}`,
    ),
  );
}

/** The cost with the default usage; nothing for a program whose resources nobody bills. */
function costLines({ cost }: Insight, paint: Paint, width: number): string[] {
  return !hasCost(cost)
    ? []
    : wrapped(`Cost: ${costSentence(cost, DEFAULT_USAGE)}.`.split(" "), width, INDENT).map((line) =>
        paint("quiet", line),
      );
}

function gapSummary({ gaps }: PreviewResult, paint: Paint, width: number): string[] {
  const shown = gapLines(gaps).slice(0, MOST_NAMES);
  const more = gaps.length - shown.length;
  const lines = [...shown, ...(more > 0 ? [`and ${more} more`] : [])];
  return gaps.length === 0
    ? []
    : [
        ...wrapped(`! Incomplete: ${incompleteness(gaps)}`.split(" "), width, "").map((line) => paint("warning", line)),
        ...lines.flatMap((line) => wrapped(line.split(" "), width - INDENT.length, "").map((part) => INDENT + part)),
      ];
}

/** Minutes in the unit that a person would use: `2 days`, `1 hour`, `90 minutes`. */
export function duration(minutes: number): string {
  if (minutes % MINUTES_PER_DAY === 0) {
    return counted(minutes / MINUTES_PER_DAY, "day");
  }
  return minutes % MINUTES_PER_HOUR === 0 ? counted(minutes / MINUTES_PER_HOUR, "hour") : counted(minutes, "minute");
}

function verdictLines(result: PreviewResult, paint: Paint, width: number): string[] {
  const seconds = (result.duration / MILLISECONDS_PER_SECOND).toFixed(1);
  const limits = "AWS was not contacted: its own validation did not run. --verbose shows every resource and verdict.";
  const violated = result.status === Status.violated;
  const passed = result.packs.length === 0 ? "✓ The program runs" : "✓ No mandatory policy is violated";
  const plainVerdict = violated ? "✗ Mandatory policies are violated" : passed;
  const verdict = paint(violated ? "bad" : "good", plainVerdict);
  const basis = `(${[...judged(result.packs, result.resources), `${seconds} s`].join(", ")})`;
  const fits = plainVerdict.length + 1 + basis.length <= width;
  return [
    ...wrapped(limits.split(" "), width, "").map((line) => paint("quiet", line)),
    ...(fits ? [`${verdict} ${paint("quiet", basis)}`] : [paint("quiet", basis), verdict]),
  ];
}

/** How much the packs looked at, so that silence shows as a judgement. */
function judged(packs: readonly PackVerdict[], resources: readonly Resource[]): string[] {
  const policies = packs.flatMap(({ policies: all }) => all);
  const active = policies.filter(({ judged: count, violations }) => count > 0 || violations.length > 0);
  return packs.length === 0
    ? ["no policy pack"]
    : [
        `${active.length} of ${counted(policies.length, "policy", "policies")} judged ${counted(judgedCount(resources), "resource")}`,
      ];
}
