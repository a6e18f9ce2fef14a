import { z } from "zod";
import { findActionType } from "../../actions/catalogue";
import type { Problem } from "../../schema/problem";
import type { ActionOutline, PipelineOutline, TriggerOutline } from "./outline";

/**
 * How long all triggers of a pipeline may be together.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
const triggersLimit = 200 * 1024;

/**
 * Problems with what triggers watch and how their filters go together.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html
 */
export function triggerProblems(outline: PipelineOutline): Problem[] {
  const { stages } = outline;
  const triggers = outline.triggers.map((trigger = {}) => trigger);
  const sources = stages[0]?.actions ?? [];
  const problems = triggers.flatMap((trigger, index) => {
    const path = `triggers[${index}]`;
    return [
      ...sourceProblems(trigger, path, sources),
      ...repeatedProblems(trigger, index, triggers),
      ...(trigger.push === undefined && trigger.pullRequest === undefined
        ? [
            {
              path,
              reason: "watches nothing: give push or pullRequest, or remove it, and each push to the branch counts",
            },
          ]
        : []),
      ...(trigger.push ?? []).flatMap((filter, filterIndex) =>
        pushProblems(filter ?? {}, `${path}.push[${filterIndex}]`),
      ),
    ];
  });
  return [...sizeProblems(triggers), ...problems];
}

function sizeProblems(triggers: readonly TriggerOutline[]): Problem[] {
  const size = JSON.stringify(triggers).length;
  return size <= triggersLimit
    ? []
    : [
        {
          path: "triggers",
          reason: `are ${size} characters long, and AWS takes ${triggersLimit}: give fewer or shorter patterns`,
        },
      ];
}

function sourceProblems(
  { sourceAction = "" }: TriggerOutline,
  path: string,
  sources: readonly ActionOutline[],
): Problem[] {
  const watchable = sources.filter((action) => findActionType(action)?.changeDetectionKey !== undefined);
  const source = watchable.find(({ name }) => name === sourceAction);
  if (sourceAction === "") {
    return [];
  }
  if (source === undefined) {
    const names = watchable.map(({ name }) => name).join(", ");
    const fix = names === "" ? "add a source that reads a repository through a connection" : `name one of ${names}`;
    return [
      {
        path: `${path}.sourceAction`,
        reason: `${JSON.stringify(sourceAction)} is no source action that triggers can watch: ${fix}`,
      },
    ];
  }
  const key = findActionType(source)?.changeDetectionKey ?? "";
  const { success } = z.object({ [key]: z.literal(true) }).safeParse(source.configuration);
  return success
    ? [
        {
          path: `${source.path}.configuration.${key}`,
          reason: `is true, and ${path} says what starts the pipeline: remove one of them`,
        },
      ]
    : [];
}

function repeatedProblems({ sourceAction = "" }: TriggerOutline, index: number, triggers: readonly TriggerOutline[]) {
  const first = triggers.findIndex((trigger) => trigger.sourceAction === sourceAction);
  return sourceAction === "" || first === index
    ? []
    : [
        {
          path: `triggers[${index}].sourceAction`,
          reason: `${JSON.stringify(sourceAction)} has a trigger already, triggers[${first}]: give that one more filters`,
        },
      ];
}

function pushProblems({ tags, branches, filePaths }: Record<string, unknown>, path: string): Problem[] {
  if (tags !== undefined && (branches !== undefined || filePaths !== undefined)) {
    return [{ path, reason: "names tags beside branches or files, and AWS takes tags alone: give two filters" }];
  }
  if (tags === undefined && branches === undefined) {
    const what = filePaths === undefined ? "is empty" : "names files without branches";
    return [{ path, reason: `${what}: give tags, branches, or branches and filePaths` }];
  }
  return [];
}
