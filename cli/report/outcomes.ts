import { groupsOf, type PipelineView } from "../insight/pipelines";
import type { Outcome } from "../insight/what-if";
import type { Paint } from "./style";
import { wrapped } from "./wrap";

const INDENT = "    ";
const MARKS = { yes: "▶", no: "·", unknown: "?" } as const;

const WORDS = { yes: "starts", no: "does not start", unknown: "may start" } as const;
const EMPHASES = { yes: "good", no: "quiet", unknown: "warning" } as const;

/** The pipelines and builds that a change starts, does not start or may start, each with its reasons and its run. */
export function outcomeReport(
  outcomes: readonly Outcome[],
  pipelines: readonly PipelineView[],
  paint: Paint,
  width: number,
): string {
  const lines = outcomes.flatMap((outcome) =>
    outcomeLines(
      outcome,
      pipelines.find(({ urn }) => urn === outcome.urn),
      paint,
      width,
    ),
  );
  return `${lines.join("\n") || "The program has no pipeline and no build with a webhook."}\n`;
}

function outcomeLines(
  { name, kind, starts, reasons }: Outcome,
  view: PipelineView | undefined,
  paint: Paint,
  width: number,
): string[] {
  const head = `${MARKS[starts]} ${kind} ${name} ${WORDS[starts]}`;
  const [first = "", ...rest] = wrapped(`${head}: ${reasons.join("; or ")}`.split(" "), width, INDENT);
  return [
    first.startsWith(head) ? paint(EMPHASES[starts], head) + first.slice(head.length) : paint(EMPHASES[starts], first),
    ...rest,
    ...(starts === "no" || view === undefined
      ? []
      : walk(view).flatMap((line) =>
          wrapped(line.split(" "), width - INDENT.length, INDENT).map((part) => INDENT + part),
        )),
  ];
}

/** The stages that run by themselves, up to the first that waits. */
function walk({ stages }: PipelineView): string[] {
  const lines: string[] = [];
  for (const stage of stages) {
    const groups = groupsOf(stage);
    const before = groups.findIndex((group) => group.some(({ approvalMinutes }) => approvalMinutes !== undefined));
    const running = (before < 0 ? groups : groups.slice(0, before)).flat().map(({ name }) => name);
    const conditions = stage.conditions.filter(({ when }) => when === "before entry");
    const onlyIf = conditions.flatMap(({ rules }) => rules.map(({ name }) => name));
    const entered = onlyIf.length > 0 ? ` (if ${onlyIf.join(" and ")})` : "";
    if (running.length > 0 || before < 0) {
      lines.push(`${stage.name}${entered}: ${running.join(", ")}`);
    }
    if (before >= 0) {
      const waits = (groups[before] ?? []).filter(({ approvalMinutes }) => approvalMinutes !== undefined);
      lines.push(
        `${stage.name} waits for ${waits.map(({ name, target }) => `${name}${target === undefined ? "" : ` (${target})`}`).join(", ")}`,
      );
      return lines;
    }
  }
  return lines;
}
