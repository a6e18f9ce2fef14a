import { type ActionView, groupsOf, type PipelineView, type StageView } from "../../insight/pipelines";
import type { Paint } from "../style";
import { wrapped } from "../wrap";

const ARROW = "→";
const TOGETHER = "∥";
const WAITS = "⏸";

/** The stages of a pipeline on one line: `Source → Build → ⏸ Approve → Deploy`. Longer pipelines take more lines. */
export function stageLine({ stages }: PipelineView, width: number, indent: string, paint: Paint): string[] {
  const words = stages.map((stage, index) => `${index === 0 ? "" : `${ARROW} `}${stageWord(stage)}`);
  // A space inside a stage must not break the line.
  return wrapped(words, width, indent).map((line) =>
    line.replace(new RegExp(`${WAITS} \\S+`, "g"), (gate) => paint("warning", gate)),
  );
}

/**
 * Every action of a pipeline, stage by stage: actions of one group run at the same time, groups one after another.
 *
 * @param width - columns; a name that is longer stays whole
 */
export function diagramText(pipeline: PipelineView, paint: Paint, width = Number.POSITIVE_INFINITY): string[] {
  const { name, pipelineType, executionMode, starts, stages } = pipeline;
  return [
    `${paint("heading", name)} ${paint("quiet", `${pipelineType}, ${executionMode}`)}`,
    ...starts.flatMap(({ description }) =>
      lines(`starts on ${description}`, width, "  ").map((line) =>
        line.replace("starts", (word) => paint("change", word)),
      ),
    ),
    ...stages.flatMap((stage) => [
      `  ${ARROW} ${paint("heading", stage.name)}`,
      ...stage.conditions.flatMap(({ when, result, rules }) =>
        lines(
          `${when}: ${rules.map((rule) => `${rule.name} (${rule.provider})`).join(", ")}, else ${result}`,
          width,
          "      ",
        ).map((line) => paint("quiet", line)),
      ),
      ...groupsOf(stage).flatMap((group) =>
        group.flatMap((action, index) => actionLines(action, index === 0 ? " " : TOGETHER, paint, width)),
      ),
    ]),
  ];
}

/** Text on lines that start with the indent, and two columns deeper from the second line on. */
function lines(text: string, width: number, indent: string): string[] {
  return wrapped(text.split(" "), width - indent.length, "  ").map((line) => indent + line);
}

function stageWord(stage: StageView): string {
  const waits = stage.actions.some(({ approvalMinutes }) => approvalMinutes !== undefined);
  const places = [...new Set(stage.actions.flatMap((action) => placeOf(action) ?? []))];
  return `${waits ? `${WAITS} ` : ""}${stage.name}${places.length > 0 ? ` (${places.join(", ")})` : ""}`;
}

/** Account and region of an action, where they differ from the pipeline's: `222233334444 eu-west-1`. */
export function placeOf({ account, region }: ActionView): string | undefined {
  const parts = [account, region].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(" ");
}

function actionLines(action: ActionView, mark: string, paint: Paint, width: number): string[] {
  const { name, provider, target, approvalMinutes, inputArtifacts, outputArtifacts } = action;
  const place = placeOf(action);
  const artifacts = [
    ...(inputArtifacts.length > 0 ? [`takes ${inputArtifacts.join(", ")}`] : []),
    ...(outputArtifacts.length > 0 ? [`makes ${outputArtifacts.join(", ")}`] : []),
    ...(action.reads.length > 0 ? [`reads variables of ${action.reads.join(", ")}`] : []),
    ...(place === undefined ? [] : [`in ${place}`]),
  ];
  const head = `${approvalMinutes === undefined ? "" : `${WAITS} `}${name}`;
  const work = `      ${mark} ${head}  ${target === undefined ? provider : `${provider} ${target}`}`;
  const details = artifacts.length > 0 ? `  ${artifacts.join("; ")}` : "";
  const shown = approvalMinutes === undefined ? work : work.replace(head, paint("warning", head));
  return work.length + details.length <= width
    ? [shown + (details === "" ? "" : paint("quiet", details))]
    : [shown, ...lines(details.trim(), width, "          ").map((line) => paint("quiet", line))];
}
