import { availableParallelism } from "node:os";
import { PreviewError } from "../preview/base/error";
import { inTurns } from "../preview/base/in-turns";
import type { PreviewOptions } from "../preview/options";
import { preview } from "../preview/preview";
import { allStacks, type StackPlace } from "../preview/project/all-stacks";
import { type PreviewResult, Status } from "../preview/result";
import { maskedResult } from "../report/masked-result";
import { Progress } from "../report/progress";
import type { Surroundings } from "./command";
import { type Selection, selected } from "./selection";

/** The preview of a stack with the folder of its project. */
export interface StackPreview {
  readonly place: StackPlace;
  readonly result: PreviewResult;
}

/**
 * Previews every stack of a project, or of every project below a folder, in the order of their names.
 *
 * @throws {PreviewError} when there is no stack, none fits the filter, or the command is interrupted
 */
export async function previewAll(
  options: PreviewOptions,
  selection: Selection,
  surroundings: Surroundings,
): Promise<readonly StackPreview[]> {
  return await previewPlaces(selected(allStacks(options.cwd), selection.filter), options, selection, surroundings);
}

/**
 * Previews these stacks. A stack whose preview cannot run has the reason as its result, so that the others are previewed
 * too.
 *
 * @throws {PreviewError} when the command is interrupted
 */
export async function previewPlaces(
  places: readonly StackPlace[],
  options: PreviewOptions,
  { concurrency = availableParallelism() }: Selection,
  { stderr, env, signal }: Surroundings,
): Promise<readonly StackPreview[]> {
  const results = new Map<StackPlace, PreviewResult>();
  const progress = new Progress(stderr, "Previewing:", "stack");
  const { SharedPacks }: typeof import("../preview/shared-packs") = require("../preview/shared-packs");
  const sharedPacks = new SharedPacks(options);
  try {
    await inTurns(places, concurrency, async (place) => {
      const { cwd, stack } = place;
      const surroundings = { env, signal, onResource: () => undefined, sharedPacks };
      const result = await preview({ ...options, cwd, stack }, surroundings).catch((error: unknown) =>
        failure(place, error, signal),
      );
      results.set(place, maskedResult(place.folder === undefined ? result : { ...result, folder: place.folder }));
      progress.show(results.size);
    });
  } finally {
    progress.end();
    await sharedPacks.end();
  }
  return places.flatMap((place) => {
    const result = results.get(place);
    return result === undefined ? [] : [{ place, result }];
  });
}

/** The exit status of many previews: the worst. */
export function worstStatus(previews: readonly StackPreview[]): Status {
  return previews.reduce<Status>((worst, { result }) => (result.status > worst ? result.status : worst), Status.clean);
}

function failure(place: StackPlace, error: unknown, signal: AbortSignal): PreviewResult {
  if (!(error instanceof PreviewError) || signal.aborted) {
    throw error;
  }
  return failedPreview(place, error.message);
}

/** The result of a stack that cannot be previewed, with the reason. */
export function failedPreview({ project, stack, folder }: StackPlace, reason: string): PreviewResult {
  return {
    settings: { file: `Pulumi.${stack}.yaml`, values: [] },
    ...(folder === undefined ? {} : { folder }),
    ...{ project, stack, config: {}, resources: [], outputs: {}, packs: [], gaps: [], duration: 0 },
    diagnostics: [{ severity: "error", message: reason }],
    maskSecrets: (text) => text,
    status: Status.failed,
  };
}
