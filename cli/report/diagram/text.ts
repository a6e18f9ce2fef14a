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

/** Every action of a pipeline, stage by stage: actions of one group run at the same time, groups one after another. */
export function diagramText(pipeline: PipelineView, paint: Paint): string[] {
  return [
    `${paint("heading", pipeline.name)} ${paint("quiet", `${pipeline.pipelineType}, ${pipeline.executionMode}`)}`,
    ...pipeline.starts.map(({ description }) => `  ${paint("change", "starts")} on ${description}`),
    ...pipeline.stages.flatMap((stage) => [
      `  ${ARROW} ${paint("heading", stage.name)}`,
      ...stage.conditions.map(
        ({ when, result, rules }) =>
          `      ${paint("quiet", `${when}: ${rules.map(({ name, provider }) => `${name} (${provider})`).join(", ")}, else ${result}`)}`,
      ),
      ...groupsOf(stage).flatMap((group) =>
        group.map((action, index) => `      ${index === 0 ? " " : TOGETHER} ${actionLine(action, paint)}`),
      ),
    ]),
  ];
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

function actionLine(action: ActionView, paint: Paint): string {
  const { name, provider, target, approvalMinutes, inputArtifacts, outputArtifacts } = action;
  const place = placeOf(action);
  const artifacts = [
    ...(inputArtifacts.length > 0 ? [`takes ${inputArtifacts.join(", ")}`] : []),
    ...(outputArtifacts.length > 0 ? [`makes ${outputArtifacts.join(", ")}`] : []),
    ...(action.reads.length > 0 ? [`reads variables of ${action.reads.join(", ")}`] : []),
    ...(place === undefined ? [] : [`in ${place}`]),
  ];
  const head = approvalMinutes === undefined ? name : paint("warning", `${WAITS} ${name}`);
  const work = target === undefined ? provider : `${provider} ${target}`;
  return `${head}  ${work}${artifacts.length > 0 ? paint("quiet", `  ${artifacts.join("; ")}`) : ""}`;
}
