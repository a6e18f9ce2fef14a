import { isEventDriven, isPolled } from "../../actions/base/change-detection";
import { actionTypeOf } from "../../actions/catalogue";
import type { Problem } from "../../schema/problem";
import type { ActionOutline, PipelineOutline } from "./outline";

/**
 * Variables without a default in a pipeline that starts by itself. People and other pipelines can name values when they
 * start one. Schedules, triggers and changes of sources name none here, and AWS fails a run that lacks one.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export function requiredVariableProblems(outline: PipelineOutline): Problem[] {
  const { pipelineType, variables, schedules, triggers, stages } = outline;
  const missing = variables.flatMap((variable, index) =>
    variable === undefined || variable.defaultValue !== undefined ? [] : [`variables[${index}].defaultValue`],
  );
  // A pipeline of type V1 has no variables at all.
  if (missing.length === 0 || pipelineType === "V1") {
    return [];
  }
  const watched = triggers.map((trigger) => trigger?.sourceAction);
  const sources = stages.flatMap((stage) => stage.actions).filter(({ category }) => category === "Source");
  const starts = [
    ...sources.filter((source) => watched.includes(source.name) || isDetected(source)).map(changesOf),
    ...schedules.flatMap((schedule) => (schedule?.name === undefined ? [] : [`the schedule ${schedule.name}`])),
  ];
  if (starts.length === 0) {
    return [];
  }
  const reason = `is missing, and what starts the pipeline by itself names no value (${starts.join(", ")}), so that AWS fails the run: give a default`;
  return missing.map((path) => ({ path, reason }));
}

function changesOf({ name }: ActionOutline): string {
  return `changes of ${name}`;
}

/** Whether changes of a source start the pipeline, with nothing said of it elsewhere. */
function isDetected({ action }: ActionOutline): boolean {
  if (action === undefined) {
    return false;
  }
  const { changeDetectionKey, changeEvent } = actionTypeOf(action);
  const byAws = changeDetectionKey !== undefined && Reflect.get(action.configuration, changeDetectionKey) !== false;
  return byAws || (changeEvent !== undefined && (isEventDriven(action) || isPolled(action)));
}
